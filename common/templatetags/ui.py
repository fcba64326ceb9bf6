"""The parts that every page is made of. Usage: `{% load ui %}`."""

from datetime import datetime
from functools import cache
from typing import Any

from django import forms, template
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common import times, ui_fields
from common.drawing import Pattern, drawn

PAGER_ICONS = {"first": "chevrons-left", "previous": "", "next": "", "last": "chevrons-right"}

register = template.Library()


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """An icon of the sprite (bin/icons.txt). It is decoration: the word beside it speaks."""
    return _icon(name, classes, settings.STORAGES["staticfiles"]["BACKEND"])


@cache
def _icon(name: str, classes: str, storage: str) -> SafeString:
    """Draw an icon once: a list of fifty people shows two hundred."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        f" {classes}" if classes else "",
        static("icons.svg"),
        name,
    )


@register.simple_tag
def kept(template: str, **values: Any) -> SafeString:
    """A part that says the same whenever these values are the same: drawn once for each of them."""
    return drawn(template, **values)


@register.filter
def initials(name: str) -> str:
    """The first letters of the first and last word ("Cem Yıldız" is CY)."""
    words = str(name).split("@")[0].split()
    letters = [word[0] for word in (words[:1] + words[1:][-1:])]
    return "".join(letters).upper() or "?"


@register.simple_tag
def avatar(name: str, classes: str = "") -> SafeString:
    """Somebody's initials in a circle, hidden from screen readers: the name stands beside it."""
    return format_html(
        '<span class="avatar{}" aria-hidden="true">{}</span>',
        f" {classes}" if classes else "",
        initials(name),
    )


@register.simple_tag
def when(moment: datetime | None, *, full: bool = False) -> SafeString:
    """A moment as <time>: relative under a day, dated after, "never" for None; full on hover."""
    if moment is None:
        return SafeString('<span class="dim">never</span>')
    local = timezone.localtime(moment)
    iso, written = local.isoformat(timespec="seconds"), times.in_full(local)
    words = written if full else times.in_words(local, timezone.now())
    # Times have nothing to escape; a list has fifty of them.
    return SafeString(f'<time datetime="{iso}" title="{written}">{words}</time>')


@register.simple_tag
def field(
    bound: BoundField,
    label: str | None = None,
    hint: str | None = None,
    *,
    optional: bool = True,
    hide_label: bool = False,
    seg: bool = False,
    classes: str = "",
    suggest: str = "",
    link: str = "",
    link_text: str = "",
    **attributes: Any,
) -> SafeString:
    """A form field with label, hint and errors. Further keywords become attributes of the control.

    `suggest` is a URL that answers with options for what was typed; `link` stands by the label.
    """
    kind = ui_fields.kind_of(bound)
    segmented = seg or ui_fields.is_segmented(bound)
    if suggest:
        attributes |= _suggesting(bound, suggest)
    context = {
        "field": bound,
        "kind": kind,
        "label": bound.label if label is None else label,
        "hint": bound.help_text if hint is None else hint,
        "shows_optional": optional and not bound.field.required and kind != "check",
        "hide_label": hide_label,
        "segmented": segmented,
        "classes": classes,
        "suggest": suggest,
        "link": link,
        "link_text": link_text,
        "is_switch": bound.field.widget.attrs.get("role") == "switch",
    }
    if kind == "choices":
        context["choices"] = ui_fields.choices(bound, segmented=segmented)
    else:
        context["control"] = ui_fields.control(bound, attributes)
    return render_to_string("parts/field.html", context)


@register.simple_tag
def problems(form: forms.BaseForm) -> SafeString:
    """What is wrong with a form as a whole, or nothing."""
    hidden = [error for bound in form.hidden_fields() for error in bound.errors]
    found = [*form.errors.get(NON_FIELD_ERRORS, []), *hidden]
    return render_to_string("parts/problems.html", {"problems": found})


@register.simple_tag
def fields(form: forms.BaseForm) -> SafeString:
    """A whole form: its problems, then every field. Without the <form> and its buttons."""
    return render_to_string("parts/fields.html", {"form": form})


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The address's query string with some terms changed; None or "" takes a term out."""
    terms = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            terms.pop(name, None)
        else:
            terms[name] = value
    return f"?{terms.urlencode()}"


@register.inclusion_tag("parts/pager.html", takes_context=True)
def pager(
    context: template.Context, page: Any, target: str = "", name: str = "cursor"
) -> dict[str, Any]:
    """The links under a list (a common.paging.Page). `target` is the id that htmx swaps."""
    ends = {end: getattr(page, end) for end in PAGER_ICONS}
    links = [
        _pager_link(end, query(context, **{name: at}) if at else "", target)
        for end, at in ends.items()
    ]
    return {"page": page, "links": links if any(ends.values()) else []}


@register.simple_tag(takes_context=True)
def sort_head(
    context: template.Context,
    label: str,
    name: str,
    sort: object,
    target: str = "",
    classes: str = "",
) -> SafeString:
    """The head of a sortable column: its order, and a link that turns it round."""
    current = str(sort)
    order = {name: "ascending", f"-{name}": "descending"}.get(current, "")
    turned = f"-{name}" if order == "ascending" else name
    pattern = Pattern(
        "parts/sort_head.html", label=label, name=name, order=order, target=target, classes=classes
    )
    return pattern.fill(address=query(context, sort=turned, cursor=None))


@register.simple_block_tag
def empty(content: SafeString, title: str, text: str = "") -> SafeString:
    """What is not here, why, and what to do next; between the tags stand one or two buttons."""
    context = {"title": title, "text": text, "buttons": content.strip() and content}
    return render_to_string("parts/empty.html", context)


def _suggesting(bound: BoundField, url: str) -> dict[str, Any]:
    return {
        "autocomplete": "off",
        "hx-get": url,
        "hx-trigger": "input changed delay:150ms",
        "hx-target": f"#{bound.auto_id}_options",
        "hx-swap": "innerHTML",
        "hx-sync": "this:replace",
    }


def _pager_link(end: str, address: str, target: str) -> SafeString:
    values = {"end": end, "only_icon": PAGER_ICONS[end], "target": target, "leads": bool(address)}
    return Pattern("parts/pager_link.html", **values).fill(address=address)
