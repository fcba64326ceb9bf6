"""What is wrong with a team's rules, as far as it can be proved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.html import escape, format_html

from oncall import restrictions
from routing.coverage import complaints_about_targets
from routing.engine import rule_of
from routing.models import RoutingRule
from routing.shadow import shadowed_by


@dataclass(frozen=True, slots=True)
class Complaint:
    """A sentence in three parts: what stands before a link, its words and after it."""

    before: str
    link: str = ""
    address: str = ""
    after: str = ""

    def __str__(self) -> str:
        return f"{self.before}{self.link}{self.after}"

    @property
    def html(self) -> str:
        """The sentence with its link."""
        if not self.link:
            return escape(self.before)
        link = '{}<a href="{}">{}</a>{}'
        return format_html(link, self.before, self.address, self.link, self.after)


NEVER_OPEN = Complaint("Never holds: its time windows are never open.")


def complaints_about(rules: Sequence[RoutingRule], now: datetime) -> dict[UUID, list[Complaint]]:
    """What is wrong with which rule. A paused one is left alone."""
    found: dict[UUID, list[Complaint]] = {rule.pk: [] for rule in rules}
    movable = [rule for rule in rules if not rule.is_default]
    for place, earlier in shadowed_by([rule_of(rule) for rule in movable]).items():
        found[movable[place].pk].append(never_reached(earlier + 1))
    working = [rule for rule in rules if rule.is_enabled]
    for rule in working:
        if restrictions.is_never_open(restrictions.read(rule.time_restriction)):
            found[rule.pk].append(NEVER_OPEN)
    for rule_id, words in complaints_about_targets(working, now).items():
        found[rule_id].append(Complaint(words))
    return found


def never_reached(number: int) -> Complaint:
    """Say that the rule of that number takes everything."""
    rest = " already matches everything it does."
    return Complaint("Never reached: ", f"rule {number}", f"#rule-{number}", rest)
