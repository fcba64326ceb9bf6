"""Who may see reports."""

from accounts.actors import Actor


def can_see_reports(by: Actor) -> bool:
    """Whoever sees alerts: a report says of them what the alerts' own pages say.

    Which alerts these are is `Alert.objects.visible_to`.
    """
    return bool(by.user) and by.has("see-alerts")
