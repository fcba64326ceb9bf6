"""What a browser or a proxy may keep of a page: nothing of secrets, nothing shared of people."""

import pytest


@pytest.mark.parametrize("url", ["/account/2fa/", "/account/2fa/totp/activate/", "/account/email/"])
def test_pages_with_secrets_are_kept_nowhere(url, ben, as_user):
    assert "no-store" in as_user(ben).get(url)["Cache-Control"]


@pytest.mark.parametrize("url", ["/people/", "/people/export/", "/settings/", "/nowhere/"])
def test_no_proxy_keeps_what_one_person_saw(url, olive, as_user):
    kept = as_user(olive).get(url)["Cache-Control"]
    assert "private" in kept
    assert "no-cache" in kept


def test_every_answer_says_what_may_run_and_frame_it(olive, as_user):
    for url in ("/people/", "/nowhere/", "/people/export/", "/healthz", "/account/login/"):
        answer = as_user(olive).get(url)
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
