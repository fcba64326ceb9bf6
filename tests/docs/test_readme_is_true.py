"""What README and the changelog say about settings, commands and files holds."""

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class

ROOT = Path(settings.BASE_DIR)
README = (ROOT / "README.md").read_text(encoding="utf-8")
READS_SETTING = re.compile(r"""(?:[Ee]nv(?:iron)?(?:\(\))?\.\w+|getenv)\(\s*"([A-Z][A-Z_]+)\"""")
INTERNAL = {"MUSTER_SUPERVISED", "DJANGO_SETTINGS_MODULE"}


def settings_in_code() -> set[str]:
    files = [
        path
        for floor in ("config", "common", "accounts", "teams")
        for path in (ROOT / floor).rglob("*.py")
    ]
    found = (READS_SETTING.findall(path.read_text(encoding="utf-8")) for path in files)
    return {name for names in found for name in names} - INTERNAL


def test_every_setting_is_in_the_table():
    rows = [line for line in README.splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`([A-Z][A-Z_]+)`", row.split("|")[1])}
    assert {"PORT", "HOST", "DATABASE_URL", "EMAIL_URL", "WEB_WORKERS"} <= settings_in_code()
    assert named == settings_in_code()


@pytest.mark.parametrize("row", re.findall(r"^\| `([a-z].*)` \|", README, re.MULTILINE))
def test_every_command_is_there_with_its_options(row):
    for words in row.split("`, `"):
        command, *rest = words.split()
        parser = load_command_class(get_commands()[command], command).create_parser(
            "manage.py", command
        )
        options = {option for action in parser._actions for option in action.option_strings}
        assert {word.strip("[]") for word in rest if word.strip("[").startswith("--")} <= options


def test_every_file_it_leads_to_is_there():
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_every_decision_says_its_number():
    files = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {path.name[:4]} "), path


def test_every_dependency_is_explained():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    explained = (ROOT / "docs/decisions/0005-dependencies.md").read_text(encoding="utf-8")
    for wanted in project["project"]["dependencies"] + project["dependency-groups"]["dev"]:
        assert re.split(r"[<>=\[]", wanted)[0] in explained, wanted


def test_the_changelog_begins_with_this_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == settings.VERSION
