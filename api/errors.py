"""What a refusal looks like: the one table from exceptions to answers of the v2 API."""

import logging
from typing import Any

from django.core import exceptions
from django.core.signals import got_request_exception
from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.http.request import UnreadablePostError
from ninja import errors as ninja_errors

from accounts.rates import TooManyCalls
from api import wire
from api.wire import ApiRequest

NO_HANDLER = "No handler found"
NOT_AUTHENTICATED = "Could not authenticate"
NO_KEY_AT_ALL = "Key format is not valid!"
NOT_JSON = "Could not parse the request body: it is not valid JSON."
NOT_PROCESSABLE = "Request body is not processable. Please check the errors."
NOT_GRANTED = 40301

_log = logging.getLogger("django.request")


class Refused(Exception):
    """An answer that is no success: a status and what the body says."""

    def __init__(
        self, status: int, message: str, headers: dict[str, str] | None = None, **more: Any
    ) -> None:
        super().__init__(message)
        self.status, self.body = status, {"message": message, **more}
        self.headers = headers or {}


def refusal(request: ApiRequest, problem: Exception) -> HttpResponse:
    """Answer instead of what could not be done."""
    refused = problem if isinstance(problem, Refused) else _refused(request, problem)
    answer = wire.answer(request, refused.body, refused.status)
    for name, value in refused.headers.items():
        answer[name] = value
    return answer


def unprocessable(**errors: str) -> Refused:
    """Say which parts of a request are wrong."""
    return Refused(422, NOT_PROCESSABLE, errors=errors)


def _refused(request: ApiRequest, problem: Exception) -> Refused:
    match problem:
        case ninja_errors.ValidationError():
            return unprocessable(
                **{_path(one["loc"]): _words(one["msg"]) for one in problem.errors}
            )
        case exceptions.ValidationError():
            return unprocessable(**_by_field(problem))
        case exceptions.PermissionDenied():
            return Refused(403, str(problem), code=NOT_GRANTED)
        case Http404():
            return Refused(404, NO_HANDLER)
        case ninja_errors.HttpError(status_code=400) | UnreadablePostError():
            return Refused(400, NOT_JSON)
        case exceptions.RequestDataTooBig():
            return Refused(413, "The request is too large.")
        case exceptions.SuspiciousOperation() | exceptions.BadRequest():
            return Refused(400, "This request could not be read.")
        case TooManyCalls():
            return Refused(429, str(problem), wire.wait(problem))
        case IntegrityError() | OperationalError() | InterfaceError():
            status, sentence, headers = wire.unanswered(request, problem)
            return Refused(status, sentence, headers)
    got_request_exception.send(None, request=request)
    _log.error("%s %s", request.method, request.path, exc_info=problem)
    return Refused(500, "Internal server error. The request may be repeated.")


def _path(location: tuple[str | int, ...]) -> str:
    """Write where in a body something is: ("body", "said", "teams", 0, "id") is "teams[0].id"."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in location[2:]]
    return "".join(parts).lstrip(".") or str(location[-1])


def _words(message: str) -> str:
    return message.removeprefix("Value error, ")


def _by_field(problem: exceptions.ValidationError) -> dict[str, str]:
    if hasattr(problem, "error_dict"):
        return {name: " ".join(words) for name, words in problem.message_dict.items()}
    return {"request": " ".join(problem.messages)}
