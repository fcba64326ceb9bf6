"""What the demo organisation's people have in common, and whether they can still sign in so."""

from hashlib import sha256
from uuid import UUID, uuid5

from django.contrib.auth.hashers import check_password, is_password_usable
from django.core.cache import cache

from accounts.models import User

PASSWORD = "muster-demo"  # noqa: S105  the README says it to everybody
DOMAIN = "acme.example"
# The people of Acme who have the password; the others of config/demo/cast.py never signed in.
SIGNING_IN = """olive oscar ada anna tom ben cem eve farid grace ines jamal kaori lukasz mona
    nils paola ravi sofia uma viktor yusuf zoe"""
_OF_THE_DEMO = UUID("6d757374-6572-5064-a565-6d6f41636d65")


def fixed_id(*names: object) -> UUID:
    """Return the id that the demo's row of these names always has."""
    return uuid5(_OF_THE_DEMO, "/".join(map(str, names)))


def demo_passwords_exist() -> bool:
    """Whether somebody of the demo can still sign in with its password.

    Untouched people share one hash, so the usual answer costs one check (about 50 ms); that all
    hashes are others' is remembered until one of them changes.
    """
    people = User.objects.filter(pk__in=[fixed_id("person", name) for name in SIGNING_IN.split()])
    found = people.filter(is_blocked=False).values_list("password", flat=True).distinct()
    hashes = sorted(filter(is_password_usable, found))
    mark = f"no-demo-password-{sha256(' '.join(hashes).encode()).hexdigest()}"
    if not hashes or cache.get(mark):
        return False
    exists = any(check_password(PASSWORD, encoded) for encoded in hashes)
    if not exists:
        cache.set(mark, True, timeout=None)
    return exists
