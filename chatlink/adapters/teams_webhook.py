"""Microsoft Teams, outgoing webhook: HMAC over the raw body. Contract: chat.md §2.2.

The key proves no more than one team of Teams, so that is the chat team. The time stands in the
body, which is signed. Everybody in the thread sees a reply.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chatlink.adapters import proof, teams
from chatlink.adapters.base import Adapter, Field
from chatlink.messages import Forged, Incoming, Kind, RawRequest, Reply


class TeamsWebhook(Adapter):
    """A team of Microsoft Teams, by an outgoing webhook."""

    name = "teams-webhook"
    kind = Kind.TEAMS
    label = "Microsoft Teams (outgoing webhook)"
    can_post = False
    replies_are_public = True
    fields = (Field("secret", "Security token", "It is shown once, when the webhook was created."),)

    @proof.strictly
    def read(self, request: RawRequest, secrets: Mapping[str, str], *, now: datetime) -> Incoming:
        """Prove a request and say what it asks. Raises Forged, NothingAsked."""
        self.verify(request, secrets)
        told = proof.an_object(request.body)
        proof.must_be_fresh(proof.moment(told.get("timestamp")), now)
        data = told.get("channelData")
        team = proof.at(data, "team", "id") or proof.at(data, "teamsTeamId")
        user_id, user_name = teams.who(told)
        channel_id, channel_name = teams.channel(told)
        return Incoming(
            kind=self.kind,
            chat_team_id=proof.an_id(team),
            chat_team_name=proof.a_name(proof.at(data, "team", "name")),
            chat_user_id=user_id,
            chat_user_name=user_name,
            text=teams.text(told),
            once=teams.once(told),
            channel_id=channel_id,
            channel_name=channel_name,
            is_private=False,
        )

    def verify(self, request: RawRequest, secrets: Mapping[str, str]) -> None:
        """Raise Forged, or anything, unless the key of the webhook signed the body."""
        key = base64.b64decode(proof.the_secret(secrets), validate=True)
        digest = hmac.new(key, request.body, hashlib.sha256).digest()
        given = proof.credential(request.headers.get("authorization", ""), "hmac")
        if not key or not proof.same(given, base64.b64encode(digest).decode()):
            raise Forged("The signature is wrong.")

    def render(self, reply: Reply, asked: Incoming | None = None) -> dict[str, Any]:
        """Return the JSON of a reply."""
        return teams.message(reply)
