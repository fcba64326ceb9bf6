"""Which page of the wizard may follow which. Pure."""

from migration.models import SiteMigration

Step = SiteMigration.Step
ORDER = (Step.BEFORE, Step.SITE, Step.REVIEW, Step.CONNECT)

GOES_ON = "This migration has begun: its steps are behind it."
ENDED = "This migration has ended. Start over if there is more to do."
SITE_FIRST = "Pick a site first."
START = "The last step begins with “Migrate”."


def why_not(wanted: str, *, state: str, has_site: bool) -> str:
    """Say why the wizard can't show a step now, or nothing when it can."""
    if state not in SiteMigration.OPEN:
        return ENDED
    if state != SiteMigration.State.PREPARING:
        return "" if wanted == Step.CONNECT else GOES_ON
    if wanted == Step.CONNECT:
        return START
    return SITE_FIRST if wanted == Step.REVIEW and not has_site else ""


def is_behind(step: str, now: str) -> bool:
    """Whether a step comes before the one that is shown now."""
    return ORDER.index(Step(step)) < ORDER.index(Step(now))
