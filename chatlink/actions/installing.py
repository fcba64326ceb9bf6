"""An add-on is installed by its chat system itself, into an integration that waits for that."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from accounts import audit
from accounts.actors import Actor
from chatlink.actions.integrations import hold
from chatlink.adapters.hipchat_install import Installation, key_of
from chatlink.models import Integration
from common.saving import save_valid
from common.text import one_line

audit.WORDS |= {
    "integration.installed": "installed the add-on of the integration {target}",
    "integration.uninstalled": "uninstalled the add-on of the integration {target}",
}

HIPCHAT = Actor.system("HipChat")
INSTALLED = "An add-on was installed for this integration already."
OTHER_GROUP = "An add-on was installed for group {}, and this integration is for group {}."
UNINSTALLED = (
    "HipChat has uninstalled the add-on. To install it again, remove this integration and add it "
    "anew: its chat accounts stay."
)


@transaction.atomic
def install(integration: Integration, told: Installation) -> None:
    """Keep the credentials, once: afterwards the address of the callback is of no more use.

    Raises ValidationError when there are some already, or when they are of another chat team.
    """
    hold(integration)
    if not is_waiting(integration):
        raise ValidationError(INSTALLED)
    team = integration.chat_team
    if team is None or team.external_id != told.group_id:
        ours = team.external_id if team else ""
        raise ValidationError(OTHER_GROUP.format(told.group_id, ours))
    integration.secrets = dict(told.credentials)
    save_valid(integration)
    if told.group_name and told.group_name != team.name:
        team.name = one_line(told.group_name, 200)
        save_valid(team)
    audit.record(HIPCHAT, "integration.installed", integration, team_id=integration.team_id)


@transaction.atomic
def uninstall(integration: Integration, oauth_id: str) -> None:
    """Forget the secret; the id stays, so that nothing is installed at the old address again.

    Raises ValidationError when that add-on is not there.
    """
    hold(integration)
    kept = integration.secrets
    if not kept.get("secret") or kept.get("oauth_id") != oauth_id:
        raise ValidationError("There is no such add-on.")
    integration.secrets = {"oauth_id": oauth_id}
    integration.last_error = UNINSTALLED
    save_valid(integration)
    audit.record(HIPCHAT, "integration.uninstalled", integration, team_id=integration.team_id)


def is_waiting(integration: Integration) -> bool:
    """Whether the integration waits for its add-on to be installed: it has no credentials."""
    return not integration.secrets


def install_address(integration: Integration) -> str:
    """Return the address of the add-on's descriptor, which begins its callback's too."""
    kept = [integration.pk, key_of(integration.pk)]
    return settings.PUBLIC_URL + reverse("chatlink:hipchat_descriptor", args=kept)
