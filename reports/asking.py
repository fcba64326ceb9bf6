"""What somebody asks of a report, and the entries of the alerts' logs that it is made of."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, F, Q, QuerySet
from django.db.models.expressions import RawSQL

from accounts.actors import Actor, Via
from alerts.models import Alert, AlertLog
from alerts.models.logs import ACTS
from common.paging import Sort
from common.written import all_written, moment_written
from reports import doors, kinds
from reports.periods import Period

NEWEST_FIRST = Sort("at", F("at"), descending=True)
LINKED, ANONYMOUS = "linked", "anonymous"
# Written out, as the index acts_by_time has it: of values sent beside a statement PostgreSQL
# would not know that the index has all of them.
_ACTS = ", ".join(f"'{verb}'" for verb in ACTS)
_IS_ACT = (
    f'("alerts_alertlog"."verb" IN ({_ACTS})'
    """ OR ("alerts_alertlog"."verb" = 'created' AND NOT ("alerts_alertlog"."via" = 'api')))"""
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of a report; empty values ask nothing.

    `name` is looked for in the names that the log has; `teams` are ids, and none of them means
    that a team was asked for which isn't there.
    """

    period: Period
    person: UUID | None = None
    name: str = ""
    teams: Collection[UUID] | None = None
    door: str = ""
    linked: str = ""
    kind: str = ""

    def alerts(self, by: Actor) -> QuerySet[Alert]:
        """The alerts that the report may be about: those the actor sees, of the teams asked for."""
        alerts = Alert.objects.visible_to(by)
        if self.teams is None:
            return alerts
        return alerts.filter(team_ids__overlap=all_written(self.teams))

    def entries(self, by: Actor) -> QuerySet[AlertLog]:
        """What was done, and is asked for."""
        since, until = (moment_written(at) for at in (self.period.since, self.period.until))
        entries = AlertLog.objects.filter(self._is_of_its_kind(), at__gte=since, at__lt=until)
        alerts = self.alerts(by)
        if alerts.query.where:  # else all there are, and nobody has to look which
            entries = entries.filter(alert__in=alerts.values("pk"))
        if self.person:
            entries = entries.filter(user_id=self.person)
        if self.name:
            entries = entries.filter(actor_name__icontains=self.name)
        if self.door:
            entries = entries.filter(**doors.columns_of(self.door))
        return entries.filter(_linked(self.linked)) if self.linked else entries

    def _is_of_its_kind(self) -> Q | RawSQL:
        is_act = RawSQL(_IS_ACT, (), output_field=BooleanField())  # noqa: S611  our own words
        if self.kind == kinds.SENT:
            return Q(**kinds.columns_of(self.kind))
        return Q(is_act, **kinds.columns_of(self.kind)) if self.kind else is_act


def _linked(asked: str) -> Q:
    """Done by somebody whom Muster knows; or in a chat by somebody it doesn't."""
    known: dict[str, Any] = {"user_id__isnull": asked == ANONYMOUS}
    return Q(**known, via=Via.CHAT) if asked == ANONYMOUS else Q(**known)
