"""Several people at once, by their user names."""

from collections.abc import Iterable

from accounts.actors import Actor
from accounts.models import User
from api.v1.errors import not_found


def people_named(usernames: Iterable[str], *, by: Actor) -> list[User]:
    """Return the people of these user names, each once. One query. Raises Refused."""
    names = list(dict.fromkeys(key_of(name) for name in usernames))
    found = people_by_name(names, by=by)
    for name in names:
        if name not in found:
            raise not_found("User", name)
    return [found[name] for name in names]


def people_by_name(usernames: Iterable[str], *, by: Actor) -> dict[str, User]:
    """Return the people of these user names, as far as there are any, by `key_of` the name."""
    people = User.objects.visible_to(by).defer("search_words", "password")
    found = people.filter(username__in={key_of(name) for name in usernames})
    return {person.username: person for person in found}


def key_of(username: str) -> str:
    """Return a user name as it is kept."""
    return username.strip().lower()
