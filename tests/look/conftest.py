"""The gallery: a URL map and templates that only these tests use."""

from pathlib import Path

import pytest
from django.template import engines

HERE = Path(__file__).parent


@pytest.fixture
def gallery(settings, db):
    """Serve tests/look/gallery.py."""
    [options] = settings.TEMPLATES
    settings.TEMPLATES = [options | {"DIRS": [*options["DIRS"], HERE / "templates"]}]
    settings.ROOT_URLCONF = "tests.look.gallery"


@pytest.fixture
def draw(rf):
    """A function that renders a template's text with `{% load ui %}` at some address."""

    def rendered(text, address="/", **context):
        template = engines["django"].from_string("{% load ui %}" + text)
        return template.render(context, rf.get(address))

    return rendered
