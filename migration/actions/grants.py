"""What somebody who signed in with Atlassian shows, and allows."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from accounts.permissions import REFUSED
from migration.atlassian.tokens import SignedIn, put
from migration.models import AtlassianGrant

audit.WORDS |= {"atlassian.signed_in": "signed in with Atlassian as {email}"}

OTHER_EMAIL = (
    "At Atlassian you are {at}, here you are {here}. Sign out there, sign in as {here}, then try "
    "again."
)
NO_EMAIL = "Atlassian did not say which e-mail your account there has."


@transaction.atomic
def keep_grant(signed_in: SignedIn, *, with_tokens: bool, by: Actor) -> AtlassianGrant:
    """Keep who the person who acts is at Atlassian; with their tokens, if sites are asked for.

    Raises ValidationError unless their e-mail there is their user name here.
    """
    person, account = by.user, signed_in.account
    if person is None or person.is_blocked:
        raise PermissionDenied(REFUSED)
    if not account.id or not account.email:
        raise ValidationError(NO_EMAIL)
    if account.email != person.username:
        raise ValidationError(OTHER_EMAIL.format(at=account.email, here=person.username))
    now = timezone.now()
    grant = AtlassianGrant.objects.select_for_update().filter(user=person.pk).first()
    grant = grant or AtlassianGrant(user_id=person.pk, expires_at=now)
    if grant.account_id != account.id:
        grant.sealed_access_token = grant.sealed_refresh_token = ""
    grant.account_id, grant.email, grant.granted_at = account.id, account.email, now
    if with_tokens:
        put(grant, signed_in.tokens)
    grant.save()
    audit.record(by, "atlassian.signed_in", person, email=account.email)
    return grant
