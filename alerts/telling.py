"""Telling people of alerts."""

from uuid import UUID


def tell(alert_id: UUID) -> None:
    """Tell the people of a new alert, once."""


def tell_more(alert_id: UUID, kind: str, target_id: UUID) -> None:
    """Tell a person, schedule or escalation that was added to an alert later."""
