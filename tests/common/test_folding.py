"""PostgreSQL and Python agree on what a letter without its marks is."""

import pytest
from django.db.models import Value
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Account
from common.folding import Folded, fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Óscar Núñez", "oscar nunez"),
        ("Łukasz Wójcik", "lukasz wojcik"),
        ("Cem Yıldız", "cem yildiz"),
        ("İSTANBUL", "istanbul"),
        ("Mona Sørensen", "mona sorensen"),
        ("Віктор Шевченко", "віктор шевченко"),
    ],
)
def test_it_folds_letters(text, folded, db):
    assert fold(text) == folded
    assert in_the_database(text) == folded


@pytest.mark.django_db
@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x17F), max_size=40))
def test_the_database_folds_alike(text):
    assert in_the_database(text) == fold(text)


def in_the_database(text: str) -> str:
    Account.current()
    return Account.objects.annotate(folded=Folded(Value(text))).get().folded
