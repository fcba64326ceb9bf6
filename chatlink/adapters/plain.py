"""What people type, as plain characters: each system wraps it in marks of its own.

Contract: chat.md §1.3.
"""

import html
import re
import unicodedata

COLOURS = {"bad": "#d63939", "warn": "#f59f00", "ok": "#2fb344", "calm": "#667382"}
ZERO_WIDTH_SPACE = "\u200b"
LONGEST = 30_000  # characters; no command is longer
LOOKALIKES = {
    0x2018: "'",
    0x2019: "'",
    0x201C: '"',
    0x201D: '"',
    0x00A0: " ",
    0x202F: " ",
    0xFEFF: None,
    0x200B: None,
    0x0D: None,
}
TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # the way text runs
GENIE = re.compile(r"/genie(?=\s|$)", re.IGNORECASE)
SLACK_MARK = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
SLACK_MENTION = re.compile(r"<@([A-Z0-9]+)\|@?([^<>|]+)>")
# Only tags that chats write: "a < b > c" is what somebody meant.
TAG = re.compile(
    r"</?(?:a|at|b|blockquote|br|code|div|em|i|li|ol|p|pre|s|span|strong|u|ul)\b[^<>]*>", re.I
)
FIRST_MENTION = re.compile(r"\A\s*(?:<(?:p|div)\b[^<>]*>\s*)*<at\b[^<>]*>.*?</at>", re.I | re.S)
LINE_ENDS = re.compile(r"<br\b[^<>]*>|</(?:p|div|li)>", re.I)
# Mattermost reads "-@all" and "db.@all" as mentions, too; in an address a letter comes before.
MENTION = re.compile(r"(?<![A-Za-z0-9])@(?=\w)")


def typed(text: str) -> str:
    """Return what was typed: plain quotes and spaces, no characters that nobody can see.

    What is too long for a command stays as it is, to be refused: cut, it might end in the number
    of another alert.
    """
    if len(text) > LONGEST:
        return text.strip()
    plain = text.translate(LOOKALIKES)
    seen = (
        one
        for one in plain
        if one in "\n\t" or (unicodedata.category(one) not in ("Cc", "Cs") and one not in TURNING)
    )
    return "".join(seen).strip()


def after_genie(text: str) -> str | None:
    """Return what stands after /genie; None when the text does not begin with it."""
    plain = typed(text)
    found = GENIE.match(plain)
    return plain[found.end() :].strip() if found else None


def from_slack(text: str) -> str:
    """Undo what Slack writes: <@U1|bob>, <mailto:a@b.c|a@b.c>, &amp; &lt; &gt;."""
    bare = SLACK_MARK.sub(_unmarked, text)
    return typed(bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


def mentioned_in_slack(text: str) -> dict[str, str]:
    """Return the ids of whom <@U1|bob> names, by name. One that names two stands for nobody."""
    ids: dict[str, str] = {}
    for user_id, name in SLACK_MENTION.findall(text):
        known = ids.setdefault(name.lower(), user_id)
        ids[name.lower()] = user_id if known == user_id else ""
    return ids


def _unmarked(mark: re.Match[str]) -> str:
    target, label = mark[1], mark[2]
    if target.startswith(("@", "#", "!")):
        sign = "#" if target.startswith("#") else "@"
        return sign + (label or target[1:]).lstrip("@#")
    return label or target.removeprefix("mailto:")


def from_teams(text: str) -> str:
    """Undo what Teams writes: the mention of the bot, HTML tags and entities, &nbsp;."""
    bare = LINE_ENDS.sub("\n", FIRST_MENTION.sub("", text, count=1))
    plain = typed(html.unescape(TAG.sub("", bare)))
    after = after_genie(plain)
    return plain if after is None else after


def without_mentions(text: str) -> str:
    """Break @all, @here and @bob, so that nobody is called: a space of no width stands within."""
    return MENTION.sub(f"@{ZERO_WIDTH_SPACE}", text)


def cut(text: str, longest: int) -> str:
    """Return a text that is at most so many characters long."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
