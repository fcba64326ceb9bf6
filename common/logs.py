"""How a line of the log is written."""

import logging
import re

TOKEN = re.compile(r"(?<=/)[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")  # of a one-time link: 256 bits


class WithoutTokens(logging.Formatter):
    """Leaves out the tokens of one-time links, which stand in addresses: an error names those."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record out."""
        return TOKEN.sub("…", super().format(record))
