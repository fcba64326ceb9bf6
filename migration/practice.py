"""The built-in directory: it behaves as Atlassian's does, and nothing leaves this installation.

Offered with the embedded database alone, so that the wizard can be tried to the end on a laptop.
Its e-mails and links are real; its addresses are pages under PUBLIC_URL.
"""

import re
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from accounts import mail
from accounts.models import Account, User
from migration import practice_mails
from migration.directory import Found, Invited, Place, Refused, SignInFirst, Site
from migration.models import PracticeAccount, PracticeMember, PracticeSite

NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
SHORTEST, LONGEST = 3, 60
NO_ADMIN = "You are not a site admin. Ask one of its admins to add you, then look again."
SAMPLES = (("", ["Jira", "Confluence"]), ("-eu", ["Jira Service Management"]), ("-labs", ["Jira"]))


def is_offered() -> bool:
    """Whether this installation has the built-in directory: with the embedded database alone."""
    return bool(settings.EMBEDDED)


def address_of(name: str) -> str:
    """Return where a practice site of this name stands."""
    return mail.link(reverse("migration:practice_site", args=[name]))


class PracticeDirectory:
    """The directory in Muster's own database."""

    key = "practice"
    is_practice = True
    creates_sites = True
    sign_in = "migration:practice_sign_up"
    most_searched = 100
    most_invited = 50
    seconds_to_show = 0

    def sites(self, person: User) -> list[Site]:
        """Return the sites linked with somebody's e-mail. Raises SignInFirst."""
        members = _account(person).sites.select_related("site").order_by("site__name")
        return [_site(one, one.crowd) for one in members.annotate(crowd=Count("site__members"))]

    def place(self, site_id: str, person: User) -> Place:
        """Return where people of a site are invited to. Raises SignInFirst; Refused: no admin."""
        for site in self.sites(person):
            if site.id == site_id and not site.why_not:
                return Place(site_id, resource=f"practice:site/{site_id}")
        raise Refused(NO_ADMIN)

    def name_problem(self, name: str) -> str:
        """Say why no site can be made by this name, or nothing when it can."""
        if not SHORTEST <= len(name) <= LONGEST:
            return f"A site name has {SHORTEST} to {LONGEST} characters."
        if not NAME.fullmatch(name):
            return (
                "A site name has small letters, digits and single hyphens, and begins with a "
                "letter, as acme-oncall."
            )
        if PracticeSite.objects.filter(name=name).exists():
            return f"The name {name} is taken. Choose another."
        return ""

    @transaction.atomic
    def create_site(self, name: str, *, first_name: str, last_name: str, person: User) -> Site:
        """Make a site whose admin is this person; they have an account from then on."""
        if problem := self.name_problem(name):
            raise Refused(problem)
        account = open_account(person, f"{first_name} {last_name}".strip())
        site, is_new = PracticeSite.objects.get_or_create(name=name, defaults={"products": []})
        if not is_new:
            raise Refused(f"The name {name} is taken. Choose another.")
        return _site(_put_in(site, account, is_admin=True), 1)

    def search(self, place: Place, emails: Sequence[str]) -> dict[str, Found]:
        """Return the accounts of some e-mails."""
        members = PracticeMember.objects.filter(
            site_id=UUID(place.site_id), account__email__in=emails
        )
        there = {one.account_id: one for one in members}
        accounts = PracticeAccount.objects.filter(email__in=emails)
        return {one.email: _found(one, there.get(one.pk)) for one in accounts}

    def prepare(self, place: Place, emails: Sequence[str]) -> set[str]:
        """Make no accounts: an invitation does."""
        return set()

    @transaction.atomic
    def invite(self, place: Place, emails: Sequence[str], *, text: str) -> list[Invited]:
        """Invite people to a site: who has no verified account gets an e-mail with a link."""
        PracticeAccount.objects.bulk_create(
            [PracticeAccount(email=email) for email in emails], ignore_conflicts=True
        )
        accounts = PracticeAccount.objects.in_bulk(emails, field_name="email")
        wanted = [one for one in accounts.values() if not one.is_deactivated]
        now = timezone.now()
        PracticeMember.objects.bulk_create(
            [
                PracticeMember(
                    site_id=place.site_id,
                    account=account,
                    joined_at=now if account.is_verified else None,
                )
                for account in wanted
            ],
            ignore_conflicts=True,
        )
        practice_mails.write_to([one.email for one in wanted if not one.is_verified], place, text)
        return [_invited(accounts[email]) for email in emails]


def open_account(person: User, name: str = "") -> PracticeAccount:
    """Give somebody a verified practice account, as a sign-up at Atlassian would."""
    account, _ = PracticeAccount.objects.get_or_create(email=person.username)
    account.name, account.is_verified = name or person.full_name, True
    account.save(update_fields=["name", "is_verified"])
    return account


def make_sample_sites(account: PracticeAccount) -> None:
    """Link an account with three sites, of which it administers all but the last."""
    first = slugify(Account.current().name)[:40].strip("-") or "practice"
    for ending, products in SAMPLES:
        name = first + ending
        site, _ = PracticeSite.objects.get_or_create(name=name, defaults={"products": products})
        _put_in(site, account, is_admin=ending != SAMPLES[-1][0])


def _put_in(site: PracticeSite, account: PracticeAccount, *, is_admin: bool) -> PracticeMember:
    now = timezone.now()
    member, _ = PracticeMember.objects.get_or_create(
        site=site, account=account, defaults={"is_admin": is_admin, "joined_at": now}
    )
    return member


def _account(person: User) -> PracticeAccount:
    account = PracticeAccount.objects.filter(email=person.username, is_verified=True).first()
    if account is None:
        raise SignInFirst("Sign up for a practice account first.")
    return account


def _site(member: PracticeMember, people: int) -> Site:
    site = member.site
    why_not = "" if member.is_admin else NO_ADMIN
    products = tuple(site.products)
    return Site(str(site.pk), site.name, address_of(site.name), products, people, why_not)


def _found(account: PracticeAccount, member: PracticeMember | None) -> Found:
    if member is None:
        membership, status = "no_membership", "not_invited"
    else:
        membership = "suspended" if member.is_suspended else "active"
        status = membership
    return Found(
        email=account.email,
        account_id=account.pk,
        status="deactivated" if account.is_deactivated else status,
        account_status="inactive" if account.is_deactivated else "active",
        membership_status=membership,
        claim_status="unmanaged",
        email_verified=account.is_verified,
    )


def _invited(account: PracticeAccount) -> Invited:
    refused = "This account is deactivated." if account.is_deactivated else ""
    return Invited(account.email, account.pk, refused)
