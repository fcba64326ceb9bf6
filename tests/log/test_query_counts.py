import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.log.make import make_entry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("terms", ["", "?q=ben", "?via=web", "?kind=person&since=2020-01-01"])
def test_it_makes_as_many_queries_for_many_entries(terms, olive, as_user):
    client = as_user(olive)

    def queries():
        client.get(f"/settings/activity/{terms}")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/settings/activity/{terms}")
        return len(captured)

    make_entry()
    few = queries()
    for _ in range(60):
        make_entry(details={"username": "x"}, changes={"role": ["a", "b"]})
    assert queries() == few
    assert few <= 6
