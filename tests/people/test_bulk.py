"""What is done with many people at once: each as if alone, all in one go, the skipped named."""

import threading
from uuid import uuid4

import pytest
from django.db import connection

from accounts.actions.people import Role, block, change_role
from accounts.actions.people_bulk import for_each
from accounts.actions.roles import create_role
from accounts.actors import Actor
from accounts.models import AuditEntry, User
from tests.asking import HTMX
from tests.jobs import run_jobs
from tests.make import SYSTEM, make_user


@pytest.fixture
def bulk(as_user, ada):
    client = as_user(ada)

    def send(action, people, terms="", **more):
        data = {"action": action, "chosen": [str(person.pk) for person in people], **more}
        answer = client.post(f"/people/bulk/{terms}", data)
        return answer, [str(message) for message in client.get("/people/").context["messages"]]

    return send


def test_it_blocks_and_names_who_was_skipped(bulk, ada, ben, eve, olive):
    block(eve, by=SYSTEM)
    answer, messages = bulk("block", [ben, eve, olive, ada], confirmed="yes")
    assert answer.status_code == 302
    assert set(User.objects.filter(is_blocked=True)) == {ben, eve}
    assert messages[1] == "Blocked 1 person."
    assert messages[0].startswith("Skipped 3 people. ")
    assert "Olive Owner: Only an owner may manage owners." in messages[0]
    assert "Ada Admin: You can't block yourself." in messages[0]
    assert "Eve Stranger: Blocked already." in messages[0]
    assert AuditEntry.objects.filter(verb="person.blocked", target_id=ben.pk).count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_before_it_blocks_it_asks_and_names_whom(method, as_user, ada, ben, eve):
    more = [make_user(f"More {n}", username=f"more{n}@acme.example") for n in range(7)]
    chosen = [person.pk for person in (eve, ben, *more)]
    sent = {"action": "block", "chosen": chosen, "q": "more"}
    page = getattr(as_user(ada), method)("/people/bulk/?q=more", sent, headers=HTMX)
    words = " ".join(page.content.decode().split())
    assert page.status_code == 200
    assert words.startswith('<div class="dialog">')
    assert "Block 9 people?" in words
    assert "<b>Ben Member</b>, <b>Eve Stranger</b>, <b>More 0</b>" in words
    assert "<b>More 5</b> and 1 more" in words
    assert words.count('name="chosen"') == 9
    assert 'action="/people/bulk/?q=more"' in words
    assert not User.objects.filter(is_blocked=True).exists()


def test_only_a_post_unblocks_or_resends(as_user, ada, ben):
    block(ben, by=SYSTEM)
    for action in ("unblock", "resend"):
        as_user(ada).get("/people/bulk/", {"action": action, "chosen": [ben.pk]})
    ben.refresh_from_db()
    assert ben.is_blocked
    assert run_jobs() == 0


def test_it_unblocks(bulk, ben, eve):
    block(eve, by=SYSTEM)
    _, messages = bulk("unblock", [ben, eve])
    assert not User.objects.filter(is_blocked=True).exists()
    assert messages == ["Skipped 1 person. Ben Member: Not blocked.", "Unblocked 1 person."]


def test_it_resends_to_those_who_are_not_verified(bulk, ben):
    dana = make_user("Dana Diaz", verified=False)
    _, messages = bulk("resend", [ben, dana])
    assert messages[1] == "Sent 1 person another verification e-mail."
    assert "Ben Member is verified already." in messages[0]
    assert run_jobs() == 1


def test_it_asks_for_the_role_and_gives_it(bulk, as_user, ada, ben, eve):
    role = create_role("Night operator", by=SYSTEM)
    asked, _ = bulk("role", [ben, eve])
    assert asked.status_code == 200
    assert "Change the role of 2 people" in asked.content.decode()
    dialog = as_user(ada).get("/people/bulk/", {"chosen": [ben.pk, eve.pk]}, headers=HTMX)
    assert dialog.content.decode().lstrip().startswith('<div class="dialog">')
    _, messages = bulk("role", [ben, eve], role=str(role.pk))
    assert messages == ["Gave 2 people the role Night operator."]
    assert set(User.objects.filter(custom_role=role)) == {ben, eve}


def test_a_role_may_have_braces_in_its_name(bulk, ben):
    role = create_role("Night {ops} {0}", by=SYSTEM)
    _, messages = bulk("role", [ben], role=str(role.pk))
    assert messages == ["Gave 1 person the role Night {ops} {0}."]


def test_an_admin_gives_nobody_the_role_of_owner(bulk, ben):
    answer, _ = bulk("role", [ben], role="owner")
    assert answer.status_code == 422
    ben.refresh_from_db()
    assert ben.role == "user"


def test_the_last_owner_stays_one(as_user, olive, ben):
    client = as_user(olive)
    data = {"action": "role", "role": "user", "chosen": [olive.pk, ben.pk]}
    client.post("/people/bulk/", data)
    olive.refresh_from_db()
    assert olive.is_owner


def test_it_reaches_everybody_who_matches(bulk, ben, eve, tom):
    terms = "?q=role:user+-ben&sort=-name"
    answer, _ = bulk("block", [], terms, all="1", confirmed="yes")
    assert answer["Location"] == "/people/?q=role%3Auser+-ben&sort=-name"
    assert list(User.objects.filter(is_blocked=True)) == [ben]


def test_everybody_who_matches_can_join_a_team(as_user, ada, ben, eve, tom):
    data = {"all": "1", "chosen": [ben.pk], "role": "user"}
    page = as_user(ada).post("/teams/add-people/?q=role:user", data)
    people = page.context["people"]
    assert [person.full_name for person in people] == [
        "Ben Member",
        "Eve Stranger",
        "Tom Teamadmin",
    ]


@pytest.mark.parametrize("chosen", [[], ["nonsense"], ["\0"], ["../../etc"]])
def test_who_chose_nobody_is_told(as_user, ada, chosen):
    client = as_user(ada)
    client.post("/people/bulk/", {"action": "block", "chosen": chosen})
    message = next(iter(client.get("/people/").context["messages"]))
    assert str(message).startswith("Choose people")


def test_forged_ids_and_actions_change_nothing(bulk, ben):
    class Nobody:
        pk = uuid4()

    _, messages = bulk("block", [Nobody], confirmed="yes")
    assert messages[0].startswith("Choose people")
    _, messages = bulk("promote", [ben])
    assert messages[0].startswith("Choose people")
    assert not User.objects.filter(is_blocked=True).exists()


def test_an_error_undoes_everything(ben, eve):
    def act(person):
        block(person, by=SYSTEM)
        if person == max((ben, eve), key=lambda one: one.pk):
            raise RuntimeError

    with pytest.raises(RuntimeError):
        for_each([ben.pk, eve.pk], act)
    assert not User.objects.filter(is_blocked=True).exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_wait_for_each_other():
    owners = [make_user(name, role="owner") for name in ("Olive", "Oscar", "Orla")]
    start, problems = threading.Barrier(2), []

    def demote(by, others):
        actor = Actor.of_user(User.objects.get(pk=by.pk))
        start.wait()
        try:
            for_each(
                [person.pk for person in others],
                lambda person: change_role(person, role=Role("user"), by=actor),
            )
        except Exception as problem:  # a deadlock would be one
            problems.append(problem)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=demote, args=(owners[0], owners[1:])),
        threading.Thread(target=demote, args=(owners[1], [owners[2], owners[0]])),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert User.objects.owners().count() == 1
