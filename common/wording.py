"""Numbers in words. Pure."""


def number(count: int, one: str, many: str) -> str:
    """Say how many there are: "1 person", "1,200 people"."""
    return f"{count:,} {one if count == 1 else many}"


def people(count: int) -> str:
    """Say how many people there are."""
    return number(count, "person", "people")
