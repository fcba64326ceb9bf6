"""A page that fails says whether Muster or its database is to blame."""

from types import ModuleType

import pytest
from django.db import IntegrityError, OperationalError
from django.urls import path

from common.policy import open_to_all
from config import urls


@pytest.fixture
def failing(client, settings):
    """A function that opens a page whose view raises this."""
    client.raise_request_exception = False

    def opened(problem):
        @open_to_all("a test")
        def view(request):
            raise problem

        module = ModuleType("tests.a_failing_map")
        module.urlpatterns = [path("failing/", view), *urls.urlpatterns]
        module.handler500 = urls.handler500
        settings.ROOT_URLCONF = module
        return client.get("/failing/")

    return opened


def test_it_says_that_the_database_does_not_answer(failing):
    answer = failing(OperationalError("connection refused"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "The database does not answer" in answer.text
    assert "connection refused" not in answer.text


def test_it_says_that_somebody_was_quicker(failing):
    answer = failing(IntegrityError("violates foreign key constraint"))
    assert (answer.status_code, answer["HX-Retarget"]) == (409, "body")
    assert "Somebody was quicker" in answer.text
    assert "foreign key" not in answer.text


def test_it_says_that_muster_made_a_mistake(failing):
    answer = failing(ValueError("secret"))
    assert answer.status_code == 500
    assert "Muster made a mistake" in answer.text
    assert "secret" not in answer.text
