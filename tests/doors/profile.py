"""The doors of a person's page, contacts, notification rules, copying and groups."""

from accounts.actions.contacts import add_contact
from accounts.actions.copies import start_copy
from accounts.actions.groups import add_to_group, create_group
from accounts.actors import Actor
from accounts.copying import find
from accounts.models import Group, RuleCopy

SYSTEM = Actor.system("Test")


def _contact(cast):
    to = "ben@home.example"
    contact = cast.ben.contacts.filter(to=to).first() or add_contact(
        cast.ben, method="email", to=to, by=SYSTEM
    )
    return {"pk": cast.ben.pk, "contact_pk": contact.pk}


def _rule(cast):
    return {"pk": cast.ben.pk, "rule_pk": cast.ben.notification_rules.first().pk}


def _step(cast):
    rule = cast.ben.notification_rules.first()
    return {"pk": cast.ben.pk, "rule_pk": rule.pk, "step_pk": rule.steps.first().pk}


def _copy(cast):
    start_copy(cast.ben, targets=[find(cast.eve.username)], by=SYSTEM)
    return {"copy_pk": RuleCopy.objects.get().pk}


def _group(cast):
    group = Group.objects.filter(name="Night shift").first() or create_group(
        "Night shift", by=SYSTEM
    )
    return {"pk": group.pk}


def _member(cast):
    group = create_group("Day shift", by=SYSTEM)
    add_to_group(group, cast.ben, by=SYSTEM)
    return {"pk": group.pk, "person_pk": cast.ben.pk}


KINDS = {
    "bens_page": lambda cast: {"pk": cast.ben.pk},
    "olives_page": lambda cast: {"pk": cast.olive.pk},
    "bens_contact": _contact,
    "bens_rule": _rule,
    "bens_step": _step,
    "copy": _copy,
    "group": _group,
    "group_member": _member,
    "olives_contact": lambda cast: {
        "pk": cast.olive.pk,
        "contact_pk": cast.olive.contacts.first().pk,
    },
}

# name, method, kind, signed out, eve, ben (the person), tom, ada, olive, data
DOORS = [
    ("accounts:profile", "get", "", 302, 200, 200, 200, 200, 200),
    ("accounts:shortcuts_switch", "post", "", 302, 302, 302, 302, 302, 302),
    ("accounts:person", "get", "bens_page", 302, 404, 200, 404, 200, 200),
    ("accounts:person", "get", "olives_page", 302, 404, 404, 404, 200, 200),
    ("accounts:contact_new", "get", "bens_page", 302, 404, 200, 404, 200, 200),
    ("accounts:contact_new", "post", "bens_page", 302, 404, 422, 404, 422, 422),
    ("accounts:contact_new", "get", "olives_page", 302, 404, 404, 404, 403, 200),
    ("accounts:contact_edit", "get", "bens_contact", 302, 404, 200, 404, 200, 200),
    ("accounts:contact_edit", "post", "bens_contact", 302, 404, 422, 404, 422, 422),
    ("accounts:contact_switch", "post", "bens_contact", 302, 404, 302, 404, 302, 302),
    ("accounts:contact_switch", "post", "olives_contact", 302, 404, 404, 404, 403, 302),
    ("accounts:contact_remove", "get", "bens_contact", 302, 404, 200, 404, 200, 200),
    ("accounts:contact_remove", "post", "bens_contact", 302, 404, 302, 404, 302, 302),
    ("accounts:contact_code", "get", "bens_contact", 302, 404, 200, 404, 200, 200),
    ("accounts:contact_code", "post", "bens_contact", 302, 404, 422, 404, 422, 422),
    ("accounts:contact_send_code", "post", "bens_contact", 302, 404, 302, 404, 302, 302),
    ("accounts:rule_new", "get", "bens_page", 302, 404, 200, 404, 200, 200),
    ("accounts:rule_new", "post", "bens_page", 302, 404, 422, 404, 422, 422),
    ("accounts:rule_edit", "get", "bens_rule", 302, 404, 200, 404, 200, 200),
    ("accounts:rule_edit", "post", "bens_rule", 302, 404, 422, 404, 422, 422),
    ("accounts:rule_switch", "post", "bens_rule", 302, 404, 302, 404, 302, 302),
    ("accounts:rule_remove", "get", "bens_rule", 302, 404, 200, 404, 200, 200),
    ("accounts:rule_remove", "post", "bens_rule", 302, 404, 302, 404, 302, 302),
    ("accounts:step_new", "get", "bens_rule", 302, 404, 200, 404, 200, 200),
    ("accounts:step_new", "post", "bens_rule", 302, 404, 422, 404, 422, 422),
    ("accounts:step_edit", "get", "bens_step", 302, 404, 200, 404, 200, 200),
    ("accounts:step_edit", "post", "bens_step", 302, 404, 422, 404, 422, 422),
    ("accounts:step_switch", "post", "bens_step", 302, 404, 302, 404, 302, 302),
    ("accounts:step_remove", "post", "bens_step", 302, 404, 302, 404, 302, 302),
    ("accounts:copy_new", "get", "bens_page", 302, 404, 403, 404, 200, 200),
    ("accounts:copy_preview", "get", "bens_page", 302, 404, 403, 404, 422, 422),
    ("accounts:copy_start", "post", "bens_page", 302, 404, 403, 404, 422, 422),
    ("accounts:copy_suggest", "get", "", 302, 403, 403, 403, 200, 200),
    ("accounts:copy", "get", "copy", 302, 403, 403, 403, 200, 200),
    # Not done yet, so there is nothing to undo.
    ("accounts:copy_undo", "post", "copy", 302, 403, 403, 403, 422, 422),
    ("accounts:groups", "get", "", 302, 403, 403, 403, 200, 200),
    ("accounts:group_new", "get", "", 302, 403, 403, 403, 200, 200),
    ("accounts:group_new", "post", "", 302, 403, 403, 403, 422, 422),
    ("accounts:group", "get", "group", 302, 403, 403, 403, 200, 200),
    ("accounts:group_edit", "get", "group", 302, 403, 403, 403, 200, 200),
    ("accounts:group_edit", "post", "group", 302, 403, 403, 403, 422, 422),
    ("accounts:group_delete", "get", "group", 302, 403, 403, 403, 200, 200),
    ("accounts:group_delete", "post", "group", 302, 403, 403, 403, 422, 422),
    ("accounts:group_add", "post", "group", 302, 403, 403, 403, 422, 422),
    ("accounts:group_suggest", "get", "group", 302, 403, 403, 403, 200, 200),
    ("accounts:group_remove", "post", "group_member", 302, 403, 403, 403, 302, 302),
]
