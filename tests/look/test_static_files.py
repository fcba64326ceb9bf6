"""The files that pages load: all there, hashed, and none from elsewhere."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.template.loader import render_to_string

STATIC = Path(settings.BASE_DIR, "static")
OURS = [path for path in STATIC.rglob("*") if path.suffix in {".css", ".js"}]


def test_collecting_them_finds_every_file_they_name(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    manifest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": manifest}}
    call_command("collectstatic", interactive=False, verbosity=0)
    head = render_to_string("parts/head.html")
    named = re.findall(r'(?:href|src)="/static/([^"]+)"', head)
    assert len(named) > 12
    for name in named:
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", name), name
        assert (tmp_path / name).exists()


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_no_file_is_fetched_from_elsewhere(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(
        r"""(url\(\s*["']?|@import\s+["']|import\s*\(?["']|from ["'])(https?:)?//""", text
    )
    assert "sourceMappingURL" not in text


@pytest.mark.parametrize(
    "template", sorted(Path(settings.BASE_DIR, "templates").rglob("*.html")), ids=str
)
def test_templates_keep_to_the_csp(template):
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>", text)
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=|hx-on|javascript:", text)
