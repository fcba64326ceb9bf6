"""The forms of teams: the shape of what is typed. What is allowed, the actions say."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import User
from teams.models import Membership, Team, TeamQuerySet

PLAIN_TYPING = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}


class TeamForm(forms.Form):
    """A team's name and description."""

    name = forms.CharField(max_length=100)
    description = forms.CharField(
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What the team looks after, and where to find it.",
    )


class RoleForm(forms.Form):
    """A member's role in the team."""

    role = forms.ChoiceField(
        choices=Membership.Role.choices,
        initial=Membership.Role.USER,
        label="Role in the team",
        widget=forms.RadioSelect(attrs={"data-seg": True}),
    )


class MemberForm(RoleForm):
    """Somebody to add, found by typing or named by the whole e-mail, and their role."""

    user = forms.CharField(
        label="Name or e-mail",
        max_length=600,
        widget=forms.TextInput(attrs=PLAIN_TYPING | {"inputmode": "email"}),
    )
    field_order = ["user", "role"]

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people

    def clean_user(self) -> User:
        """The person of that e-mail."""
        typed = self.cleaned_data["user"].strip()
        if "@" not in typed:
            raise ValidationError("Choose somebody from the list, or type the whole e-mail.")
        person = self.people.filter(username=typed.lower()).first()
        if person is None:
            raise ValidationError(f"Nobody here has the e-mail {typed}. Check it, or invite them.")
        return person


class DeleteForm(forms.Form):
    """Asks for a team's name before it goes."""

    name = forms.CharField(
        label="Type the name of the team", widget=forms.TextInput(attrs=PLAIN_TYPING)
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = team

    def clean_name(self) -> str:
        """The team's name, exactly."""
        typed: str = self.cleaned_data["name"]
        if typed != self.team.name:
            raise ValidationError(f"Type {self.team.name}, exactly as it is written above.")
        return typed


class PeopleForm(RoleForm):
    """Several people, chosen in a list, and the team they go to."""

    team = forms.CharField(max_length=100, widget=forms.TextInput(attrs=PLAIN_TYPING))
    field_order = ["team", "role"]

    def __init__(self, *args: Any, teams: TeamQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams = teams

    def clean_team(self) -> Team:
        """The team of that name, regardless of case."""
        typed = self.cleaned_data["team"].strip()
        team = self.teams.filter(name__iexact=typed).first()
        if team is None:
            raise ValidationError(f"There is no team “{typed}”. Choose one from the list.")
        return team
