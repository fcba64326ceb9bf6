"""Times by the clock of a zone, as the v1 API writes them: "2013-01-27 22:00", and zones."""

import re
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator

from accounts.validators import known_time_zones
from api.v1.asking import Words
from oncall.moments import FIRST, LAST
from oncall.wall_clock import first_moment

SHAPE = "%Y-%m-%d %H:%M"
_OFFSET = re.compile(r"(?:GMT|UTC)([+-])0?([0-9]{1,2})(?::?00)?", re.IGNORECASE)


def _read(given: Any) -> datetime:
    try:
        read = datetime.strptime(given.strip(), SHAPE)  # noqa: DTZ007  its zone comes later
    except (AttributeError, ValueError):
        raise ValueError("write the time as 2013-01-27 22:00") from None
    if not FIRST.year <= read.year < LAST.year:
        raise ValueError("choose a time between the years 2000 and 2100")
    return read


def _known(name: str) -> str:
    """The zone of that name; "GMT+2" is Etc/GMT-2, whose sign is the other way round."""
    if name in known_time_zones():
        return name
    if found := _OFFSET.fullmatch(name):
        sign, hours = found.groups()
        named = f"Etc/GMT{'-' if sign == '+' else '+'}{hours}"
        if named in known_time_zones():
            return named
    raise ValueError("choose a known time zone, such as Europe/Istanbul")


Time = Annotated[datetime, BeforeValidator(_read)]  # without a zone
Zone = Annotated[Words, AfterValidator(_known)]


def moment(shown: datetime, zone: str) -> datetime:
    """The first moment at which the clock of a zone shows a time."""
    return first_moment(shown, ZoneInfo(zone))


def shown(at: datetime, zone: str) -> str:
    """What the clock of a zone shows at a moment."""
    return at.astimezone(ZoneInfo(zone)).strftime(SHAPE)
