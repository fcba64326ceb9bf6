"""OpenID Connect, whose way back is the address of PUBLIC_URL, whatever host was asked."""

from typing import Any

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse

from accounts import mail


class BackToPublicUrl(OpenIDConnectOAuth2Adapter):
    """Asks the identity provider to send people to the address that is registered there."""

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """Return where people come back to; never made from a request's Host header."""
        return mail.link(reverse("openid_connect_callback", args=[self.provider_id]))


def come_back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Take what the identity provider sent somebody back with. Raises Http404."""
    try:
        back = BackToPublicUrl(request, provider_id)
        view = OAuth2CallbackView.adapter_view(back)  # type: ignore[no-untyped-call]  # allauth
        answer: HttpResponseBase = view(request)
    except SocialApp.DoesNotExist as missing:
        raise Http404 from missing
    return answer
