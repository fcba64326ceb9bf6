import pytest

from tests.asking import queries_of
from tests.log.make import make_entry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("terms", ["", "?q=ben", "?via=web", "?kind=person&since=2020-01-01"])
def test_it_makes_as_many_queries_for_many_entries(terms, olive, as_user):
    client, url = as_user(olive), f"/settings/activity/{terms}"
    make_entry()
    few = queries_of(client, url)
    for _ in range(60):
        make_entry(details={"username": "x"}, changes={"role": ["a", "b"]})
    assert queries_of(client, url) == few
    assert few <= 7  # one of them is the banner's
