"""The form that invites people, and how its lines are read."""

import re
from collections.abc import Iterator
from email.utils import parseaddr

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.actions.invitations import Guest
from accounts.actions.people import Role
from accounts.models import CustomRole, User
from common.forms import choice_field

MOST = 200
BUILT_IN = [User.Role.ADMIN, User.Role.USER, User.Role.STAKEHOLDER, User.Role.OBSERVER]


class InviteForm(forms.Form):
    """Whom to invite, and their role."""

    guests = forms.CharField(
        label="E-mails",
        max_length=50_000,
        help_text="One a line, or with commas. With a name: Cem Yıldız &lt;cem@acme.example&gt;",
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(initial=User.Role.USER)

    def __init__(self, *args: object, owner: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        roles = [User.Role.OWNER, *BUILT_IN] if owner else BUILT_IN
        choices: list[tuple[str, str]] = [(role.value, str(role.label)) for role in roles]
        own = CustomRole.objects.order_by("name")
        choices += [(str(role.pk), role.name) for role in own]
        choice_field(self, "role").choices = choices

    def clean_guests(self) -> list[Guest]:
        """Return the guests, or say of each wrong line what is wrong with it."""
        guests, problems, seen = [], [], dict[str, int]()
        for line, text in lines_of(self.cleaned_data["guests"]):
            try:
                guest = read_guest(line, text)
            except ValidationError as problem:
                problems += [f"Line {line}: {message}" for message in problem.messages]
                continue
            if first := seen.get(guest.username):
                problems.append(f"Line {line}: {guest.username} stands in line {first} already.")
            seen.setdefault(guest.username, line)
            guests.append(guest)
        if not guests and not problems:
            problems.append("Write at least one e-mail.")
        if len(guests) > MOST:
            problems.append(f"Invite at most {MOST} people at once; import a CSV file for more.")
        if problems:
            raise ValidationError(problems)
        return guests

    def clean_role(self) -> Role:
        """Return the chosen role."""
        chosen = self.cleaned_data["role"]
        if chosen in User.Role.values:
            return Role(chosen)
        return Role(User.Role.CUSTOM, CustomRole.objects.get(pk=chosen))


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield each address as it was written, with the number of its line."""
    for number, line in enumerate(text.splitlines(), start=1):
        for part in re.split(r"[,;]\s*", line):
            if part.strip():
                yield number, part.strip()


def read_guest(line: int, text: str) -> Guest:
    """Read "cem@acme.example" or "Cem Yıldız <cem@acme.example>". Raises ValidationError."""
    name, address = parseaddr(text)
    if "<" not in text:
        name, address = "", text
    username = address.strip().lower()
    try:
        validate_email(username)
    except ValidationError:
        raise ValidationError(f"“{text[:120]}” is not an e-mail.") from None
    if len(username) > 100:
        raise ValidationError(f"“{username[:60]}…” is longer than 100 characters.")
    return Guest(line, username, name.strip()[:512] or readable(username))


def readable(username: str) -> str:
    """Make a name of an e-mail: "cem.yildiz+ops@acme.example" is Cem Yildiz."""
    local = username.partition("@")[0].partition("+")[0]
    words = [word for word in re.split(r"[._\-\d]+", local) if word]
    return " ".join(word.capitalize() for word in words) or username
