"""Rule sets and alerts as hypothesis draws them: from few words, so that much matches."""

from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from oncall.restrictions import read
from routing.conditions import read_conditions
from routing.facts import Facts
from routing.matching import Rule
from routing.operations import ALLOWED, FIELDS, OPERATIONS, kind_of

TEXTS = [
    *["", " ", "db", "DB", "d b", "db: primary down", "Primary", "down", "a", "ab", "b", "\n\t"],
    *["refund stuck", "REFUND  STUCK", "refunded and stuck", "Straße", "STRASSE", "ıi", "Iİ"],
    *[
        "error 17 in foo-3",
        "error in foo",
        "90",
        "90.0",
        "-0.5",
        "95.5",
        "true",
        "True",
        "P1",
        "a.b",
    ],
    *[
        "\N{LATIN SMALL LETTER LONG S}",
        "\N{KELVIN SIGN}",
        "K",
        "aaaaaaaaaaaaaaaaaaaa!",
        "x\0y",
        "?",
    ],
]
WANTED = [text for text in TEXTS if text and not {"\0", "\ud800"} & {*text}]
NUMBERS = ["90", "-0.5", "95.5", "0"]
PATTERNS = [
    *[
        "refund(s|ed)?.*stuck",
        "^(a+)+$",
        "(?i)db",
        "db|down",
        "(error|refund) *(17)?",
        "^$",
        "d.?b",
    ],
    *[r"\d+ in foo-\d", "[[:upper:]]b", "(?i:PRI)mary", r"a\.b", r"\Qa.b\E", "x*", "(?i)straße"],
    *["[^a]", r"\w+\s\w+", "(db)?down", "(db){0}a", "(ab|a)b*", "(?i)k", "(?i)s", r"\?", "P[12]"],
    *[
        "do(wn){1,2}",
        "(?P<n>pri|pra)m",
        "error{2,}",
        "b(?i)?d",
        "(((db)))",
        "^db: ",
        "down$",
        "a{,2}",
    ],
]
KEYS = ["region", "Region", "cpu", "db"]
texts = st.sampled_from(TEXTS)
some_texts = st.lists(texts, max_size=3).map(tuple)
at_times = st.sampled_from(
    [datetime(2026, 11, day, hour, 30, tzinfo=UTC) for day in (19, 21) for hour in (3, 8, 15, 22)]
)
RESTRICTIONS = [
    {
        "type": "time-of-day",
        "restriction": {"startHour": 18, "startMin": 0, "endHour": 9, "endMin": 0},
    },
    {
        "type": "weekday-and-time-of-day",
        "restrictions": [
            {
                "startDay": "saturday",
                "startHour": 0,
                "startMin": 0,
                "endDay": "monday",
                "endHour": 0,
                "endMin": 0,
            }
        ],
    },
]


@st.composite
def conditions(draw):
    """A condition of the v2 API."""
    field = draw(st.sampled_from(sorted(FIELDS)))
    key = draw(st.sampled_from(["", *KEYS])) if FIELDS[field].attribute == "details" else ""
    operation = draw(st.sampled_from(ALLOWED[kind_of(field, key)]))
    wanted = WANTED
    if operation == "matches":
        wanted = PATTERNS
    elif field == "priority":
        wanted = ["P1", "P2", "3", "p5"]
    elif operation in ("greater-than", "less-than"):
        wanted = NUMBERS
    elif operation == "contains-key":
        wanted = [*KEYS, "a"]
    expected = draw(st.sampled_from(wanted)) if OPERATIONS[operation].needs_value else ""
    condition = {"field": field, "operation": operation, "expectedValue": expected, "order": 0}
    return condition | {"not": draw(st.booleans())} | ({"key": key} if key else {})


rules = st.fixed_dictionaries(
    {
        "type": st.sampled_from(
            ["match-all-conditions"] * 8 + ["match-any-condition"] * 3 + ["match-all"]
        ),
        "conditions": st.lists(conditions(), min_size=1, max_size=4),
        "restriction": st.sampled_from([None] * 4 + RESTRICTIONS),
        "zone": st.sampled_from(["Europe/Istanbul", "America/New_York"]),
        "enabled": st.sampled_from([True] * 9 + [False]),
    }
)
alerts = st.fixed_dictionaries(
    {
        **dict.fromkeys(["message", "description"], st.lists(texts, max_size=2).map(" ".join)),
        **dict.fromkeys(["alias", "source", "entity"], texts),
        **dict.fromkeys(["tags", "actions", "responders", "teams"], some_texts),
        "details": st.dictionaries(st.sampled_from(KEYS), texts, max_size=2),
        "priority": st.integers(1, 5),
    }
)


def compiled(rule, number):
    """The rule that the engine is given."""
    return Rule(
        UUID(int=number),
        f"Rule {number}",
        rule["type"],
        read_conditions(rule["conditions"]),
        read(rule["restriction"]),
        rule["zone"],
        rule["enabled"],
    )


def named_zone(rule):
    """The rule that the naive interpreter is given."""
    return rule | {"zone": ZoneInfo(rule["zone"])}


def facts(alert):
    """The alert that the engine is given."""
    return Facts(**alert)
