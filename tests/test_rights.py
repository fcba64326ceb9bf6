"""The 95 rights, what the built-in roles give, and why somebody has a right or not."""

from pathlib import Path

import pytest

from accounts import rights

# As Opsgenie's own Terraform provider accepts them (validCustomRolesRights).
NAMES = [
    "who-is-on-call-show-all",
    "notification-rules-edit",
    "quiet-hours-edit",
    "alerts-access-all",
    "reports-access",
    "logs-page-access",
    "maintenance-edit",
    "contacts-edit",
    "profile-edit",
    "login-email-edit",
    "profile-custom-fields-edit",
    "configurations-read-only",
    "configurations-edit",
    "configurations-delete",
    "billing-manage",
    "alert-action",
    "alert-create",
    "alert-add-attachment",
    "alert-delete-attachment",
    "alert-add-note",
    "alert-acknowledge",
    "alert-unacknowledge",
    "alert-snooze",
    "alert-escalate",
    "alert-close",
    "alert-delete",
    "alert-take-ownership",
    "alert-assign-ownership",
    "alert-add-recipient",
    "alert-add-team",
    "alert-edit-tags",
    "alert-edit-details",
    "alert-custom-action",
    "alert-update-priority",
    "alert-acknowledge-all",
    "alert-close-all",
    "incident-create",
    "incident-add-stakeholder",
    "incident-add-responder",
    "incident-resolve",
    "incident-reopen",
    "mass-notification-create",
    "service-access",
    "forwardings-edit",
    "manage-roles",
    "it-user-functionality",
    "parent-login-as-user",
    "update-login-as-user-state",
    "see-alerts",
    "alert-delete-note",
    "alert-update-note",
    "alert-update-description",
    "alert-update-message",
    "alert-add-responder",
    "alert-grant-visibility",
    "alert-create-issue",
    "alert-link-issue",
    "incidents-access-all",
    "assign-response-role",
    "incident-action",
    "incident-associate-alerts",
    "incident-dissociate-alerts",
    "incident-remove-responder",
    "incident-update-priority",
    "incident-edit-tags",
    "incident-edit-details",
    "incident-edit-impact-times",
    "incident-edit-postmortem-fields",
    "incident-edit-message",
    "incident-add-note",
    "incident-close",
    "incident-delete",
    "incident-custom-action",
    "update-potential-causes",
    "incident-create-issue",
    "incident-link-issue",
    "edit-impacted-services",
    "postmortem-access-published",
    "postmortem-access-unpublished",
    "postmortem-create",
    "postmortem-edit",
    "postmortem-delete",
    "slack-channel-create",
    "slack-channel-unlink",
    "join-icc-session",
    "create-icc-session",
    "access-icc-past-sessions",
    "incident-commander",
    "edit-incident-command-center-room",
    "delete-incident-command-center-room",
    "incident-timeline-create",
    "incident-timeline-edit",
    "incident-timeline-delete",
    "service-access-status",
    "service-send-status-update",
]

# right: owner, admin, user, stakeholder, observer (opsgenie-product.md, “Rights by role”)
TABLE = {
    "billing-manage": (1, 0, 0, 0, 0),
    "manage-roles": (1, 1, 0, 0, 0),
    "configurations-read-only": (1, 1, 0, 0, 0),
    "configurations-edit": (1, 1, 0, 0, 0),
    "configurations-delete": (1, 1, 0, 0, 0),
    "alerts-access-all": (1, 1, 0, 0, 0),
    "alert-delete": (1, 1, 0, 0, 0),
    "reports-access": (1, 1, 0, 0, 0),
    "logs-page-access": (1, 1, 0, 0, 0),
    "alert-create": (1, 1, 1, 0, 0),
    "alert-action": (1, 1, 1, 0, 0),
    "notification-rules-edit": (1, 1, 1, 0, 0),
    "quiet-hours-edit": (1, 1, 1, 0, 0),
    "service-send-status-update": (1, 1, 1, 0, 0),
    "who-is-on-call-show-all": (1, 1, 1, 0, 1),
    "see-alerts": (1, 1, 1, 0, 1),
    "service-access-status": (1, 1, 1, 1, 1),
    "profile-edit": (1, 1, 1, 1, 1),
    "contacts-edit": (1, 1, 1, 1, 1),
}


def test_there_are_the_95_rights_of_opsgenie_each_in_one_group():
    assert len(NAMES) == 95
    assert sorted(rights.RIGHTS) == sorted(NAMES)


def test_what_is_enforced_is_a_right_that_a_line_of_the_code_asks_for():
    assert set(rights.ENFORCED) <= set(NAMES)
    root = Path(rights.__file__).parent.parent
    floors = ("accounts", "teams", "oncall", "routing", "alerts", "api")
    files = [file for app in floors for file in (root / app).rglob("*.py")]
    code = "".join(file.read_text() for file in files if file != Path(rights.__file__))
    assert {right for right in NAMES if f'"{right}"' in code} == set(rights.ENFORCED)


@pytest.mark.parametrize(("right", "given"), TABLE.items(), ids=TABLE)
def test_the_built_in_roles_give_what_opsgenies_give(right, given):
    assert tuple(right in rights.ROLE_RIGHTS[role] for role in rights.BUILT_IN) == given


def test_who_stands_higher_has_every_right_of_who_stands_lower():
    owner, admin, user, stakeholder, observer = (rights.ROLE_RIGHTS[one] for one in rights.BUILT_IN)
    assert stakeholder < observer < user < admin < owner
    assert owner == set(NAMES)


def test_a_custom_role_is_its_base_and_the_granted_less_the_disallowed():
    given = rights.rights_of(
        "observer",
        granted=["alert-create", "alert-close"],
        disallowed=["see-alerts", "alert-close"],
    )
    assert given == rights.ROLE_RIGHTS["observer"] - {"see-alerts"} | {"alert-create"}


def answers_of(*args, **kwargs):
    """Every answer of explain() by its right."""
    groups = rights.explain(*args, **kwargs)
    return {answer.right: answer for answers in groups.values() for answer in answers}


def test_it_explains_a_built_in_role():
    answers = answers_of("user", role_name="User")
    assert len(answers) == 95
    assert answers["alert-create"].allowed
    assert answers["alert-create"].why == "given by the role User"
    assert not answers["manage-roles"].allowed
    assert answers["manage-roles"].why == "not given by the role User"


def test_it_explains_a_custom_role():
    answers = answers_of(
        "user",
        role_name="Night operator",
        granted=["logs-page-access", "alert-close"],
        disallowed=["alert-close", "alert-delete-note"],
    )
    assert answers["logs-page-access"].why == "granted by the role Night operator"
    assert answers["alert-close"].why == "disallowed by the role Night operator"
    assert not answers["alert-close"].allowed
    expected = "given by the role User, on which Night operator is based"
    assert answers["alert-create"].why == expected


def test_it_says_which_rights_are_enforced():
    answers = answers_of("user", role_name="User")
    assert answers["profile-edit"].enforced
    assert not answers["incident-create"].enforced
