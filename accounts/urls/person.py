"""The addresses of one person's page, of copying rules and of groups."""

from django.urls import URLPattern, path

from accounts.views import contacts, copies, groups, person, rules

PERSON = "people/<uuid:pk>/"
CONTACT = f"{PERSON}contacts/<uuid:contact_pk>/"
RULE = f"{PERSON}rules/<uuid:rule_pk>/"
STEP = f"{RULE}steps/<uuid:step_pk>/"
COPY = "people/copies/<uuid:copy_pk>/"
GROUP = "people/groups/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path("profile/", person.profile, name="profile"),
    path("profile/shortcuts/", person.shortcuts_switch, name="shortcuts_switch"),
    path(PERSON, person.person, name="person"),
    path(f"{PERSON}contacts/new/", contacts.contact_new, name="contact_new"),
    path(CONTACT, contacts.contact_edit, name="contact_edit"),
    path(f"{CONTACT}switch/", contacts.contact_switch, name="contact_switch"),
    path(f"{CONTACT}remove/", contacts.contact_remove, name="contact_remove"),
    path(f"{CONTACT}code/", contacts.contact_code, name="contact_code"),
    path(f"{CONTACT}code/send/", contacts.contact_send_code, name="contact_send_code"),
    path(f"{PERSON}rules/new/", rules.rule_new, name="rule_new"),
    path(RULE, rules.rule_edit, name="rule_edit"),
    path(f"{RULE}switch/", rules.rule_switch, name="rule_switch"),
    path(f"{RULE}remove/", rules.rule_remove, name="rule_remove"),
    path(f"{RULE}steps/new/", rules.step_new, name="step_new"),
    path(STEP, rules.step_edit, name="step_edit"),
    path(f"{STEP}switch/", rules.step_switch, name="step_switch"),
    path(f"{STEP}remove/", rules.step_remove, name="step_remove"),
    path(f"{PERSON}rules/copy/", copies.copy_new, name="copy_new"),
    path(f"{PERSON}rules/copy/preview/", copies.copy_preview, name="copy_preview"),
    path(f"{PERSON}rules/copy/start/", copies.copy_start, name="copy_start"),
    path("people/copies/suggest/", copies.copy_suggest, name="copy_suggest"),
    path(COPY, copies.copy, name="copy"),
    path(f"{COPY}undo/", copies.copy_undo, name="copy_undo"),
    path("people/groups/", groups.groups, name="groups"),
    path("people/groups/new/", groups.group_new, name="group_new"),
    path(GROUP, groups.group, name="group"),
    path(f"{GROUP}edit/", groups.group_edit, name="group_edit"),
    path(f"{GROUP}delete/", groups.group_delete, name="group_delete"),
    path(f"{GROUP}members/", groups.group_add, name="group_add"),
    path(f"{GROUP}members/suggest/", groups.group_suggest, name="group_suggest"),
    path(f"{GROUP}members/<uuid:person_pk>/remove/", groups.group_remove, name="group_remove"),
]
