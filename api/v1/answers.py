"""What the calls of the v1 API give. Contract: opsgenie-v1.md §1."""

from datetime import datetime
from uuid import UUID

import msgspec
from django.http import HttpResponse

JSON = "application/json; charset=UTF-8"
_write = msgspec.json.Encoder().encode


class Answer(msgspec.Struct, rename="camel", kw_only=True):
    """An answer: its fields are written in camelCase, and UNSET ones are left out."""


class Done(Answer):
    """It is done."""

    status: str = "successful"
    code: int = 200


class Made(Done, kw_only=True):
    """It is done, and what was made or changed has this id."""

    id: UUID


class Refusal(Answer):
    """It is not done, and why."""

    error: str
    code: int


def written(answer: Answer, status: int = 200) -> HttpResponse:
    """Write an answer as JSON."""
    return HttpResponse(_write(answer), content_type=JSON, status=status)


def milliseconds(at: datetime) -> int:
    """Write a time as the v1 API does: milliseconds since 1970."""
    return round(at.timestamp() * 1000)
