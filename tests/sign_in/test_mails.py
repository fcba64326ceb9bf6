"""What is mailed, how it is kept without a mail server, and the page that shows it."""

import re
from pathlib import Path

import allauth
import pytest
from django.core.mail import EmailMessage
from django.template.loader import get_template
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts import mail, mail_files
from accounts.models import Account
from tests.jobs import run_jobs

PACKAGE = Path(allauth.__file__).parent
# Mails of features that are off: signing up, codes instead of links, several addresses.
OFF = {
    "account_already_exists",
    "email_confirm",
    "email_confirmation_signup",
    "email_deleted",
    "login_code",
    "password_reset_code",
    "unknown_account",
}


@pytest.fixture
def folder(settings, tmp_path):
    settings.MAIL_DIRECTORY = tmp_path / "mail"
    settings.MAIL_TO_FILES, settings.EMBEDDED = True, True
    return tmp_path / "mail"


def keep(folder, body, subject="Hello", to="ben@acme.example"):
    backend = mail_files.EmailBackend(file_path=folder, alias="default")
    return backend.send_messages([EmailMessage(subject, body, "muster@acme.example", [to])])


def test_every_mail_of_allauth_has_our_words():
    theirs = PACKAGE.glob("templates/*/email/*_message.txt")
    names = {path.name.removesuffix("_message.txt") for path in theirs}
    names -= OFF | {"base"}
    assert len(names) >= 10
    for name in names:
        assert get_template(f"email/{name}.txt")


def test_a_mail_is_plain_text_and_waits_sealed(ben):
    account = Account.current()
    account.name = "Smith & <Sons>"
    account.save()
    mail.send("invitation", ben.username, person=ben, inviter="O'Hara\nX", url="u", days=2)
    job = ProcrastinateJob.objects.get(task_name="accounts.deliver")
    assert "Smith" not in str(job.args)
    assert run_jobs() == 1
    subject, body = mail.written("invitation", person=ben, inviter="O'Hara", url="u", days=2)
    assert subject == "O'Hara invites you to Smith & <Sons> on Muster"
    assert "Smith & <Sons>" in body


def test_mails_are_kept_one_a_file_for_the_servers_user_alone(folder):
    link = f"http://localhost:8000/{'x' * 80}/"
    keep(folder, f"First, für {link}")
    keep(folder, "Grüße\nSecond", subject="Über — alles")
    files = list(folder.iterdir())
    assert [oct(file.stat().st_mode & 0o777) for file in files] == ["0o600"] * 2
    assert link in min(files).read_text()
    newest = next(mail_files.newest(200))
    assert (newest.subject, newest.to) == ("Über — alles", "ben@acme.example")
    assert newest.body.strip() == "Grüße\nSecond"
    (folder / "20260101T000000000000-zzzz.eml").write_text("not ours")
    assert len(list(mail_files.newest(200))) == 2
    assert len(list(mail_files.newest(1))) == 1


def test_the_page_shows_them_with_links_to_here_alone(folder, settings, olive, as_user):
    settings.PUBLIC_URL = "http://localhost:8000"
    keep(
        folder,
        "<script>x</script> http://localhost:8000/invitation/abc-_1/ "
        "http://localhost:8000.evil.example/ http://localhost:80001/ https://evil.example/",
    )
    page = as_user(olive).get("/settings/mail/").content.decode()
    shown = re.search(r'<pre class="mail-text">(.*?)</pre>', page, re.S)[1]
    assert "&lt;script&gt;" in shown
    address = "http://localhost:8000/invitation/abc-_1/"
    assert re.findall(r'<a href="(.*?)">', shown) == [address]


def test_the_page_is_not_there_with_a_mail_server(settings, olive, as_user):
    settings.MAIL_TO_FILES = False
    assert as_user(olive).get("/settings/mail/").status_code == 404


def test_the_signed_out_are_told_where_mail_goes(client, folder, ben):
    for path in ("/account/login/", "/account/password/reset/"):
        assert str(folder) in client.get(path).content.decode()


def test_the_signed_out_are_not_told_where_there_is_a_mail_server(client, settings, ben):
    settings.MAIL_TO_FILES = False
    assert "no mail server" not in client.get("/account/login/").content.decode()


# Pages of features that are off, or layouts that our pages don't extend.
UNUSED = re.compile(r"/base|phone|_code\.html|passkey|signup_form|/email\.html|email_change|trust")


def test_no_page_of_allauth_is_left_unstyled():
    ours = Path(__file__).parents[2] / "templates"
    for app in ("account", "mfa", "socialaccount"):
        for path in (PACKAGE / "templates" / app).rglob("*.html"):
            name = str(path.relative_to(PACKAGE / "templates"))
            if UNUSED.search(name) or "snippets" in name or "login_redirect" in name:
                continue
            assert (ours / name).exists(), name
