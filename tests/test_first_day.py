"""The first day, in real browsers: the owner invites somebody, who becomes a team's admin."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from accounts.models import User
from teams.models import Team
from tests.sign_in.mails import link_in, mail_to

PASSWORD = "night-shift-and-coffee"


def sign_in(page: Page, username: str, password: str) -> None:
    page.get_by_label("E-mail").fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.django_db(transaction=True)
def test_the_owner_invites_somebody_who_runs_a_team_and_sees_only_that(open_page):
    call_command("demo", verbosity=0)

    olive = open_page("/")
    sign_in(olive, "olive@acme.example", "muster-demo")
    expect(olive.locator("#main h1")).to_have_text("Alerts")

    olive.get_by_role("link", name="People", exact=True).click()
    olive.get_by_role("link", name="Invite people").click()
    olive.get_by_label("E-mails").fill("Nina Night <nina@acme.example>")
    olive.get_by_role("button", name="Send invitations").click()
    expect(olive.get_by_role("status")).to_contain_text("nina@acme.example")

    nina_of_the_list = f"/people/{User.objects.get(username='nina@acme.example').pk}/"
    olive.goto(nina_of_the_list)
    olive.get_by_label("More for Nina Night").click()
    olive.get_by_role("link", name="Change role").click()
    dialog = olive.get_by_role("dialog")
    dialog.get_by_label("Role").select_option("Observer")
    dialog.get_by_role("button", name="Change role").click()
    expect(olive.get_by_role("status")).to_contain_text("has the role Observer now")

    olive.get_by_role("link", name="Teams", exact=True).first.click()
    olive.get_by_role("link", name="Create team").click()
    olive.get_by_role("dialog").get_by_label("Name").fill("Night")
    olive.get_by_role("dialog").get_by_role("button", name="Create team").click()
    expect(olive.locator("#main h1")).to_have_text("Night")
    olive.get_by_role("link", name=re.compile("^Members")).click()
    olive.get_by_role("combobox").fill("nin")
    olive.get_by_role("option", name=re.compile("Nina Night")).click()
    olive.get_by_label("Team admin", exact=True).check(force=True)
    olive.get_by_role("button", name="Add member").click()
    expect(olive.get_by_role("switch", name="Nina Night is team admin")).to_be_checked()

    nina = open_page(link_in(mail_to("nina@acme.example")))
    expect(nina).not_to_have_url(re.compile("/invitation/.{20,}"))
    nina.get_by_label("Password").fill(PASSWORD)
    nina.get_by_role("button", name="Accept invitation").click()
    expect(nina.locator("#main h1")).to_have_text("Alerts")
    places = nina.get_by_role("navigation", name="Main").get_by_role("link")
    expect(places).to_have_text(["Alerts", "Teams", "On-call", "Reports"])
    places.get_by_text("Teams").click()
    expect(nina.locator("tbody tr")).to_have_count(1)

    nina.get_by_role("link", name="Night", exact=True).click()
    nina.get_by_role("link", name=re.compile("^Members")).click()
    expect(nina.get_by_role("button", name="Add member")).to_be_visible()
    assert nina.goto("/people/").status == 403
    payments = Team.objects.get(name="Payments")
    assert nina.goto(payments.get_absolute_url()).status == 404
