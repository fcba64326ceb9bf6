"""Whatever is sent to any call of the APIs, it is answered or refused, and never half done.

The suite sends 800 requests, always the same ones; `make fuzz` 20,000, each time others. In CI
those are the same each time, too: what is found there comes from the change.
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings

from api.v1.sections import CALLS
from tests.api.snapshots import v2
from tests.hostile import IS_FUZZING
from tests.hostile.fuzzing import v1_requests, v2_requests
from tests.hostile.world import World
from tests.no_skips import IN_CI

pytestmark = pytest.mark.django_db
REQUESTS = int(os.environ.get("MUSTER_FUZZ", "800"))
DOCUMENT = v2()
NAMES = DOCUMENT["components"]["schemas"]
OPERATIONS = [
    (method, path, call)
    for path, methods in DOCUMENT["paths"].items()
    for method, call in methods.items()
]
SECTIONS = list(dict.fromkeys(call.section for call in CALLS))
EACH = -(-REQUESTS // (len(CALLS) + len(OPERATIONS)))


@pytest.fixture
def world(record_property):
    world = World()
    yield world
    record_property("requests", world.requests)


def fuzz(requests, world, fields):
    """Send each call its share of requests; whatever is refused says why, in these fields."""

    @settings(
        max_examples=EACH,
        deadline=None,
        database=None,
        derandomize=IN_CI or not IS_FUZZING,
        suppress_health_check=list(HealthCheck),
    )
    @given(requests)
    def send(request):
        answer = world.send(request)
        if request.method != "HEAD" and answer.status_code >= 400:
            assert answer.json().keys() >= fields

    send()


@pytest.mark.parametrize("section", SECTIONS)
def test_no_request_breaks_v1(section, world, subtests):
    for call in CALLS:
        if call.section == section:
            with subtests.test(call.name):
                fuzz(v1_requests(call), world, {"error", "code"})


@pytest.mark.parametrize("share", [0, 1])
def test_no_request_breaks_v2(share, world, subtests):
    for method, path, call in OPERATIONS[share::2]:
        with subtests.test(f"{method} {path}"):
            fuzz(v2_requests(method, path, call, NAMES), world, {"message", "requestId"})
