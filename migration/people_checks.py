"""Who of the people is worth a word before a move."""

from allauth.socialaccount.models import SocialAccount
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Lower

from accounts.models import Contact, User
from common.folding import Folded
from common.wording import number
from migration.check import CLEAR, MEND, NAMED, NOTE, Check
from migration.mailing_lists import looks_like_a_list


def unverified(coming: QuerySet[User]) -> Check:
    """Who would get no invitation yet. Two queries."""
    found, count = _some(coming.filter(is_verified=False))
    if not count:
        return Check("unverified", CLEAR, "All e-mails verified", "Everybody can be invited.")
    return Check(
        "unverified",
        MEND,
        f"{number(count, 'e-mail', 'e-mails')} not verified",
        "They get no invitation until they verify their e-mail; then it goes out by itself.",
        "Send them the verification e-mail again, one or all.",
        "accounts:people",
        found,
        count,
    )


def lists(coming: QuerySet[User]) -> Check:
    """Addresses that several people probably read; all are looked at, but few are loaded."""
    addresses = coming.order_by().values_list("pk", "username")
    found = [pk for pk, username in addresses if looks_like_a_list(username)]
    if not found:
        return Check("lists", CLEAR, "No mailing lists", "Each address looks like one person's.")
    seems = "looks like a mailing list" if len(found) == 1 else "look like mailing lists"
    return Check(
        "lists",
        MEND,
        f"{len(found):,} {seems}",
        "An account belongs to one person. Whoever reads this address could accept the invitation.",
        "An owner can leave it out; its alerts are not touched.",
        people=tuple(coming.filter(pk__in=found)[:NAMED]),
        count=len(found),
    )


def duplicates(coming: QuerySet[User]) -> Check:
    """People who share an address, but for case.

    What they sign in with is kept in lower case and unique; an e-mail contact may still be
    somebody else's.
    """
    emails = Contact.objects.filter(method=Contact.Method.EMAIL).order_by()
    emails = emails.annotate(lower=Lower("to"))
    others = emails.filter(lower=OuterRef("lower")).exclude(user=OuterRef("user"))
    owned = User.objects.filter(username=OuterRef("lower")).exclude(pk=OuterRef("user"))
    ids = {
        pk
        for like in (owned, others)
        for pk in emails.filter(Exists(like)).values_list("user", flat=True)
    }
    found, count = _some(coming.filter(pk__in=ids)) if ids else ((), 0)
    if not count:
        means = "Everybody signs in with an address of their own, kept in lower case."
        return Check("duplicates", CLEAR, "No duplicate e-mails", means)
    return Check(
        "duplicates",
        MEND,
        f"{number(count, 'person shares', 'people share')} an e-mail",
        "An e-mail contact of one is also the other's, regardless of upper and lower case. If "
        "both are one person, that person would get two Atlassian accounts.",
        "Remove the contact, or leave out one of the two.",
        people=found,
        count=count,
    )


def blocked() -> Check:
    """Who is excluded since they are blocked. Two queries."""
    found = User.objects.filter(is_blocked=True).defer("search_words", "password")
    some, count = _some(found.order_by(Folded("full_name"), "pk"))
    if not count:
        return Check("blocked", CLEAR, "Nobody is blocked", "Nobody is excluded for that.")
    means = "They are excluded: no account, no invitation. Unblock who shall come along."
    title = number(count, "blocked user", "blocked users")
    return Check("blocked", NOTE, title, means, people=some, count=count)


def single_sign_on(coming: QuerySet[User]) -> Check:
    """Who signs in by single sign-on, which stays as it is. Two queries."""
    title, stays = "Single sign-on", "Your settings stay as they are."
    accounts = SocialAccount.objects.filter(user=OuterRef("pk")).exclude(provider="atlassian")
    found, count = _some(coming.filter(Exists(accounts)))
    if not count:
        return Check("sso", CLEAR, title, f"Nobody signs in by it. {stays}")
    means = (
        f"{number(count, 'person signs', 'people sign')} in by it, and will as before. {stays} "
        "At Atlassian they have an account by their e-mail."
    )
    return Check("sso", NOTE, title, means, people=found, count=count)


def _some(people: QuerySet[User]) -> tuple[tuple[User, ...], int]:
    """The first of some people, and how many there are: two queries."""
    return tuple(people[:NAMED]), people.order_by().count()
