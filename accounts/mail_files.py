"""Mail as files, for an installation without a mail server: one .eml file per mail."""

import os
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

NAME = re.compile(r"^(\d{8}T\d{12})-[0-9a-f]{8}\.eml\Z")
STAMP = "%Y%m%dT%H%M%S%f"
# A newcomer may read the file itself: a link has to stand in one piece.
READABLE = policy.default.clone(max_line_length=998)


class EmailBackend(BaseEmailBackend):
    """Django's way to send mail, into files that nobody but the server's user can read."""

    def __init__(self, *args: Any, file_path: Path, **options: Any) -> None:
        super().__init__(*args, **options)
        self.folder = Path(file_path)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each mail to a file of its own and return how many there were."""
        folder = self.folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{timezone.now():{STAMP}}-{secrets.token_hex(4)}.eml"
            opened = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(opened, "wb") as file:
                file.write(message.message(policy=READABLE).as_bytes())
        return len(email_messages)


@dataclass(frozen=True, slots=True)
class KeptMail:
    """A mail that was kept in a file."""

    name: str
    at: datetime
    to: str
    subject: str
    body: str


def newest(limit: int) -> Iterator[KeptMail]:
    """Yield the newest mails, at most `limit`, newest first."""
    folder = Path(settings.MAIL_DIRECTORY)
    names = sorted((path.name for path in folder.glob("*.eml")), reverse=True)
    for name in [name for name in names if NAME.match(name)][:limit]:
        yield _read(folder / name)


def _read(path: Path) -> KeptMail:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    text = message.get_body(("plain",))
    stamp = datetime.strptime(path.name.partition("-")[0], STAMP).replace(tzinfo=UTC)
    return KeptMail(
        name=path.stem,
        at=stamp,
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        body=str(text.get_content()) if text else "",
    )
