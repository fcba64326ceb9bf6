"""bin/uv on machines of many kinds; the machine is a PATH of stand-ins, nothing is downloaded."""

import shutil
import subprocess

import pytest

from tests.launch.running import ROOT

TOOLS = ["sh", "dirname", "ls", "sort", "grep", "cat"]
UV = """#!/bin/sh
case "$1 $2" in
    "sync --help") echo "--no-default-groups" ;;
    "python "*) exit 2 ;;
    *) echo "uv of $0 with UV_PYTHON=${UV_PYTHON:-} was asked: $*" ;;
esac
"""
DEAD = "#!/bin/sh\necho 'pyenv: python3: command not found' >&2\nexit 127\n"


class Machine:
    """A copy of bin/ with a PATH and a home of its own."""

    def __init__(self, place):
        self.project, self.path, self.home = place / "the project", place / "path", place / "home"
        shutil.copytree(ROOT / "bin", self.project / "bin")
        script = self.project / "bin" / "uv"
        # The real machine's Python is not this machine's.
        script.write_text(script.read_text().replace("echo /usr/bin/python3", "true"))
        self.path.mkdir()
        self.home.mkdir()
        for tool in TOOLS:
            (self.path / tool).symlink_to(shutil.which(tool))

    def has(self, place, text):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
        place.chmod(0o755)
        return place

    def python(self, place, minor):
        """A stand-in for a Python 3.minor: it answers bin/uv's questions about its version."""
        return self.has(
            place,
            "#!/bin/sh\n"
            'case "$*" in\n'
            f"  *'(3, 12) <= v'*) [ {minor} -ge 12 ] && [ {minor} -le 14 ] ;;\n"
            f"  *'v >= (3, 8)'*) [ {minor} -ge 8 ] ;;\n"
            "  *) exit 1 ;;\n"
            "esac\n",
        )

    def uv(self, *arguments):
        return subprocess.run(
            ["/bin/sh", self.project / "bin" / "uv", *arguments],
            env={"PATH": str(self.path), "HOME": str(self.home)},
            capture_output=True,
            text=True,
            timeout=30,
        )


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_it_takes_its_own_uv_before_the_one_on_path(machine):
    machine.has(machine.path / "uv", UV)
    machine.has(machine.project / ".uv" / "bin" / "uv", UV)
    python = machine.python(machine.path / "python3", 13)
    assert machine.uv("sync", "--frozen").stdout == (
        f"uv of .uv/bin/uv with UV_PYTHON={python} was asked: sync --frozen\n"
    )


def test_it_takes_the_uv_on_path(machine):
    machine.has(machine.path / "uv", UV)
    machine.python(machine.path / "python3", 12)
    assert f"uv of {machine.path / 'uv'}" in machine.uv("sync").stdout


def test_it_finds_the_python_behind_dead_shims(machine):
    machine.has(machine.path / "uv", UV)
    machine.has(machine.path / "python3", DEAD)
    machine.has(machine.path / "python3.13", DEAD)
    versions = machine.home / ".pyenv" / "versions"
    machine.python(versions / "3.9.18" / "bin" / "python3", 9)
    machine.python(versions / "3.12.9" / "bin" / "python3", 12)
    machine.python(versions / "3.13.0" / "bin" / "python3", 13)
    newest = machine.python(versions / "3.13.11" / "bin" / "python3", 13)
    assert f"UV_PYTHON={newest} " in machine.uv("sync").stdout


def test_it_keeps_the_python_of_the_environment(machine):
    machine.has(machine.path / "uv", UV)
    machine.python(machine.path / "python3", 13)
    machine.python(machine.project / ".venv" / "bin" / "python", 12)
    assert "UV_PYTHON=.venv/bin/python " in machine.uv("sync").stdout


def test_without_a_new_python_one_sentence_says_what_to_install(machine):
    machine.has(machine.path / "uv", UV)
    machine.python(machine.path / "python3", 11)
    done = machine.uv("sync")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("Muster needs Python 3.12 or newer")
    assert len(done.stderr.splitlines()) == 1


def test_without_uv_and_python_one_sentence_says_what_to_install(machine):
    machine.has(machine.path / "uv", "#!/bin/sh\necho 'unknown command' >&2\nexit 2\n")
    done = machine.uv("sync")
    assert done.returncode == 1
    assert done.stderr.startswith("No uv could be had: install Python 3.12 or newer")
