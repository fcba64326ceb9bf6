"""What thinks asks no database, no clock and no settings: it is told everything."""

import sys
from pathlib import Path

import pytest

from tests.test_layers import ROOT, imports

ENGINE = [
    "bitmap",
    "closures",
    "conditions",
    "facts",
    "implications",
    "literals",
    "matching",
    "numbers",
    "operations",
    "patterns",
    "rarity",
    "rules",
    "sentences",
    "shadow",
    "texts",
    "values",
    "verdicts",
]
FILES = [f"routing/{name}.py" for name in ENGINE] + [
    str(path.relative_to(ROOT)) for path in ROOT.glob("oncall/restrictions/*.py")
]
OTHERS = {"re2", "ahocorasick", "django.core.exceptions.ValidationError", "common.text.shortened"}


@pytest.mark.parametrize("path", FILES)
def test_it_imports_only_what_thinks(path):
    allowed = {file.removesuffix(".py").replace("/", ".") for file in FILES} | {
        "oncall.restrictions"
    }
    for name in imports(Path(path)):
        is_own = name in allowed or name.rpartition(".")[0] in allowed
        assert is_own or name in OTHERS or name.partition(".")[0] in sys.stdlib_module_names, name


@pytest.mark.parametrize("path", FILES)
def test_it_is_told_the_time(path):
    text = (ROOT / path).read_text(encoding="utf-8")
    assert not any(clock in text for clock in (".now(", ".today(", "time.time("))
