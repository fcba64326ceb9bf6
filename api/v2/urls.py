"""The v2 API as a whole: its calls, its OpenAPI document, its addresses."""

from typing import Any

import msgspec
from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from api.auth import by_key
from api.errors import refusal
from api.v2 import alert_create
from api.v2.calls import router


class Json(Parser):
    """Reads bodies as strictly as those of new alerts are read."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return what the body says."""
        return msgspec.json.decode(request.body)


class Api(NinjaAPI):
    """The API, with what is read by msgspec in its document, too."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Return the OpenAPI document."""
        document = super().get_openapi_schema(**options)
        document["components"]["schemas"] |= alert_create.DEFINITIONS
        return document


api = Api(
    title="Muster",
    version=settings.VERSION,
    description="Opsgenie's v2 API, as far as Muster has its subjects.",
    urls_namespace="v2",
    auth=by_key,
    docs_url=None,
    openapi_url="openapi.json",
    parser=Json(),
)
for kind in (Exception, Http404, HttpError, ValidationError):  # ninja has its own for these
    api.add_exception_handler(kind, refusal)  # type: ignore[arg-type]  # it came by our door
api.add_router("", router)

urlpatterns, _app, _namespace = api.urls
