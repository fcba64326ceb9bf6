import re
from pathlib import Path

from django.conf import settings

ICON = re.compile(r"""{%\s*icon\s+["']([a-z0-9-]+)["']""")
SPRITE = Path(settings.BASE_DIR, "static/icons.svg")


def test_every_icon_that_a_template_names_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([a-z0-9-]+)"', SPRITE.read_text()))
    folders = [settings.BASE_DIR / "templates", settings.BASE_DIR / "tests/look/templates"]
    missing = {
        f"{page.name}: {name}"
        for folder in folders
        for page in folder.rglob("*.html")
        for name in ICON.findall(page.read_text())
        if name not in drawn
    }
    assert not missing


def test_the_sprite_has_just_the_icons_of_the_list():
    drawn = re.findall(r'<symbol id="([a-z0-9-]+)"', SPRITE.read_text())
    assert drawn == sorted(set(Path(settings.BASE_DIR, "bin/icons.txt").read_text().split()))
