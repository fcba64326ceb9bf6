"""How a line of the log is written."""

import logging
import re

TOKEN = re.compile(r"(?<=/)[A-Za-z0-9_-]{43,}")  # of a link: 256 bits or more


class WithoutTokens(logging.Formatter):
    """Leaves out the tokens and keys of links, which stand in addresses: an error names those."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record out."""
        return TOKEN.sub("…", super().format(record))
