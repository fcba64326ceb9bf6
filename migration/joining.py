"""What the move brings to the floors below."""

from accounts import profile_sections
from migration.profile import own_move


def register_all() -> None:
    """Make the move known below. Called once, when the app is ready."""
    profile_sections.register("migration/profile.html", own_move, order=15)
