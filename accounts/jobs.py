"""Work done outside the request. Deferred in the caller's transaction, done by any worker."""

import json
from typing import Any

from django.core.mail import EmailMessage
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from common.sealed import unseal


@app.task(
    name="accounts.deliver", retry=RetryStrategy(max_attempts=10, exponential_wait=3)
)  # seconds: 3, 9, 27 …, about 8 hours in all
def deliver(sealed: str) -> None:
    """Send one e-mail. A mail server that is down is tried again, ever more slowly."""
    message: dict[str, Any] = json.loads(unseal(sealed))
    EmailMessage(**message).send()
