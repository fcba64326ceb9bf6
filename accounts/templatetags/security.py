"""How somebody signs in, for the profile page."""

from typing import Any

from allauth.mfa.models import Authenticator
from django import template

from accounts.actions.login_email import can_change_login_email
from accounts.models import User

register = template.Library()


@register.inclusion_tag("accounts/parts/security.html", takes_context=True)
def security_section(context: template.Context, person: User) -> dict[str, Any]:
    """Draw what a person signs in with, on their own profile only; for others nothing."""
    actor = context["request"].actor
    if not actor.is_person(person):
        return {"is_own": False}
    types = list(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    return {
        "is_own": True,
        "person": person,
        "has_app": Authenticator.Type.TOTP in types,
        "passkeys": types.count(Authenticator.Type.WEBAUTHN),
        "may_change_login_email": can_change_login_email(actor, person),
    }


@register.simple_tag(takes_context=True)
def may_change_login_email(context: template.Context) -> bool:
    """Whether the person who looks may change the e-mail they sign in with."""
    actor = context["request"].actor
    return bool(actor.user and can_change_login_email(actor, actor.user))
