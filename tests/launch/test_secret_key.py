"""An installation without SECRET_KEY makes one and keeps it."""

from concurrent.futures import ThreadPoolExecutor

from config.secret import key_kept_in


def test_it_is_made_once_and_only_its_owner_may_read_it(tmp_path):
    data = tmp_path / "var"
    key = key_kept_in(data)
    assert len(key) >= 50
    assert key_kept_in(data) == key
    assert (data / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in data.iterdir()] == ["secret_key"]


def test_several_starts_at_once_agree(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(key_kept_in, [tmp_path] * 8))) == 1
