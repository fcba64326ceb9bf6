"""The doors by which people and scripts come to alerts, in words. Pure."""

from dataclasses import dataclass

from accounts.actors import Via
from chatlink.messages import LABELS
from chatlink.names import icon_of


@dataclass(frozen=True, slots=True)
class Door:
    """A door: its name (also that of its colour), what it is called, its icon.

    `via` and `door` are the columns of the log.
    """

    name: str
    label: str
    icon: str
    via: str
    door: str = ""


WEB = Door("web", "Browser", "world", Via.WEB)
SYSTEM = Door("system", "Muster itself", "server", Via.SYSTEM)
DOORS = (
    WEB,
    Door("v2", "API v2", "code", Via.API, "v2"),
    Door("v1", "API v1", "code", Via.API, "v1"),
    Door("api", "API, version not kept", "code", Via.API),
    *(Door(kind, label, icon_of(kind), Via.CHAT, kind) for kind, label in LABELS.items()),
    Door("chat", "Chat, system not kept", "message", Via.CHAT),
    Door("import", "Import", "file-import", Via.IMPORT),
    SYSTEM,
)
_BY_COLUMNS = {(one.via, one.door): one for one in DOORS}
_BY_NAME = {one.name: one for one in DOORS}
WHOLE = {"api": "Any API", "chat": "Any chat"}  # in filters these mean all of their kind


def door_of(via: str, door: str) -> Door:
    """The door that an entry of the log names."""
    return _BY_COLUMNS.get((via, door)) or Door("other", door or via, "help", via, door)


def columns_of(name: str) -> dict[str, str]:
    """What the log's columns have to be for a door of the filter."""
    door = _BY_NAME[name]
    return {"via": door.via, "door": door.door} if door.door else {"via": door.via}


def choices() -> list[tuple[str, str]]:
    """The doors as a filter offers them, each kind before its members."""
    order = sorted(DOORS, key=lambda one: (list(Via).index(Via(one.via)), bool(one.door)))
    listed = [(one.name, WHOLE.get(one.name, one.label)) for one in order if one.name != "import"]
    return [("", "Any door"), *listed]
