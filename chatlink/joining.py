"""What chat brings to the floors below."""


def register_all() -> None:
    """Make chat known below. Called once, when the app is ready."""
