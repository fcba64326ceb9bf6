"""Time zones to choose from."""

from accounts.validators import known_time_zones


def time_zone_choices(*also: str) -> list[tuple[str, str]]:
    """All time zones by name, for a select; `also` names further ones that are in use."""
    return [(name, name.replace("_", " ")) for name in sorted(known_time_zones() | set(also))]
