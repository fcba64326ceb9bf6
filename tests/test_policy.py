"""A URL whose view does not say who may open it is reported before the server starts."""

from types import ModuleType

import pytest
from django.http import HttpResponse
from django.urls import include, path

from common.policy import every_view_has_a_policy, open_to_all, signed_in


def silent(request):
    return HttpResponse()


@signed_in
def guarded(request):
    return HttpResponse()


@open_to_all("a test")
def public(request):
    return HttpResponse()


@pytest.fixture
def url_map(settings):
    """A function that makes these URLs the whole map of the site."""

    def use(*patterns):
        module = ModuleType("tests.a_url_map")
        module.urlpatterns = list(patterns)
        settings.ROOT_URLCONF = module

    return use


def test_it_reports_a_view_without_a_policy(url_map):
    url_map(path("secret/", silent, name="secret"))
    (problem,) = every_view_has_a_policy(None)
    assert problem.id == "common.E001"
    assert problem.msg == "secret/ has no access policy."


def test_it_looks_into_included_maps(url_map):
    url_map(path("rooms/", include([path("<int:number>/", silent)])))
    (problem,) = every_view_has_a_policy(None)
    assert problem.msg == "rooms/<int:number>/ has no access policy."


def test_it_accepts_views_that_say_it(url_map):
    url_map(path("mine/", guarded), path("all/", public))
    assert every_view_has_a_policy(None) == []


def test_every_url_of_the_site_has_a_policy():
    assert every_view_has_a_policy(None) == []
