"""The rows of the status page, as text: who, how far, what is next, and one button."""

import re
from zlib import crc32

from django.utils import timezone
from django.utils.safestring import SafeString

from common.drawing import Pattern
from common.templatetags.ui import initials, when
from migration.models import SiteMigration, UserMove
from migration.next_steps import next_step
from migration.progress import LOOKS

FILE = "migration/rows/move.html"
Status = UserMove.Status
NAMES = (
    "row",
    "chip",
    "resend",
    "retry",
    "again",
    "leave_out",
    "take_in",
    "menu",
    "words",
    "quoted",
)
ROW, CHIP, RESEND, RETRY, AGAIN, LEAVE_OUT, TAKE_IN, MENU, WORDS, QUOTED = (
    Pattern(f"{FILE}#{name}") for name in NAMES
)
BUTTONS = {
    Status.EMAIL_UNVERIFIED: RESEND,
    Status.FAILED: RETRY,
    Status.INVITED: AGAIN,
    Status.NEEDS_VERIFICATION: AGAIN,
}
_TIME = re.compile(r"<time.*?</time>")
DIM = SafeString(' class="dim"')
OUT_OF_BAND = SafeString(' hx-swap-oob="true"')


def move_row(
    move: UserMove, migration: SiteMigration, *, may_leave_out: bool, changed: bool = False
) -> SafeString:
    """Write the row of one person; `changed` marks one that a poll puts in its place."""
    status = Status(move.status)
    look, name = LOOKS[status], move.user.full_name
    step = next_step(move, migration, timezone.now())
    dim = "" if status in UserMove.NEEDS_ADMIN else DIM
    said = WORDS.fill(words=step.words, dim=dim) if step.words else SafeString("")
    quoted = QUOTED.fill(who=step.who, words=step.quoted) if step.quoted else SafeString("")
    return ROW.fill(
        id=str(move.user_id),
        oob=OUT_OF_BAND if changed else SafeString(""),
        name=name,
        initials=initials(name),
        mail=move.user.username,
        chip=Pattern(f"{FILE}#chip", tone=look.tone, icon=look.icon).fill(label=status.label),
        step=SafeString(said + quoted),
        since=when(move.since),
        buttons=_buttons(move, migration, may_leave_out=may_leave_out),
    )


def mark_of(row: SafeString) -> str:
    """Return what tells whether a row says anything new; times pass by themselves."""
    return f"{crc32(_TIME.sub('', row.replace(OUT_OF_BAND, '')).encode()):08x}"


def _buttons(move: UserMove, migration: SiteMigration, *, may_leave_out: bool) -> SafeString:
    if not migration.is_open:
        return SafeString("")
    names = {"id": str(move.user_id), "name": move.user.full_name}
    if move.status == Status.EXCLUDED:
        can_come = may_leave_out and move.left_out_by
        return TAKE_IN.fill(**names) if can_come else SafeString("")
    button = BUTTONS.get(Status(move.status))
    main = button.fill(**names) if button else SafeString("")
    if not may_leave_out or move.status == Status.CONNECTED:
        return main
    return SafeString(main + MENU.fill(**names)) if main else LEAVE_OUT.fill(**names)
