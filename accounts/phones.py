"""Telephone numbers: many ways to write one, one way to keep it. Pure.

Kept as country code, hyphen, number ("1-5551234567"; contract: opsgenie-v2.md, contacts).
Country codes are prefix-free (ITU E.164), so "+905325550142" can be split without a hyphen.
"""

import re
from itertools import chain

FORMAT = "Write the number as country code, hyphen, number: 1-5551234567."
_ONE_DIGIT = frozenset("17")
_RANGES = range(30, 35), range(43, 50), range(51, 59), range(60, 67), range(90, 96)
_OTHERS = 20, 27, 36, 39, 40, 41, 81, 82, 84, 86, 98
_TWO_DIGITS = frozenset(str(code) for code in (*_OTHERS, *chain(*_RANGES)))
_TRUNK = re.compile(r"\(\s*0\s*\)")  # +44 (0)20 …: the zero is not dialled from abroad
_BETWEEN = re.compile(r"[\s().\-/\u00a0\u2010-\u2015]+")


def normalise(text: str) -> str:
    """Return a number in the form it is kept in. Raises ValueError when it can be read two ways."""
    parts = [part for part in _BETWEEN.split(_TRUNK.sub(" ", text.strip())) if part]
    is_international = bool(parts) and parts[0].startswith(("+", "00"))
    if is_international:
        parts[0] = parts[0].removeprefix("+") if parts[0][0] == "+" else parts[0][2:]
    digits = "".join(parts)
    if not re.fullmatch(r"[0-9]{5,15}", digits):
        raise ValueError(FORMAT)
    code = country_code(digits)
    if not is_international and (len(parts) < 2 or parts[0] != code):
        raise ValueError(f"Start with the country code. {FORMAT}")
    if len(digits) - len(code) < 4:
        raise ValueError(FORMAT)
    return f"{code}-{digits[len(code) :]}"


def country_code(digits: str) -> str:
    """Return the country code that an international number begins with."""
    if digits[:1] in _ONE_DIGIT:
        return digits[:1]
    return digits[:2] if digits[:2] in _TWO_DIGITS else digits[:3]
