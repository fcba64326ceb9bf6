#!/usr/bin/env python3
"""Every command of Muster: `manage.py help` lists them."""

import os
import sys


def main() -> int:
    """Run the command of the arguments; a problem of the set-up is one sentence, no traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from config import commands
    except ImportError as problem:
        sys.exit(f"{problem}. Run it with `uv run manage.py`, or `make run` once to install all.")
    return commands.execute(sys.argv)


if __name__ == "__main__":
    sys.exit(main())
