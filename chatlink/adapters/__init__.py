"""The chat systems that Muster speaks with, by the name that the database keeps."""

from chatlink.adapters.base import Adapter

_ALL: tuple[type[Adapter], ...] = ()
ADAPTERS: dict[str, Adapter] = {adapter.name: adapter() for adapter in _ALL}
