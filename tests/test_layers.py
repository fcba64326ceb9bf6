"""The floors: import from your own or below. And what thinks or acts knows nothing of HTTP."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = [
    "common",
    "accounts",
    "teams",
    "oncall",
    "routing",
    "alerts",
    "chatlink",
    "reports",
    "migration",
    "importer",
    "api",
    "config",
]
# Migration stands beside the others: it sees accounts and teams, and only config sees it.
BESIDE = {"migration": {"common", "accounts", "teams", "migration"}}
FILES = sorted(
    path.relative_to(ROOT)
    for floor in FLOORS
    for path in ROOT.glob(f"{floor}/**/*.py")
    if "migrations" not in path.parts
)
WEB = ("django.http", "django.forms", "django.views", "django.shortcuts", "ninja")
ACTING = ("models", "actions", "permissions", "models.py", "actions.py", "permissions.py")
PURE = {
    "accounts/actors.py",
    "accounts/audit.py",
    "accounts/keys.py",
    "accounts/links.py",
    "accounts/people_search.py",
    "accounts/rights.py",
    "accounts/validators.py",
    "common/paging.py",
    "common/saving.py",
    "common/sealed.py",
    "common/text.py",
    "common/times.py",
}
UNAWARE = [
    path for path in FILES if str(path) in PURE or any(part in ACTING for part in path.parts[1:])
]


def imports(path: Path) -> set[str]:
    """The names of all modules that a file imports, also those inside its functions."""
    found = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = node.module if not node.level else f"{path.parts[0]}.{node.module}"
            found |= {f"{module}.{name.name}" for name in node.names}
    return found


def test_there_are_files_to_look_at():
    assert {"common", "accounts", "teams", "config"} <= {path.parts[0] for path in FILES}
    assert set(map(str, FILES)) >= PURE


@pytest.mark.parametrize("path", FILES, ids=str)
def test_imports_go_down(path):
    mine = path.parts[0]
    allowed = BESIDE.get(mine) or set(FLOORS[: FLOORS.index(mine) + 1])
    if mine != "config":
        allowed -= {"migration"} - {mine}
    above = {
        name
        for name in imports(path)
        if name.split(".")[0] in FLOORS and name.split(".")[0] not in allowed
    }
    assert not above


@pytest.mark.parametrize("path", UNAWARE, ids=str)
def test_what_thinks_or_acts_knows_no_http(path):
    web = {name for name in imports(path) if f"{name}.".startswith(tuple(f"{at}." for at in WEB))}
    assert not web


def test_the_rights_need_nothing_at_all():
    ours_or_django = [
        name
        for name in imports(Path("accounts/rights.py"))
        if name.split(".")[0] in (*FLOORS, "django")
    ]
    assert ours_or_django == []


def test_it_sees_imports_inside_functions(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.test_layers.ROOT", tmp_path)
    (tmp_path / "common").mkdir()
    (tmp_path / "common/late.py").write_text("def f():\n    from teams.models import Team\n")
    assert imports(Path("common/late.py")) == {"teams.models.Team"}
