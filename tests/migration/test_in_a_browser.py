"""The whole story of a practice move in real browsers; without script, by keyboard, by axe."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.actors import Actor
from accounts.models import User
from migration.actions import course, wizard
from migration.models import UserMove
from tests.axe import assert_accessible, assert_good_looking, assert_looks_good_twice
from tests.jobs import run_jobs
from tests.make import make_user
from tests.sign_in.mails import link_in, mails_to

pytestmark = pytest.mark.django_db(transaction=True)

HERE = "/settings/general/migration/"
STATUS = f"{HERE}status/"


def row(page: Page, name: str):
    """Somebody's row of the status page."""
    return page.get_by_role("row").filter(has=page.get_by_role("link", name=name, exact=True))


def confirmed_by_mail(open_page, person: User) -> None:
    """Open the newest practice invitation of somebody, and confirm."""
    mails = [mail for mail in mails_to(person.username) if "you are invited" in mail.subject]
    path = re.search(r"(/practice/join/\S+)", mails[-1].body)[1]
    page = open_page(path)
    expect(page.get_by_text("Practice: nothing is sent to Atlassian.")).to_be_visible()
    page.get_by_role("button", name="Confirm account").click()
    expect(page.get_by_role("heading", name="Your practice account is confirmed")).to_be_visible()
    run_jobs()


def begun_by(olive: User):
    """A move to a new practice site, before it starts."""
    by = Actor.of_user(olive)
    found = wizard.begin("practice", by=by)
    names = {"first_name": "Olive", "last_name": "Owner"}
    wizard.create_site(found, "acme-oncall", version=found.version, by=by, **names)
    return found


def started_by(olive: User) -> None:
    """The same, started."""
    found = begun_by(olive)
    course.start(found, version=found.version, by=Actor.of_user(olive))


def test_from_the_banner_to_the_owners_mail(open_as, open_page):
    olive, ben = make_user("Olive Owner", role="owner"), make_user("Ben Member")
    una = make_user("Una Late", verified=False)
    page = open_as(olive, "/people/")
    banner = page.get_by_role("region", name="Migration")
    expect(banner).to_contain_text("to an Atlassian site.")
    banner.get_by_role("link", name="Start migration").click()

    expect(page.get_by_text("1 e-mail not verified")).to_be_visible()
    page.get_by_role("button", name="Resend verification to them").click()
    expect(page.get_by_text("Sent 1 person another verification e-mail.")).to_be_visible()
    page.get_by_role("radio", name="Practice").check()
    page.get_by_role("button", name="Pick a site").click()
    page.get_by_role("link", name="Sign up for practice").click()
    page.get_by_role("button", name="Create practice account").click()

    expect(page.get_by_text("You are not a site admin.")).to_be_visible()
    page.get_by_label("Site name").press_sequentially("muster")
    expect(page.get_by_text("The name muster is taken.")).to_be_visible()
    expect(page.get_by_role("radio", name="Create a new site")).to_be_checked()
    page.get_by_label("Site name").fill("acme-oncall")
    expect(page.get_by_text("acme-oncall is free.")).to_be_visible()
    page.get_by_role("button", name="Review migration").click()
    expect(page.get_by_text("2 people are invited to acme-oncall")).to_be_visible()
    page.get_by_role("button", name="Migrate 3 people").click()

    expect(page.locator("#main h1")).to_have_text("Migration to acme-oncall")
    expect(row(page, "Ben Member")).to_contain_text("Waiting")
    page.evaluate("window.isTheSamePage = true")
    search = page.get_by_role("searchbox", name="Search people")
    search.fill("acme")
    expect(page).to_have_url(re.compile("q=acme"))
    run_jobs()
    expect(row(page, "Ben Member")).to_contain_text("Invited")
    expect(row(page, "Una Late")).to_contain_text("E-mail unverified")

    confirmed_by_mail(open_page, ben)
    expect(row(page, "Ben Member")).to_contain_text("Connected")
    expect(page.get_by_role("heading", name="2 of 3 connected")).to_be_visible()
    expect(search).to_have_value("acme")
    expect(search).to_be_focused()

    verify = next(one for one in mails_to(una.username) if "/confirm-email/" in one.body)
    tab = open_page(link_in(verify))
    tab.get_by_role("button", name="Verify e-mail").click()
    tab.wait_for_url(re.compile("^((?!confirm-email).)*$"))
    run_jobs()
    expect(row(page, "Una Late")).to_contain_text("Invited")
    confirmed_by_mail(open_page, una)
    expect(row(page, "Una Late")).to_contain_text("Connected")
    expect(page.get_by_text("Complete since")).to_be_visible()
    assert page.evaluate("window.isTheSamePage")
    assert "is complete" in mails_to(olive.username)[-1].subject
    page.goto("/people/")
    expect(banner).to_contain_text("The migration to acme-oncall is complete.")
    page.reload()
    expect(banner).to_have_count(0)


def test_all_of_it_works_without_script(open_as):
    olive, ben = make_user("Olive Owner", role="owner"), make_user("Ben Member")
    page = open_as(olive, HERE, java_script_enabled=False)
    page.get_by_role("radio", name="Practice").check()
    page.get_by_role("button", name="Pick a site").click()
    page.get_by_role("link", name="Sign up for practice").click()
    page.get_by_role("button", name="Create practice account").click()
    expect(page.get_by_role("radio", name=re.compile("^muster-labs"))).to_be_disabled()
    page.get_by_role("radio", name="muster Jira, Confluence").check()
    page.get_by_role("button", name="Review migration").click()
    page.get_by_role("button", name="Migrate 2 people").click()
    run_jobs()
    page.get_by_label("Status", exact=True).select_option("Invited")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(row(page, "Olive Owner")).to_have_count(0)
    row(page, "Ben Member").get_by_role("button", name="Invite again Ben Member").click()
    expect(page.get_by_text("Inviting 1 person again.")).to_be_visible()
    row(page, "Ben Member").locator("summary").click()
    page.get_by_role("link", name="Leave out…").click()
    page.get_by_role("button", name="Leave out").click()
    expect(page.get_by_text("Say why, so that others know later.")).to_be_visible()
    page.get_by_label("Reason").fill("On leave")
    page.get_by_role("button", name="Leave out").click()
    expect(page.get_by_text("Ben Member is left out.")).to_be_visible()
    assert UserMove.objects.get(user=ben).reason == "On leave"
    run_jobs()  # olive is there, ben is left out: that is all
    page.goto("/people/")
    expect(page.get_by_role("region", name="Migration")).to_contain_text("muster is complete")
    page.get_by_role("link", name="Show status").click()
    expect(page.get_by_text("Complete since")).to_be_visible()


def test_what_is_done_on_the_status_page_by_keyboard(open_as):
    olive, ben = make_user("Olive Owner", role="owner"), make_user("Ben Member")
    started_by(olive)
    run_jobs()
    page = open_as(olive, STATUS)
    UserMove.objects.filter(user=ben).update(status="failed", reason="No licence left")
    retry = row(page, "Ben Member").get_by_role("button", name="Retry Ben Member")
    retry.wait_for()
    retry.focus()
    UserMove.objects.filter(user=ben).update(reason="No seat left")
    expect(row(page, "Ben Member")).to_contain_text("No seat left")
    expect(retry).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Trying 1 person again.")).to_be_visible()
    cancel = page.get_by_role("link", name="Cancel migration…")
    cancel.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Cancel the migration to acme-oncall?")
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(cancel).to_be_focused()


def test_it_looks_good_on_every_screen(open_as):
    olive = make_user("Olive Owner", role="owner")
    make_user("Noc", username="noc@acme.example")
    make_user("Una Late", verified=False)
    page = open_as(olive, HERE)
    assert_looks_good_twice(page)
    assert_good_looking(page, ["/settings/general/", f"{HERE}connection/"])
    found = begun_by(olive)
    assert_good_looking(page, [f"{HERE}before/", f"{HERE}site/", f"{HERE}review/"])
    course.start(found, version=found.version, by=Actor.of_user(olive))
    run_jobs()
    for status, person in zip(UserMove.Status.values, make_crowd(found), strict=True):
        reason = "User is managed by another organization" if status in ("failed",) else "List"
        UserMove.objects.create(
            migration=found, user=person, email=person.username, status=status, reason=reason
        )
    assert_good_looking(page, [STATUS, f"{HERE}cancel/", "/profile/", "/people/?verified=no"])


def make_crowd(found) -> list[User]:
    """Somebody for each status."""
    return [make_user(f"{label} Person") for label in UserMove.Status.labels]
