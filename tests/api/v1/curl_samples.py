"""The curl samples of Opsgenie's documents of 2017, read from the documents themselves.

E-mail addresses were scrubbed from one of them, and there are a few slips. Both are mended here,
each as often as it is known to be there.
"""

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PLACE = Path(__file__).parent / "samples"
TEAM_LIST = r"curl -XGET '[^\n]*/team\?apiKey=[^&\n]*"
JOHN = "john.smith@opsgenie.com"
MENDS = {
    "user_api.txt": [
        (r"&\[email.protected\]", f"&username={JOHN}", 2),
        (r"\[email.protected\]", JOHN, 8),
        (r'\]\n(\s*"ruleTypes")', r"],\n\1", 1),
    ],
    "team_api.txt": [
        (r",(\s*\])", r"\1", 1),
        # The samples of the list are those of getting a team.
        (
            r"(?s)(For Team Retrieve\ncurl [^\n]*)&name=network'(\ncurl [^\n]*)&id=[^']*'",
            r"\1'\2'",
            1,
        ),
    ],
}
A_CURL = re.compile(r"^curl -X[A-Z]+ '[^']*'(?: -d '[^']*')?$", re.MULTILINE)
A_HEADING = re.compile(r"^(?!Sample)(\w[\w ]+ Request)$", re.MULTILINE)


@dataclass(frozen=True)
class Sample:
    """A curl line of a document, and what the document says it answers."""

    document: str
    heading: str
    number: int
    command: str
    answer: Any

    @property
    def name(self) -> str:
        """What it is called in a report."""
        return f"{self.heading} {self.number}"

    def arguments(self, stands_for: dict[str, str]) -> list[str]:
        """The arguments of curl, with what the values of the document stand for in a test."""
        return shlex.split(_replaced(self.command, stands_for))


def all_samples() -> list[Sample]:
    """All samples of both documents, in their order."""
    return [sample for name in MENDS for sample in _samples_of(name)]


def _samples_of(document: str) -> list[Sample]:
    text = (PLACE / document).read_text(encoding="utf-8")
    for pattern, mended, times in MENDS[document]:
        text, found = re.subn(pattern, mended, text)
        assert found == times, f"{document}: {pattern} is there {found} times"
    _, *parts = A_HEADING.split(text)
    return [
        Sample(document, heading, number, command, _answer(section))
        for heading, section in zip(parts[::2], parts[1::2], strict=True)
        for number, command in enumerate(A_CURL.findall(section), start=1)
    ]


def _answer(section: str) -> Any:
    """The JSON after the word Response."""
    after = re.split(r"^Response:?$", section, flags=re.MULTILINE)[1]
    return json.JSONDecoder().raw_decode(after[after.index("{") :])[0]


def _replaced(command: str, stands_for: dict[str, str]) -> str:
    """Put other values in place of whole ones: "network" is one, "network team" another."""
    for value, other in stands_for.items():
        command = re.sub(rf'(?<=["=]){re.escape(value)}(?=["&\'])', other, command)
    return command


def differences(found: Any, sample: Any, place: str = "answer") -> list[str]:
    """Where the fields, the nesting or the types of an answer are not those of a sample's.

    What stands in a list has to be like one of those in the sample's list.
    """
    if type(found) is not type(sample):
        return [f"{place} is {found!r}, not like {sample!r}"]
    if isinstance(sample, dict):
        if found.keys() != sample.keys():
            return [f"{place} has {sorted(found)}, not {sorted(sample)}"]
        return [
            line
            for name, value in sample.items()
            for line in differences(found[name], value, f"{place}.{name}")
        ]
    if isinstance(sample, list):
        if bool(found) != bool(sample):
            return [f"{place} is {found!r}, not like {sample!r}"]
        several = [
            [differences(one, like, f"{place}[{number}]") for like in sample]
            for number, one in enumerate(found)
        ]
        return [line for each in several for line in min(each, key=len)]
    return []
