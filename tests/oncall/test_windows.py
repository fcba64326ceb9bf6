"""The part of a form that asks when: what is typed, and the v2 JSON it becomes."""

import pytest
from django import forms
from django.http import QueryDict
from django.urls import reverse

from oncall.forms.windows import WindowsField, is_editing

NIGHT = {"startHour": 22, "startMin": 30, "endHour": 6, "endMin": 0}
NIGHTS = {"type": "time-of-day", "restriction": NIGHT}
WEEKEND = {
    "type": "weekday-and-time-of-day",
    "restrictions": [
        {
            "startDay": "saturday",
            "endDay": "monday",
            "startHour": 0,
            "startMin": 0,
            "endHour": 0,
            "endMin": 0,
        }
    ],
}


class RuleForm(forms.Form):
    when = WindowsField()


def sent(*rows: str, kind: str = "weekday-and-time-of-day", **more: str) -> RuleForm:
    """The form, with windows typed as "saturday 00:00 monday 0"."""
    data = QueryDict(mutable=True)
    data["when-kind"] = kind
    for row in rows:
        for part, text in zip(["start_day", "start", "end_day", "end"], row.split(), strict=True):
            data.appendlist(f"when-{part}", text)
    for name, text in more.items():
        data[name.replace("__", "-")] = text
    return RuleForm(data)


def typed(form: RuleForm):
    return form["when"].value()


def test_nothing_typed_is_always():
    form = RuleForm(QueryDict())
    assert form.is_valid()
    assert form.cleaned_data["when"] is None


@pytest.mark.parametrize("value", [NIGHTS, WEEKEND])
def test_what_is_stored_comes_back_as_it_was(value):
    shown = typed(RuleForm(initial={"when": value}))
    assert shown.as_json() == value


def test_every_day_between_two_times():
    form = sent(kind="time-of-day", when__daily_start="22:30", when__daily_end="6")
    assert form.is_valid()
    assert form.cleaned_data["when"] == NIGHTS


def test_midnight_at_the_end_of_a_day_may_be_written_as_24():
    form = sent("saturday 0 sunday 24:00")
    assert form.is_valid()
    assert form.cleaned_data["when"] == WEEKEND


@pytest.mark.parametrize(
    "row", ["monday 25:00 monday 9", "monday 9 someday 10", "monday 9:75 monday 10"]
)
def test_what_cannot_be_read_is_named_and_kept(row):
    form = sent("monday 9 monday 10", row)
    assert not form.is_valid()
    assert "Window 2: choose both days and write both times as 18:00." in form.errors["when"]
    assert typed(form).windows[1].start == row.split()[1]


def test_a_button_adds_removes_and_fills():
    row = "monday 18:00 tuesday 09:00"
    assert [one.start_day for one in typed(sent(row, **{"windows__do": "add"})).windows] == [
        "monday",
        "tuesday",
    ]
    assert typed(sent(row, **{"windows__do": "remove-1"})).windows == ()
    assert len(typed(sent(row, **{"windows__do": "fill-weeknights"})).windows) == 5
    assert is_editing(QueryDict("windows-do=add"))
    assert not is_editing(QueryDict("windows-do="))


def test_no_window_at_all_is_refused():
    assert not sent().is_valid()


def test_the_week_says_how_many_hours_are_covered():
    assert typed(RuleForm(initial={"when": WEEKEND})).week.hours == "48"
    assert typed(RuleForm(initial={"when": NIGHTS})).week.hours == "52.5"


def test_the_windows_are_drawn_anew_as_they_were_typed(ben, as_user):
    row = sent("friday 9:99 monday 9", windows__do="add").data.urlencode()
    answer = as_user(ben).get(f"{reverse('oncall:windows')}?field=when&{row}")
    text = answer.content.decode()
    assert 'value="9:99"' in text
    assert text.count('class="span-row"') == 2
    assert "choose both days" not in text


def test_only_a_proper_field_can_be_drawn(ben, as_user):
    assert as_user(ben).get(f"{reverse('oncall:windows')}?field=__class__").status_code == 404
