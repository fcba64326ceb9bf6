"""The one router of the alert calls: of one path, all methods have to be in the same."""

from ninja import Router

router = Router(tags=["alert"])
