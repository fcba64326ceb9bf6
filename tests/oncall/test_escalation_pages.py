"""Escalations by the door: the list, the page, the form with its rows, deleting."""

import pytest

from accounts.models import AuditEntry
from oncall.actions.escalations import Step
from oncall.models import Escalation
from tests.asking import HTMX, queries_of
from tests.make import make_escalation, make_rule, make_team, make_user

pytestmark = pytest.mark.django_db
LIST, NEW = "/on-call/escalations/", "/on-call/escalations/new/"
CALM = {"name": "Nights", "team": "Payments", "description": ""}


def row(number: int, whom: str, recipient: str, minutes: object = 0) -> dict[str, object]:
    """What the form sends for one step."""
    values = {
        "whom": whom,
        "recipient": recipient,
        "delay_minutes": minutes,
        "condition": "if-not-acked",
    }
    return {f"step-{number}-{name}": value for name, value in values.items()}


FAULTS = [
    ({"name": ""}, "This field is required"),
    ({"name": "PAYMENTS_ESCALATION"}, "There is an escalation of this name already."),
    ({"team": "Nobody"}, "There is no team “Nobody”."),
    ({"team": "Fraud"}, "You don’t administer Fraud."),
    ({"team": ""}, "This field is required"),
    ({"closes_alert": "on"}, "Say after how many minutes it begins again."),
    ({"repeat_after_minutes": "0"}, "greater than or equal to 1"),
    ({"repeat_after_minutes": "5", "repeat_count": "21"}, "less than or equal to 20"),
    (row(0, "user:default", "none@acme.example"), "Nobody here has the e-mail"),
    (row(0, "schedule:next", "Payments"), "There is no schedule “Payments”."),
    (row(0, "team:all", "Payments_schedule"), "There is no team “Payments_schedule”."),
    (row(0, "team:all", "Payments", 1441), "less than or equal to 1440"),
    (row(0, "team:all", "Payments", -1), "greater than or equal to 0"),
    (row(0, "schedule:all", "Payments_schedule"), "Select a valid choice"),
    (row(0, "team:all", ""), "This field is required"),
]


def rows_of(response) -> list[tuple[object, object]]:
    """Minutes and recipient of each row that a form shows."""
    rows = response.context["form"].rows
    return [(one["delay_minutes"].value(), one["recipient"].value()) for one in rows]


def test_a_team_admin_makes_one(tom, payments, as_user):
    data = CALM | {"repeat_after_minutes": "10", "repeat_count": "3", "closes_alert": "on"}
    data |= row(0, "team:admins", "payments", 10)
    data |= row(4, "schedule:default", "PAYMENTS_schedule") | row(7, "user:default", tom.username)
    response = as_user(tom).post(NEW, data)
    made = Escalation.objects.get(name="Nights")
    assert response["Location"] == made.get_absolute_url()
    assert [(one.position, str(one)) for one in made.rules.all()] == [
        (0, "Payments_schedule after 0 min"),
        (1, "Tom Teamadmin <tom@acme.example> after 0 min"),
        (2, "Payments after 10 min"),
    ]
    assert (made.repeat_after_minutes, made.repeat_count, made.closes_alert) == (10, 3, True)
    entry = AuditEntry.objects.get(verb="escalation.created")
    assert (entry.actor_name, entry.team_id) == ("Tom Teamadmin", payments.pk)


def test_what_is_wrong_is_said_at_its_field(tom, payments, as_user):
    make_team("Fraud", members=[tom])
    client = as_user(tom)
    for data, words in FAULTS:
        response = client.post(NEW, CALM | row(0, "team:all", "Payments") | data)
        assert response.status_code == 422, words
        assert words in response.content.decode(), words
    assert not Escalation.objects.filter(name="Nights").exists()


def test_more_than_fifty_steps_are_refused(tom, payments, as_user):
    data = dict(CALM)
    for number in range(51):
        data |= row(number, "team:all", "Payments")
    response = as_user(tom).post(NEW, data)
    assert response.status_code == 422
    assert "50 steps at most" in response.content.decode()


def test_buttons_add_and_remove_rows_without_saving(tom, payments, as_user):
    data = CALM | row(0, "team:all", "Pay", "x") | row(1, "user:default", "ben", 5) | {"do": "add"}
    response = as_user(tom).post(NEW, data)
    assert response.status_code == 200
    assert rows_of(response) == [("x", "Pay"), ("5", "ben"), (10, None)]
    assert "There is no team" not in response.content.decode()

    response = as_user(tom).post(NEW, data | {"do": "remove-0"}, headers=HTMX)
    assert rows_of(response) == [("5", "ben")]
    assert (
        response.content.decode().strip().startswith('<div class="card-body form-stack" id="steps"')
    )
    assert Escalation.objects.count() == 1


def test_the_summary_follows_what_is_typed(tom, payments, as_user):
    payments.schedules.update(is_enabled=False)
    data = CALM | row(0, "schedule:default", "Payments_schedule", 5) | row(1, "team:all", "Pa")
    response = as_user(tom).post(NEW, data | {"do": "look"}, headers=HTMX)
    html = response.content.decode()
    assert html.strip().startswith("<ol")
    assert "After 5 min" in html
    assert "Nobody is told during the first 5 min." in html
    assert "Payments_schedule is disabled" in html
    assert html.count("<li>") == 1


def test_changing_steps_is_logged_in_words_and_doing_nothing_is_not(tom, ben, payments, as_user):
    escalation = make_escalation(payments, Step(ben), name="Nights")
    url = f"{escalation.get_absolute_url()}edit/"
    same = CALM | row(0, "user:default", ben.username)
    assert rows_of(as_user(tom).get(url)) == [(0, ben.username)]
    assert as_user(tom).post(url, same).status_code == 302
    assert not AuditEntry.objects.filter(verb="escalation.updated").exists()

    as_user(tom).post(url, same | row(1, "team:all", "Payments", 5) | {"description": "Dark"})
    assert AuditEntry.objects.get(verb="escalation.updated").changes == {
        "description": ["", "Dark"],
        "steps": [
            "At once, if not acknowledged, tell Ben Member",
            "At once, if not acknowledged, tell Ben Member; "
            "After 5 min, if not acknowledged, tell everybody of Payments",
        ],
    }


def test_what_a_step_names_already_may_stay(tom, ben, payments, as_user):
    escalation = make_escalation(payments, Step(ben), name="Nights")
    ben.is_blocked = True
    ben.save()
    page = as_user(tom).get(escalation.get_absolute_url()).content.decode()
    assert "Ben Member is blocked and is told nothing." in page
    url = f"{escalation.get_absolute_url()}edit/"
    assert as_user(tom).post(url, CALM | row(0, "user:default", ben.username)).status_code == 302
    response = as_user(tom).post(NEW, CALM | row(0, "user:default", ben.username))
    assert "Nobody here has the e-mail" in response.content.decode()


def test_the_page_says_what_happens(ben, payments, as_user):
    html = as_user(ben).get(payments.escalations.get().get_absolute_url()).content.decode()
    for words in ("At once", "whoever is on call in", "After 5 min", "everybody of"):
        assert words in html
    assert "Now: " in html
    assert "Routing rule Default Routing Rule of Payments" in html
    assert "Edit escalation" not in html


def test_rules_of_teams_one_does_not_see_are_only_counted(ben, olive, payments, as_user):
    shown = payments.escalations.get()
    make_rule(make_team("Secret"), "Leaked", "message contains db", notify=shown)
    text = as_user(ben).get(shown.get_absolute_url()).content.decode()
    assert "Leaked" not in text
    assert "Secret" not in text
    assert "and rules of 1 other team<" in text
    assert (
        "Routing rule Leaked of Secret"
        in as_user(olive).get(shown.get_absolute_url()).content.decode()
    )


def test_one_without_steps_says_so(tom, payments, as_user):
    html = as_user(tom).get(make_escalation(payments).get_absolute_url()).content.decode()
    assert "It has no steps: an alert that comes here reaches nobody." in html


def test_an_unused_one_is_deleted_a_used_one_not(tom, payments, as_user):
    used = payments.escalations.get()
    for escalation, goes in ((make_escalation(payments), True), (used, False)):
        url = f"{escalation.get_absolute_url()}delete/"
        html = as_user(tom).get(url).content.decode()
        assert ("Delete escalation</button>" in html) == goes
        assert ("Routing rule Default Routing Rule of Payments" in html) != goes
        assert as_user(tom).post(url).status_code == (302 if goes else 422)
        assert Escalation.objects.filter(pk=escalation.pk).exists() != goes


def test_the_list_is_searched_by_name_and_team(olive, payments, as_user):
    make_escalation(payments, name="Nights")
    make_escalation(None, name="Disasters")
    for text, found in (("night", 1), ("payments", 2), ("payments night", 1), ("zzz", 0), ("", 3)):
        response = as_user(olive).get(LIST, {"q": text})
        assert len(response.context["page"].rows) == found


def test_who_sees_only_their_own_team_sees_its_escalations(payments, as_user):
    watcher = make_user("Sam Stakeholder", role="stakeholder")
    make_escalation(None, name="Disasters")
    assert as_user(watcher).get(LIST).context["page"].rows == []
    assert as_user(watcher).get(payments.escalations.get().get_absolute_url()).status_code == 404


def test_suggestions_are_of_the_kind_that_the_row_says(tom, ben, payments, as_user):
    ask = f"{LIST}suggestions/"
    for whom, typed, found in (
        ("user:default", "memb", "ben@acme.example"),
        ("schedule:next", "paym", "Payments_schedule"),
        ("team:all", "paym", "Payments"),
    ):
        data = {"step-3-whom": whom, "step-3-recipient": typed}
        html = as_user(tom).get(ask, data).content.decode()
        assert f'data-value="{found}"' in html
        assert html.count("<li") == 1


def test_pages_make_as_many_queries_for_many(olive, tom, payments, as_user):
    one = make_escalation(payments, Step(tom), Step(payments), Step(payments, notify_type="all"))
    urls = (LIST, one.get_absolute_url(), f"{one.get_absolute_url()}edit/")
    few = [queries_of(as_user(olive), url) for url in urls]
    for number in range(12):
        team = make_team(members=[make_user()])
        steps = [Step(team), Step(team.schedules.get()), Step(make_user())]
        make_escalation(team, *steps, name=f"More {number}")
    steps = [Step(make_user()) for _ in range(10)]
    many = make_escalation(payments, *steps, Step(payments), Step(team, notify_type="all"))
    urls = (LIST, many.get_absolute_url(), f"{many.get_absolute_url()}edit/")
    assert [queries_of(as_user(olive), url) for url in urls] == few
    assert max(few) <= 16
