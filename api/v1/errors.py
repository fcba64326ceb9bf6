"""What a refusal of the v1 API looks like: the one table from exceptions to answers.

Contract: opsgenie-v1.md §2. Only two codes are known from Opsgenie, 2 and 5; no list was ever
published. The others are Muster's own, and stay what they are.
"""

import logging
from enum import IntEnum
from functools import cache
from typing import Any

import pydantic
from django.apps import apps
from django.core import exceptions
from django.core.signals import got_request_exception
from django.db import IntegrityError, InterfaceError, OperationalError, models
from django.http import HttpResponse
from django.http.request import UnreadablePostError

from accounts.rates import TooManyCalls
from api import wire
from api.v1 import answers
from api.wire import ApiRequest
from common.saving import Unfit

_log = logging.getLogger("django.request")


class Code(IntEnum):
    """The codes of refusals, each with what it means."""

    words: str

    def __new__(cls, value: int, words: str) -> "Code":
        """Make a code that says what it means."""
        code = int.__new__(cls, value)
        code._value_, code.words = value, words
        return code

    NOT_AUTHENTICATED = 2, "No key, or none that is in force."
    NOT_FOUND = 5, "What the request names does not exist, or the alert is closed already."
    NOT_JSON = 101, "The request could not be read: its body is no JSON object."
    MISSING = 102, "A mandatory property is missing."
    INVALID = 103, "A property has a value that it can’t have."
    DUPLICATE = 104, "There is one of this name, user name or address already."
    NOT_POSSIBLE = 105, "It can’t be done as things are; the error says why."
    NOT_GRANTED = 106, "The key does not have the access for this, or https is wanted."
    NO_SUCH_CALL = 107, "There is no such path, or it does not take this method."
    TOO_LARGE = 108, "The request has more than 5 MB."
    TOO_MANY = 109, "The key has called too often; Retry-After says how many seconds to wait."
    RACE = 110, "Somebody else was quicker. The request may be repeated."
    UNAVAILABLE = 111, "The database does not answer. The request may be repeated."
    INTERNAL = 112, "A fault of Muster’s. The request may be repeated."


# What the API calls the fields of our models.
NAMES = {
    "full_name": "fullname",
    "time_zone": "timezone",
    "skype_username": "skypeUsername",
    "custom_role": "role",
    "is_enabled": "enabled",
    "match_type": "conditionMatchType",
    "time_restriction": "restrictions",
    "until": "endDate",
    "starts_at": "startDate",
    "ends_at": "endDate",
    "length": "rotationLength",
    "steps": "rules",
    "target": "toUsers",
    "responder": "recipient",
}


class Refused(Exception):
    """An answer that is no success: an HTTP status, a code, and a sentence."""

    def __init__(
        self, status: int, code: Code, sentence: str, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(sentence)
        self.status, self.code, self.sentence = status, code, sentence
        self.headers = headers or {}


def not_found(kind: str, name: object) -> Refused:
    """Say that there is no such thing, or none that the key reaches."""
    return Refused(400, Code.NOT_FOUND, f"{kind} [{str(name)[:512]}] does not exist.")


def missing(*names: str) -> Refused:
    """Say that one of these parameters has to be there."""
    return Refused(400, Code.MISSING, f"Missing mandatory property: {' or '.join(names)}")


def invalid(name: str, sentence: str) -> Refused:
    """Say what is wrong with a parameter."""
    return Refused(400, Code.INVALID, f"{name}: {sentence}")


def refusal(request: ApiRequest, problem: Exception) -> HttpResponse:
    """Answer instead of what could not be done: {"error": "RestException[…]", "code": 103}."""
    refused = problem if isinstance(problem, Refused) else _refused(request, problem)
    said = answers.Refusal(error=f"RestException[{refused.sentence}]", code=refused.code)
    answer = answers.written(said, refused.status)
    for name, value in refused.headers.items():
        answer[name] = value
    return answer


def _refused(request: ApiRequest, problem: Exception) -> Refused:
    match problem:
        case pydantic.ValidationError():
            return _of_parameters(problem)
        case Unfit():
            return _of_values(next(iter(problem.problems.values())))
        case exceptions.ValidationError():
            return _of_values(problem)
        case exceptions.PermissionDenied():
            return Refused(403, Code.NOT_GRANTED, str(problem))
        case exceptions.RequestDataTooBig():
            return Refused(413, Code.TOO_LARGE, "The request is too large.")
        case UnreadablePostError() | exceptions.SuspiciousOperation() | exceptions.BadRequest():
            return Refused(400, Code.NOT_JSON, "The request could not be read.")
        case TooManyCalls():
            return Refused(429, Code.TOO_MANY, str(problem), wire.wait(problem))
        case IntegrityError() | OperationalError() | InterfaceError():
            status, sentence, headers = wire.unanswered(request, problem)
            code = Code.RACE if isinstance(problem, IntegrityError) else Code.UNAVAILABLE
            return Refused(status, code, sentence, headers)
    got_request_exception.send(None, request=request)
    _log.error("%s %s", request.method, request.path, exc_info=problem)
    words = "Internal server error. The request may be repeated."
    return Refused(500, Code.INTERNAL, words)


def _of_parameters(problem: pydantic.ValidationError) -> Refused:
    errors = problem.errors(include_url=False, include_context=False, include_input=False)
    gone = [_path(one["loc"]) for one in errors if one["type"] == "missing"]
    if gone:
        words = f"Missing mandatory property: {', '.join(gone[:5])}"
        return Refused(400, Code.MISSING, words)
    return Refused(400, Code.INVALID, " ".join(_sentence(one) for one in errors[:5]))


def _sentence(error: Any) -> str:
    words = error["msg"].removeprefix("Value error, ")
    return f"{_path(error['loc'])}: {words.rstrip('.')}."


def _path(location: tuple[str | int, ...]) -> str:
    """Write where something is: ("members", 0, "user") is "members[0].user"."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in location]
    return "".join(parts).lstrip(".") or "request"


def _of_values(problem: exceptions.ValidationError) -> Refused:
    if not hasattr(problem, "error_dict"):
        return Refused(400, Code.NOT_POSSIBLE, " ".join(problem.messages))
    found = [(name, text) for name, texts in problem.message_dict.items() for text in texts]
    words = " ".join(_said(NAMES.get(name, name), text) for name, text in found)
    is_duplicate = any(text in _duplicates() for _, text in found)
    return Refused(400, Code.DUPLICATE if is_duplicate else Code.INVALID, words)


def _said(name: str, words: str) -> str:
    """Name a parameter, unless the words say more exactly which part of it they mean."""
    return words if words.startswith(name) else f"{name}: {words}"


@cache
def _duplicates() -> frozenset[str]:
    """The sentences that say that something is there already."""
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in OURS]
    constraints = [one for model in ours for one in model._meta.constraints]
    unique = [one for one in constraints if isinstance(one, models.UniqueConstraint)]
    fields = [field for model in ours for field in model._meta.fields]
    return frozenset(
        [str(one.violation_error_message) for one in unique]
        + [str(one.error_messages["unique"]) for one in fields if one.unique]
    )


OURS = ("accounts", "teams", "oncall", "routing", "alerts")
