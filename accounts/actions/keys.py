"""Making and revoking API keys."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import audit, keys
from accounts.actors import Actor
from accounts.models import ApiKey
from accounts.permissions import REFUSED, can_make_key, can_revoke_key, require
from common.saving import save_valid

audit.WORDS |= {
    "key.created": "made the API key {target}",
    "key.revoked": "revoked the API key {target}",
}

ONLY_OWNERS = (
    "Only an owner may make a key of the whole account with configuration access: "
    "it acts with an owner's rights."
)
NO_ACCESS = "Choose at least one kind of access."


@dataclass(frozen=True, slots=True)
class Access:
    """What a key may do."""

    read: bool = True
    write: bool = True
    delete: bool = True
    configure: bool = True


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key just made. Its secret stands nowhere else."""

    row: ApiKey
    secret: uuid.UUID


@transaction.atomic
def create_key(
    name: str,
    *,
    team: Any = None,
    access: Access | None = None,
    runs_team: bool = False,
    by: Actor,
) -> NewKey:
    """Make a key of the whole account, or of one team; only its hash is kept.

    `team` is a row of the model that ApiKey.team names, `runs_team` whether the actor manages it.
    Raises ValidationError naming the field, PermissionDenied.
    """
    access, whole = access or Access(), team is None
    may = can_make_key(by, whole_account=whole, configure=access.configure, runs_team=runs_team)
    require(may, ONLY_OWNERS if whole else REFUSED)
    if access == Access(read=False, write=False, delete=False, configure=False):
        raise ValidationError({"may_read": NO_ACCESS})
    secret = uuid.uuid4()
    row = ApiKey(
        name=name.strip(),
        team=team,
        key_hash=keys.hash_of(secret),
        hint=str(secret)[-keys.HINT_LENGTH :],
        may_read=access.read,
        may_write=access.write,
        may_delete=access.delete,
        may_configure=access.configure,
    )
    save_valid(row)
    _record(by, "key.created", row, access=row.access_words, ends_in=row.hint)
    return NewKey(row, secret)


@transaction.atomic
def revoke_key(key: ApiKey, *, runs_team: bool = False, by: Actor) -> None:
    """Stop a key from working, at once and for good. Revoking it twice changes nothing.

    `runs_team`: whether the actor manages the team that the key is for.
    """
    require(can_revoke_key(by, runs_team=runs_team))
    if ApiKey.objects.in_force().filter(pk=key.pk).update(revoked_at=timezone.now()):
        _record(by, "key.revoked", key, ends_in=key.hint)


def _record(by: Actor, verb: str, key: ApiKey, **details: Any) -> None:
    owner = key.team.name if key.team else "the whole account"
    audit.record(by, verb, key, team_id=key.team_id, belongs_to=owner, **details)
