"""Settings that an operator got wrong, found when Muster starts."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks

WEBHOOKS = ("SMS_WEBHOOK_URL", "VOICE_WEBHOOK_URL")


@checks.register(checks.Tags.security)
def webhooks_are_signed(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Find webhooks that are no addresses, or whose receiver could not tell who asks."""
    urls = {name: getattr(settings, name) for name in WEBHOOKS}
    problems: list[checks.CheckMessage] = [
        checks.Error(f"{name} is no http or https address.", id="common.E002")
        for name, url in urls.items()
        if url and not (urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname)
    ]
    if any(urls.values()) and not settings.WEBHOOK_SECRET:
        hint = "Choose a long random text, and give it to whoever receives the webhook as well."
        problems.append(
            checks.Error("WEBHOOK_SECRET is needed to sign webhooks.", hint=hint, id="common.E003")
        )
    return problems
