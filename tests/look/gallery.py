"""Every part of the look on a few pages, served by a URL map that only tests use."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template import engines
from django.urls import include, path
from django.utils import timezone

from common.places import Place
from common.policy import open_to_all
from common.views import theme

PEOPLE = [
    ("Ada Admin", "ada@acme.example", "Admin", True, False, "Payments, Platform"),
    ("Ben Member", "ben@acme.example", "User", True, False, "Payments, Platform"),
    ("Cem Yıldız", "cem@acme.example", "User", True, False, "Payments"),
    ("Dana Diaz", "dana@acme.example", "User", False, False, "Payments"),
    ("Farid Haddad", "farid@acme.example", "Night operator", True, False, "Platform"),
    ("Hugo Brandt", "hugo@acme.example", "User", False, True, "Fraud"),
    ("Olive Owner", "olive@acme.example", "Owner", True, False, ""),
]
RIGHTS = {"Alerts": ["alert-view", "alert-create"], "Teams": ["team-view", "team-edit"]}


class EveryField(forms.Form):
    """One field of each kind."""

    email = forms.EmailField(label="E-mail", help_text="The name to sign in with.", max_length=100)
    full_name = forms.CharField(required=False)
    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"placeholder": "Password", "autocomplete": "off"})
    )
    role = forms.ChoiceField(choices=[("user", "User"), ("admin", "Admin")])
    access = forms.ChoiceField(
        choices=[("all", "Whole account"), ("team", "One team")],
        widget=forms.RadioSelect(attrs={"data-seg": True}),
        initial="all",
    )
    reach = forms.ChoiceField(
        choices=[("sms", "SMS"), ("voice", "Voice call")], widget=forms.RadioSelect
    )
    rights = forms.MultipleChoiceField(
        choices=[(name, name) for names in RIGHTS.values() for name in names],
        widget=forms.CheckboxSelectMultiple,
        help_text="What the role may do besides.",
    )
    teams = forms.MultipleChoiceField(choices=[("p", "Payments"), ("f", "Fraud")], required=False)
    description = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    file = forms.FileField(label="CSV file", required=False)
    remember = forms.BooleanField(label="Keep me signed in for 14 days", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


class Confirm(forms.Form):
    """Asks for a name before something is deleted."""

    name = forms.CharField(label="Type the name of the team")

    def clean_name(self) -> str:
        """The team's name, exactly."""
        if self.cleaned_data["name"] != "Payments":
            raise forms.ValidationError("Type Payments, with a capital P.")
        return str(self.cleaned_data["name"])


class Member(forms.Form):
    """A person found by typing."""

    person = forms.EmailField(label="Name or e-mail")


def shown(**more: Any) -> dict[str, Any]:
    """The context of all pages: a signed-in admin in the shell."""
    places = (
        Place("teams", "Teams", "users-group", "gallery", "t", bool, 10),
        Place("people", "People", "users", "gallery_forms", "p", bool, 20),
        Place("settings", "Settings", "settings", "gallery_log", "s", bool, 90),
    )
    return {
        "places": places,
        "person_name": "Ada Admin",
        "person_address": "ada@acme.example",
        "account_name": "Acme",
        "version": "1.4",
        "nav": "people",
    } | more


def people(request: HttpRequest) -> HttpResponse:
    """A list with filters, bulk bar, sorting, pages."""
    now = timezone.now()
    names = ("name", "email", "role", "verified", "blocked", "teams")
    rows = [dict(zip(names, row, strict=True)) for row in PEOPLE]
    for number, row in enumerate(rows):
        row["active"] = now - timedelta(hours=7**number, minutes=4) if number != 3 else None
    found = request.GET.get("q", "").casefold()
    rows = [row for row in rows if found in row["name"].casefold()]
    page = SimpleNamespace(
        rows=rows, first_number=1, last_number=len(rows), total_text="of 44",
        first="", previous="", next="abc", last="xyz",
    )  # fmt: skip
    context = shown(page=page, sort=request.GET.get("sort", "name"), found=found)
    part = "#people-list" if request.headers.get("HX-Request") else ""
    return render(request, f"gallery_people.html{part}", context)


def every_field(request: HttpRequest) -> HttpResponse:
    """A form with each kind of field, and what is wrong with it after sending."""
    teams = [name for name in ("Payments", "Platform") if name != request.GET.get("leave")]
    if "leave" in request.GET:
        rest = {"teams": teams if request.GET["leave"] == "Payments" else []}
        return render(request, "gallery_forms.html#team-list", rest)
    form = EveryField(request.POST or None)
    if form.is_bound:
        form.add_error(None, "Somebody changed this person while you were editing. Look again.")
    status = 422 if form.is_bound else 200
    context = shown(form=form, member=Member(), teams=teams, nav="people")
    return render(request, "gallery_forms.html", context, status=status)


def log(request: HttpRequest) -> HttpResponse:
    """What happened, secrets, rights, meters, facts."""
    context = shown(now=timezone.now(), rights=RIGHTS, nav="settings")
    return render(request, "gallery_log.html", context)


def confirm(request: HttpRequest) -> HttpResponse:
    """A dialog: a page without script, a part of it with."""
    form = Confirm(request.POST or None)
    if form.is_valid():
        messages.success(request, "Team Payments deleted.")
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": "/gallery/"})
        return redirect("gallery")
    part = "#dialog" if request.headers.get("HX-Request") else ""
    status = 422 if form.is_bound else 200
    return render(
        request,
        f"gallery_confirm.html{part}",
        shown(form=form, chosen=request.GET.getlist("chosen")),
        status=status,
    )


def suggestions(request: HttpRequest) -> HttpResponse:
    """Options for what was typed."""
    found = request.GET.get("person", "").casefold()
    options = [
        {"value": row[1], "name": row[0], "detail": row[1]}
        for row in PEOPLE
        if found and found in row[0].casefold()
    ]
    return render(request, "parts/options.html", {"options": options, "typed": found})


def sign_in(request: HttpRequest) -> HttpResponse:
    """A focus page."""
    context = shown(form=EveryField(), person_name="", person_address="")
    return render(request, "gallery_focus.html", context)


def say(request: HttpRequest) -> HttpResponse:
    """Leave one message of each kind and go to the list."""
    messages.success(request, "Ada Admin is verified.")
    messages.error(request, "The import stopped at line 7: the e-mail is missing.")
    return redirect("gallery")


def broken(request: HttpRequest) -> HttpResponse:
    """A failing server."""
    return HttpResponse(status=500)


def page_of_errors(request: HttpRequest, code: str) -> HttpResponse:
    """One of the error pages."""
    return HttpResponse(engines["django"].get_template(f"{code}.html").render({}, request))


PAGES = [
    path("gallery/", people, name="gallery"),
    path("gallery/forms/", every_field, name="gallery_forms"),
    path("gallery/log/", log, name="gallery_log"),
    path("gallery/confirm/", confirm, name="gallery_confirm"),
    path("gallery/suggestions/", suggestions, name="gallery_suggestions"),
    path("gallery/focus/", sign_in, name="gallery_focus"),
    path("gallery/say/", say, name="gallery_say"),
    path("gallery/broken/", broken, name="gallery_broken"),
    path("gallery/error/<str:code>/", page_of_errors, name="gallery_error"),
]
for page in PAGES:
    page.callback = open_to_all("the gallery of the tests")(page.callback)

urlpatterns = [
    *PAGES,
    path("theme/", theme, name="theme"),
    path("search/", people, name="search"),
    path("", include("config.urls")),
]
