"""Parts of a person's page. Usage: `{% load profile %}`."""

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from accounts import providers
from accounts.models import Contact, User
from accounts.profile_sections import sections_of

register = template.Library()

_ICONS = {
    Contact.Method.EMAIL: "mail",
    Contact.Method.SMS: "message",
    Contact.Method.VOICE: "phone",
    Contact.Method.MOBILE: "device-mobile",
}


@register.filter
def method_icon(method: str) -> str:
    """The icon of a contact's method."""
    return _ICONS[Contact.Method(method)]


@register.filter
def lacking(method: str) -> str:
    """Why nothing is sent by a contact's method, or nothing when it is set up."""
    return providers.why_not(method)


@register.filter
def breakable(address: str) -> SafeString:
    """An e-mail address that a narrow column breaks before its @, not within a word."""
    name, at, host = address.partition("@")
    return format_html("{}<wbr>{}{}", name, at, host)


@register.simple_tag(takes_context=True)
def profile_sections(context: template.Context, person: User) -> SafeString:
    """The sections that other apps have registered (accounts.profile_sections)."""
    request = context["request"]
    drawn = (
        render_to_string(name, values, request)
        for name, values in sections_of(person, request.actor)
    )
    return mark_safe("".join(drawn))  # noqa: S308  templates have escaped it
