"""What each role may do: one table. Pure.

The names are Opsgenie's 95 (contract: opsgenie-product.md), so that a custom role comes over
whole. Muster enforces those whose subject it has; the pages say which.
"""

from collections.abc import Collection
from dataclasses import dataclass

OWNER, ADMIN, USER, STAKEHOLDER, OBSERVER = "owner", "admin", "user", "stakeholder", "observer"
BUILT_IN = (OWNER, ADMIN, USER, STAKEHOLDER, OBSERVER)
EXTENDABLE = (USER, OBSERVER, STAKEHOLDER)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_GROUPS = {
    "Own profile": """profile-edit contacts-edit notification-rules-edit quiet-hours-edit
        login-email-edit profile-custom-fields-edit""",
    "Account": """configurations-read-only configurations-edit configurations-delete manage-roles
        billing-manage logs-page-access reports-access it-user-functionality
        parent-login-as-user update-login-as-user-state""",
    "On-call": "who-is-on-call-show-all forwardings-edit maintenance-edit",
    "Alerts": """see-alerts alerts-access-all alert-create alert-action alert-acknowledge
        alert-unacknowledge alert-snooze alert-escalate alert-close alert-delete
        alert-take-ownership alert-assign-ownership alert-add-recipient alert-add-responder
        alert-add-team alert-add-note alert-update-note alert-delete-note alert-edit-tags
        alert-edit-details alert-custom-action alert-update-priority alert-update-message
        alert-update-description alert-add-attachment alert-delete-attachment
        alert-grant-visibility alert-create-issue alert-link-issue alert-acknowledge-all
        alert-close-all""",
    "Incidents": """incidents-access-all incident-create incident-action incident-add-stakeholder
        incident-add-responder incident-remove-responder incident-resolve incident-reopen
        incident-close incident-delete incident-associate-alerts incident-dissociate-alerts
        incident-update-priority incident-edit-tags incident-edit-details
        incident-edit-impact-times incident-edit-postmortem-fields incident-edit-message
        incident-add-note incident-custom-action incident-create-issue incident-link-issue
        incident-timeline-create incident-timeline-edit incident-timeline-delete
        assign-response-role update-potential-causes mass-notification-create
        slack-channel-create slack-channel-unlink""",
    "Postmortems and rooms": """postmortem-access-published postmortem-access-unpublished
        postmortem-create postmortem-edit postmortem-delete join-icc-session create-icc-session
        access-icc-past-sessions incident-commander edit-incident-command-center-room
        delete-incident-command-center-room""",
    "Services": """service-access edit-impacted-services service-access-status
        service-send-status-update""",
}
GROUPS: dict[str, tuple[str, ...]] = {name: tuple(words.split()) for name, words in _GROUPS.items()}
RIGHTS: tuple[str, ...] = tuple(right for rights in GROUPS.values() for right in rights)

# Rights that a line of Muster's code asks for today. Later issues add theirs.
ENFORCED = _set(
    """profile-edit contacts-edit notification-rules-edit login-email-edit configurations-read-only
    configurations-edit manage-roles logs-page-access who-is-on-call-show-all see-alerts
    alerts-access-all alert-create alert-action alert-acknowledge alert-unacknowledge alert-snooze
    alert-escalate alert-close alert-delete alert-take-ownership alert-assign-ownership
    alert-add-recipient alert-add-responder alert-add-team alert-add-note alert-edit-tags
    alert-edit-details alert-custom-action alert-update-priority alert-update-message
    alert-update-description alert-acknowledge-all alert-close-all"""
)

_OWNER_ONLY = frozenset({"billing-manage"})
_RUNNING_THE_ACCOUNT = _set(
    """configurations-read-only configurations-edit configurations-delete manage-roles
    logs-page-access reports-access it-user-functionality parent-login-as-user
    update-login-as-user-state forwardings-edit maintenance-edit alerts-access-all alert-delete
    alert-acknowledge-all alert-close-all incidents-access-all incident-delete
    postmortem-delete delete-incident-command-center-room"""
)
_EVERYBODY = _set(
    """profile-edit contacts-edit login-email-edit profile-custom-fields-edit
    service-access-status postmortem-access-published"""
)
_OBSERVING = _EVERYBODY | frozenset({"see-alerts", "who-is-on-call-show-all", "service-access"})

ROLE_RIGHTS: dict[str, frozenset[str]] = {
    OWNER: frozenset(RIGHTS),
    ADMIN: frozenset(RIGHTS) - _OWNER_ONLY,
    USER: frozenset(RIGHTS) - _OWNER_ONLY - _RUNNING_THE_ACCOUNT,
    STAKEHOLDER: _EVERYBODY,
    OBSERVER: _OBSERVING,
}
ROLE_SUMMARY = {
    OWNER: "Everything, also adding and removing owners.",
    ADMIN: "Everything except what concerns owners and the subscription.",
    USER: "Works on alerts of their teams, is on call, sets own notification rules.",
    STAKEHOLDER: "Is told about incidents and sees status pages. Works on nothing.",
    OBSERVER: "Sees alerts and who is on call. Changes nothing but their own profile.",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a right is given, and why."""

    right: str
    allowed: bool
    why: str
    enforced: bool


def rights_of(
    base: str, granted: Collection[str] = (), disallowed: Collection[str] = ()
) -> set[str]:
    """Return the rights of a role: its base's, plus the granted, less the disallowed ones."""
    return (set(ROLE_RIGHTS[base]) | set(granted)) - set(disallowed)


def explain(
    base: str,
    *,
    role_name: str,
    granted: Collection[str] = (),
    disallowed: Collection[str] = (),
) -> dict[str, list[Answer]]:
    """Answer for every right, by group: is it given, and because of what.

    A right both granted and disallowed is disallowed.
    """
    is_custom = base != role_name.lower()
    of_base = f"the role {base.capitalize()}"

    def answer(right: str) -> Answer:
        enforced = right in ENFORCED
        if right in disallowed:
            return Answer(right, False, f"disallowed by the role {role_name}", enforced)
        if right in granted:
            return Answer(right, True, f"granted by the role {role_name}", enforced)
        allowed = right in ROLE_RIGHTS[base]
        via = f"{of_base}, on which {role_name} is based" if is_custom else of_base
        return Answer(right, allowed, f"{'given' if allowed else 'not given'} by {via}", enforced)

    return {group: [answer(right) for right in rights] for group, rights in GROUPS.items()}
