"""Patterns of "matches" conditions: google-re2, in which no pattern can take for ever.

RE2 says what is wrong but not where. The place is found here, counted from 1.
"""

import re

import re2

LONGEST = 1_000  # characters
MEMORY = 1 << 20  # bytes of one compiled pattern and its states
LARGEST = 2_000  # instructions of a compiled pattern: what a text's character costs at most
TOO_LARGE = "pattern too large"

_OPTIONS = re2.Options()
_OPTIONS.log_errors = False
_OPTIONS.never_capture = True
_OPTIONS.max_mem = MEMORY

# What a pattern is made of: quoted text, escapes, sets, and single characters.
_PIECE = re.compile(r"\\Q.*?(?:\\E|$)|\\.|\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]|.", re.DOTALL)


class BadPattern(Exception):
    """A pattern that can't be used; `position` counts its characters from 1."""

    def __init__(self, words: str, position: int) -> None:
        super().__init__(words)
        self.words, self.position = words, position


class Pattern:
    """A compiled pattern."""

    __slots__ = ("_search",)

    def __init__(self, pattern: str) -> None:
        # As bytes: so every text is turned into UTF-8 once, and offsets are nobody's concern.
        self._search = re2.compile(pattern.encode(), _OPTIONS).search

    def is_in(self, text: str) -> bool:
        """Whether the pattern matches anywhere in a text."""
        return self._search(text.encode("utf-8", "surrogatepass")) is not None


def compile_pattern(pattern: str) -> Pattern:
    """Compile a pattern. Raises BadPattern, which says what is wrong and where."""
    if len(pattern) > LONGEST:
        words = f"A pattern can have {LONGEST:,} characters at most."
        raise BadPattern(f"{words} Cut it at character {LONGEST + 1}.", LONGEST + 1)
    if error := _error(pattern):
        raise _fault(pattern, error)
    return Pattern(pattern)


def _error(pattern: str) -> str:
    """What RE2 says of a pattern; "" when nothing is wrong."""
    try:
        size = re2.compile(pattern.encode(), _OPTIONS).programsize
    except re2.error as problem:
        said = bytes(problem.args[0]).decode("utf-8", "replace")
        return TOO_LARGE if said.startswith(TOO_LARGE) else said
    return TOO_LARGE if size > LARGEST else ""


def _fault(pattern: str, error: str) -> BadPattern:
    kind, _, fragment = error.partition(": ")
    if kind in ("missing )", "unexpected )", "missing ]"):
        return _bracket_fault(pattern)
    if kind == "trailing \\":
        words = "The “\\” at the end has nothing after it. Write “\\\\” for a plain backslash."
        return BadPattern(words, len(pattern))
    # RE2 reads from the left and stops at the first fault: the shortest beginning with the same
    # fault ends where the fault does.
    short, long = 0, len(pattern)
    while long - short > 1:
        middle = (short + long) // 2
        if _error(pattern[:middle]) == error:
            long = middle
        else:
            short = middle
    position = max(pattern.rfind(fragment, 0, long), 0) + 1 if fragment else long
    return BadPattern(_words(kind, fragment, position), position)


def _bracket_fault(pattern: str) -> BadPattern:
    """The first bracket without a partner."""
    groups = []
    for piece in _PIECE.finditer(pattern):
        position = piece.start() + 1
        match piece[0]:
            case "(":
                groups.append(position)
            case ")" if groups:
                groups.pop()
            case ")":
                words = f"The “)” at character {position} closes no group."
                return BadPattern(f"{words} Leave it out or write “\\)”.", position)
            case "[":
                words = f"The set opened at character {position} is never closed."
                return BadPattern(f"{words} Add “]” or write “\\[” for a plain bracket.", position)
    position = groups[0] if groups else len(pattern)
    words = f"The group opened at character {position} is never closed."
    return BadPattern(f"{words} Add “)” or write “\\(” for a plain bracket.", position)


_LOOKS = {"(?=": "ahead", "(?!": "ahead", "(?<": "back"}


def _words(kind: str, fragment: str, position: int) -> str:
    """Say what is wrong with a fragment of a pattern, and what to do."""
    what = f"“{fragment}” at character {position}"
    match kind:
        case "no argument for repetition operator":
            return f"{what} has nothing before it to repeat. Write “\\{fragment}” for the sign."
        case "bad repetition operator":
            return f"{what} repeats what is repeated already. Leave one out."
        case "invalid repetition size":
            return f"{what} repeats too often. 1,000 times is the most, the smaller number first."
        case "invalid character class range":
            return f"{what} is no range. Give the smaller character first, or a class RE2 knows."
        case "invalid named capture group":
            return f"{what} is no name of a group. Write “(?P<name>…)”, each name once."
        case "invalid escape sequence" if fragment[1:].isdecimal():
            return f"{what} refers back to a group, which patterns here can’t. Repeat the text."
        case "invalid escape sequence" if fragment == "\\Z":
            return f"{what} has no meaning. Write “\\z” for the end of the text."
        case "invalid escape sequence":
            return f"{what} has no meaning. Leave “\\” out, or write “\\\\” for a plain backslash."
        case "invalid perl operator" if fragment[:3] in _LOOKS:
            way = _LOOKS[fragment[:3]]
            return f"{what} looks {way}, which patterns here can’t. Use a condition of its own."
        case "invalid perl operator":
            return f"{what} is no group that patterns here know. Write “(?:…)” for a plain one."
        case _ if kind == TOO_LARGE:
            return f"Up to character {position} the pattern is too large. Repeat less in it."
    return f"RE2 does not understand the pattern at character {position}: {kind} {fragment}"
