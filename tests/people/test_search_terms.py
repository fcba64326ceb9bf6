"""Words and terms of the people search are read, whatever somebody types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import people_search
from accounts.models import User
from accounts.people_search import Search, find, read
from tests.make import make_team, make_user


@given(st.text())
def test_it_never_raises(text):
    search = read(text)
    assert all(word.isalnum() for word in search.words)
    assert all(name == name.lower() for name, _ in search.terms)


@given(st.lists(st.sampled_from(['role:"', "a:b", ":", '"', "verified:", "x", " ", "\0", "-"])))
def test_it_reads_any_heap_of_marks(parts):
    read("".join(parts))


@pytest.mark.parametrize(
    ("text", "search"),
    [
        ("", Search()),
        ("Ben  MEM", Search(("Ben", "MEM"))),
        ("ben.mem@acme", Search(("ben", "mem", "acme"))),
        ('"Ben Member"', Search(("Ben", "Member"))),
        ("role:admin ben", Search(("ben",), (("role", "admin"),))),
        ('ROLE:"Night operator"', Search((), (("role", "Night operator"),))),
        ('role:"Night', Search((), (("role", "Night"),))),
        ("role:", Search((), (("role", ""),))),
        ("12:30", Search(("12", "30"))),
        ("Sales/Ops", Search(("Sales", "Ops"))),
    ],
)
def test_it_takes_apart(text, search):
    assert read(text) == search


@pytest.fixture
def names(olive, ada, ben):
    make_user("Zoë Zander", username="zoe@acme.example", verified=False, blocked=True)

    def found(text):
        people, problems = find(User.objects.order_by("full_name"), text)
        return [person.full_name.split()[0] for person in people], problems

    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ow", ["Olive"]),
        ("acme mem", ["Ben"]),
        ("ZOË", ["Zoë"]),
        ("zoe@acme.example", ["Zoë"]),
        ("role:owner", ["Olive"]),
        ("verified:no blocked:yes", ["Zoë"]),
        ("verified:no blocked:no", []),
        ("active:never a", ["Ada", "Ben", "Olive", "Zoë"]),
        ("' & | ! <-> (", ["Ada", "Ben", "Olive", "Zoë"]),
    ],
)
def test_it_finds(names, text, expected):
    assert names(text) == (expected, [])


@pytest.mark.parametrize("text", ["ops", "sales/ops", "Sales", "sales ops", "sales-o"])
def test_any_punctuation_parts_words(db, text):
    sales = make_user("Sales/Ops", username="desk@acme.example")
    make_user("Salesops", username="other@acme.example")
    assert list(find(User.objects.filter(username=sales.username), text)[0]) == [sales]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rolle:admin", "“rolle:” is not a search term. Terms: role:admin, verified:no"),
        ("role:chef", "There is no role “chef”."),
        ("verified:perhaps", "Write verified:yes or verified:no, not “perhaps”."),
        ("active:often", "Write active:never, not active:often."),
        ("team:nowhere", "There is no team “nowhere”."),
    ],
)
def test_it_says_what_it_does_not_understand_and_uses_the_rest(names, text, words):
    found, problems = names(f"{text} ben")
    assert found == ["Ben"]
    assert problems[0].startswith(words)


def test_a_floor_above_adds_its_term(names, ben, monkeypatch):
    make_team("Payments", members=[ben])
    assert names("team:payments") == (["Ben"], [])
    monkeypatch.setattr(people_search, "TERMS", dict(people_search.TERMS))
    people_search.register("nobody", lambda people, value: people.none(), describe="nobody:yes")
    assert names("nobody:yes") == ([], [])
