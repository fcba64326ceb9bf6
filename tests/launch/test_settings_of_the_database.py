"""What DATABASE_URL and MUSTER_DATA say about the database; nothing is started for it."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import database


def test_without_a_url_it_is_the_embedded_one(tmp_path):
    found = database.settings("", tmp_path)
    assert found["HOST"] == str(tmp_path / "postgres" / "socket")
    assert found["CONN_MAX_AGE"] == 600
    assert found["CONN_HEALTH_CHECKS"] is True
    assert found["OPTIONS"]["server_side_binding"] is True
    assert found["OPTIONS"]["prepare_threshold"] == 1
    assert list(tmp_path.iterdir()) == []


def test_a_url_is_taken_whole():
    url = "postgres://m%40n:p%2Fw@db.example:6543/muster?sslmode=require&connect_timeout=3"
    found = database.settings(url, Path("/nowhere"))
    assert (found["USER"], found["PASSWORD"]) == ("m@n", "p/w")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", 6543, "muster")
    assert found["OPTIONS"]["sslmode"] == "require"
    assert str(found["OPTIONS"]["connect_timeout"]) == "3"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://a:secret@b/c", "must begin with postgres://"),
        ("postgres://a:secret@b:5432/", "names no database"),
        ("postgres://a:secret@b:port/c", "cannot be read"),
    ],
)
def test_a_wrong_url_is_refused_in_words(url, said):
    with pytest.raises(ImproperlyConfigured, match=said) as problem:
        database.settings(url, Path("/nowhere"))
    assert "secret" not in str(problem.value)
