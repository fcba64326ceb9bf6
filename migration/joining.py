"""What the move brings to the floors below."""


def register_all() -> None:
    """Make the move known below. Called once, when the app is ready."""
