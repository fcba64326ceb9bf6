"""Microsoft Teams, bot: activities with a token of the Bot Framework. Contract: chat.md §2.3.

The token is signed with a key that Microsoft endorses for Teams; it names our app and the address
that replies go to, but does not cover the body. The chat team is the tenant. Replies go by calls:
Teams shows nothing of what it gets in answer.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chatlink.adapters import proof, teams, teams_calls, teams_keys
from chatlink.adapters.base import Adapter, Field, Posted
from chatlink.adapters.plain import typed
from chatlink.messages import Card, Forged, Incoming, Kind, RawRequest, Reply

ISSUER = "https://api.botframework.com"
CHANNEL = "msteams"
LEEWAY = 300  # seconds, as the Bot Framework's own libraries have it


class TeamsBot(Adapter):
    """A tenant of Microsoft Teams, by a bot."""

    name = "teams-bot"
    kind = Kind.TEAMS
    label = "Microsoft Teams (bot)"
    can_update = True
    answers_at_once = False
    fields = (
        Field("secret", "Client secret", "Of the bot’s app registration."),
        Field("app_id", "Microsoft App ID", is_secret=False),
        Field(
            "app_tenant",
            "App tenant ID",
            "For a single-tenant bot: the tenant of its app registration.",
            is_secret=False,
            is_needed=False,
        ),
    )

    @proof.strictly
    def read(self, request: RawRequest, secrets: Mapping[str, str], *, now: datetime) -> Incoming:
        """Prove a request and say what it asks. Raises Forged, NothingAsked."""
        claims = self.verify(request, secrets, now=now)
        told = proof.an_object(request.body)
        service_url = proof.at(told, "serviceUrl")
        if not service_url or service_url != claims.get("serviceurl", claims.get("serviceUrl")):
            raise Forged("The token is for another address of replies.")
        if told.get("channelId") != CHANNEL:
            raise Forged("The activity is not of Teams.")
        proof.must_be_fresh(proof.moment(told.get("timestamp")), now)
        command = proof.at(told, "value", "genie")
        is_button = isinstance(command, str)
        user_id, user_name = teams.who(told)
        channel_id, channel_name = teams.channel(told)
        return Incoming(
            kind=self.kind,
            chat_team_id=self._tenant(told),
            chat_team_name="",
            chat_user_id=user_id,
            chat_user_name=user_name,
            text=typed(command) if is_button else teams.text(told),
            once=teams.once(told),
            channel_id=channel_id,
            channel_name=channel_name,
            is_button=is_button,
            message_id=proof.a_name(told.get("replyToId")) if is_button else "",
            reply_to=teams_calls.place_of(told),
        )

    def verify(
        self, request: RawRequest, secrets: Mapping[str, str], *, now: datetime
    ) -> dict[str, Any]:
        """Return the claims of a request's token. Raises Forged, or anything."""
        token = proof.credential(request.headers.get("authorization", ""), "bearer")
        key = teams_keys.key_for(token, CHANNEL)
        claims = proof.claims_of(token, key, "RS256", needs=("iss", "aud"), leeway=LEEWAY, now=now)
        if claims["iss"] != ISSUER or claims["aud"] != proof.the_secret(secrets, "app_id"):
            raise Forged("The token is another's.")
        return claims

    def _tenant(self, told: dict[str, Any]) -> str:
        named = {
            proof.at(told, "channelData", "tenant", "id"),
            proof.at(told, "conversation", "tenantId"),
        } - {None}
        if len(named) != 1:
            raise Forged("The activity names no tenant, or two.")
        return proof.an_id(named.pop())

    def render(self, reply: Reply, asked: Incoming | None = None) -> dict[str, Any]:
        """Return the activity that a reply is."""
        return teams.message(reply)

    def deliver(
        self, reply: Reply, reply_to: Mapping[str, str], secrets: Mapping[str, str]
    ) -> None:
        """Answer by a call; what is private goes to the chat with the sender alone."""
        teams_calls.answer(teams.message(reply), reply.is_private, reply_to, secrets)

    def post(self, card: Card, channel_id: str, secrets: Mapping[str, str]) -> Posted:
        """Post an alert to a channel. Raises NotPosted, OSError."""
        return teams_calls.post(card, channel_id, secrets)

    def update(self, card: Card, posted: Posted, secrets: Mapping[str, str]) -> None:
        """Change a message that stands in a channel. Raises NotPosted, OSError."""
        teams_calls.update(card, posted, secrets)
