"""Requests that do not say how long they are, as Opsgenie's Java client sends them.

The server has put the chunks together, but Django reads only as much of a body as Content-Length
says, and without one nothing at all.
"""

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from django.conf import settings

CODING = "HTTP_TRANSFER_ENCODING"  # as WSGI calls the header

type Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def with_length(application: Application) -> Application:
    """Return the application, for which every body has a length.

    Of a body that is too large one byte more is read than may be, so that Django refuses it.
    """

    def counting(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if "chunked" in environ.get(CODING, "").lower():
            body = environ["wsgi.input"].read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
            environ["wsgi.input"], environ["CONTENT_LENGTH"] = BytesIO(body), str(len(body))
        return application(environ, start_response)

    return counting
