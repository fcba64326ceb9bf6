"""Many alerts at once: they are kept together, and none is lost, doubled or spoilt by another."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any
from uuid import uuid4

import pytest
from django.db import DataError, connection, connections
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.actions.keys import create_key, revoke_key
from accounts.keys import actor_of_key, look_up
from alerts import intake, keeping
from alerts.gathering import Gathering
from alerts.intake import KeyHasChanged, take_in
from alerts.limits import Named, NewAlert
from alerts.models import Alert, AlertLog, AlertRequest, Route
from routing import engine
from routing.actions.rules import add_rule
from tests.make import SYSTEM, make_team

NOW = timezone.now()


def together(*todo: Callable[[], Any]) -> list[Any]:
    """Do all of these at the same time; return what each gave, or its exception."""
    start = Barrier(len(todo))

    def one(do: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return do()
        except Exception as problem:
            return problem
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(todo)) as threads:
        return list(threads.map(one, todo))


def batch(*news: NewAlert) -> list[dict[str, Any]]:
    """Alerts as they are kept."""
    return [intake.values_of(new, by=SYSTEM, now=NOW, request_id=uuid4()) for new in news]


@pytest.mark.django_db(transaction=True)
def test_many_threads_keep_each_alert_once(monkeypatch):
    compiled, compile_rows = [], engine.compile_rows
    monkeypatch.setattr(
        engine, "compile_rows", lambda *of: compiled.append(of) or compile_rows(*of)
    )
    team = make_team("Payments")
    by = actor_of_key(str(create_key("Busy", team=team, by=SYSTEM).secret), now=NOW)
    sent = [NewAlert("db", alias=f"alias {n % 20}", note=f"{n}") for n in range(60)]
    orders = [lambda new=new: take_in(new, by=by, now=timezone.now()) for new in sent]
    took = [one for some in (orders[:30], orders[30:]) for one in together(*some)]
    assert len(compiled) == 1
    assert sum(one.is_new for one in took) == 20
    assert Alert.objects.count() == Route.objects.count() == ProcrastinateJob.objects.count() == 20
    assert sorted(Alert.objects.values_list("count", flat=True)) == [3] * 20
    assert len(set(Alert.objects.values_list("tiny_id", flat=True))) == 20
    assert AlertRequest.objects.filter(status="Created alert").count() == 20
    assert AlertRequest.objects.count() == AlertLog.objects.filter(verb="noted").count() == 60
    for new, one in zip(sent, took, strict=True):
        assert AlertRequest.objects.get(pk=one.request_id).alias == new.alias
        assert AlertLog.objects.get(details__note=new.note).alert_id == one.alert_id


def test_one_statement_keeps_new_ones_and_repeats(db, django_assert_num_queries):
    named = (Named("team", name=make_team("Remembered by none").name),)
    news = [NewAlert("db", alias=alias, responders=named) for alias in "cab"]
    (first,) = keeping.keep(batch(news[0]))
    with django_assert_num_queries(1):
        again, *others = keeping.keep(batch(*news))
    assert (again.id, again.tiny_id, again.is_new) == (first.id, first.tiny_id, False)
    assert [Alert.objects.get(pk=one.id).alias for one in others] == ["a", "b"]
    assert all(one.is_new for one in others)
    assert ProcrastinateJob.objects.count() == Route.objects.count() == 3


def test_the_same_alias_of_two_teams_is_kept_in_one_batch(payments):
    values = batch(NewAlert("ours", alias="ledger"), NewAlert("theirs", alias="ledger"))
    values[0]["scope"] = payments.pk
    for _ in range(2):
        keeping.keep(values)
        values = [one | {"id": f"{n}" * 32} for n, one in enumerate(values)]
    assert sorted(Alert.objects.values_list("message", "count")) == [("ours", 2), ("theirs", 2)]


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_kept_spoils_no_other():
    values = batch(NewAlert("good"), NewAlert("bad"), NewAlert("good too"))
    values[1]["priority"] = 10**6
    good, bad, good_too = keeping.keep_each(values)
    assert isinstance(bad, DataError)
    assert {good.id, good_too.id} == set(Alert.objects.values_list("id", flat=True))


@pytest.mark.django_db(transaction=True)
def test_without_a_connection_all_of_a_batch_are_told_so():
    connection.ensure_connection()
    values = batch(NewAlert("db"), NewAlert("web"))
    connection.connection.close()
    with pytest.raises(Exception, match="closed"):
        keeping.keep_each(values)
    connection.close()
    assert not Alert.objects.exists()


def test_whose_team_has_changed_is_left_out_alone(db):
    names = ("Remembered", "Changed since")
    same, changed = (make_team(name) for name in names)
    news = [NewAlert("db", responders=(Named("team", name=name),)) for name in names]
    batch(*news)  # remembers the teams
    values = batch(*news)
    add_rule(changed, name="All", notify=changed.schedules.get(), by=SYSTEM)
    kept, left_out = keeping.keep(values)
    assert left_out is None
    assert (Alert.objects.get().pk, Alert.objects.get().team_ids) == (kept.id, [same.pk])


def test_a_key_that_was_revoked_since_it_was_looked_up_keeps_nothing(payments):
    made = create_key("Payments", team=payments, by=SYSTEM)
    by = actor_of_key(str(made.secret), now=NOW)
    _key, version = look_up(made.row.key_hash)
    assert take_in(NewAlert("db"), by=by, now=NOW, key_version=version).is_new
    revoke_key(made.row, by=SYSTEM)
    with pytest.raises(KeyHasChanged):
        take_in(NewAlert("db"), by=by, now=NOW, key_version=version)
    assert Alert.objects.count() == 1


def test_what_comes_meanwhile_is_gathered_but_never_two_of_a_kind():
    under_way, go_on, batches = Event(), Event(), []

    def do(words: Sequence[str]) -> list[str]:
        batches.append(list(words))
        if len(batches) == 1:
            under_way.set()
            go_on.wait(10)
        return [word.upper() for word in words]

    gathering = Gathering(do, lambda word: word[0], most=3, patience=0)
    words = ["a1", "b1", "b2", "c1", "d1", "b3"]
    with ThreadPoolExecutor(len(words)) as threads:
        done = [threads.submit(gathering.add, words[0])]
        under_way.wait(10)
        for number, word in enumerate(words[1:], start=1):
            done.append(threads.submit(gathering.add, word))
            while len(gathering._waiting) < number:
                pass
        go_on.set()
        assert [one.result(10) for one in done] == [word.upper() for word in words]
    assert batches == [["a1"], ["b1", "c1", "d1"], ["b2"], ["b3"]]


@pytest.mark.parametrize("problem", [ValueError, KeyboardInterrupt])
def test_nobody_waits_for_ever_when_a_batch_fails(problem):
    def fail(words: Sequence[str]) -> list[str]:
        raise problem

    gathering = Gathering(fail, str, most=3, patience=0)
    for _ in range(2):
        with pytest.raises(problem):
            gathering.add("word")


def test_who_was_there_a_moment_ago_is_waited_for():
    batches = []

    def do(words: Sequence[str]) -> Sequence[str]:
        batches.append(len(words))
        return words

    gathering = Gathering(do, str, most=9, patience=5)
    gathering.add("alone")
    gathering._expected = 3
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(gathering.add, "abc"))
    assert batches == [1, 3]


def test_who_comes_alone_waits_for_nobody():
    gathering = Gathering(lambda words: words, str, most=9, patience=60)
    assert [gathering.add(word) for word in "abc"] == ["a", "b", "c"]
