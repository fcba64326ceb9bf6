"""Who works at Acme: one line a person. Change somebody here and every new demo has it."""

from dataclasses import dataclass
from uuid import UUID

from accounts.demo import DOMAIN, SIGNING_IN, fixed_id


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the demo. Days and hours count back from the day the demo is loaded.

    `role` is a built-in role or the name of one of ROLES. `contacts` and `rules` are words that
    config/demo/reach.py explains. `active` is None for somebody who never signed in.
    """

    login: str
    name: str
    role: str
    time_zone: str
    locale: str
    days_here: int
    active: int | None
    contacts: str
    rules: str = ""
    blocked: bool = False

    @property
    def username(self) -> str:
        """The address this person signs in with."""
        return f"{self.login}@{DOMAIN}"

    @property
    def verified(self) -> bool:
        """Whether they have shown that the address is theirs."""
        return self.login in SIGNING_IN.split()


P = Person
NIGHT = "Night operator"
PEOPLE = (
    P("olive", "Olive Owner", "owner", "Europe/London", "en_GB", 56, 2, "mail sms", "plain"),
    P("oscar", "Óscar Núñez", "owner", "Europe/Madrid", "es_ES", 55, 96, "mail", "plain"),
    P("ada", "Ada Admin", "admin", "Europe/Berlin", "en_US", 55, 1, "mail sms voice", "full"),
    P("anna", "Anna Lindqvist", "admin", "Europe/Stockholm", "sv_SE", 55, 30, "mail sms", "phone"),
    P("tom", "Tom Teamadmin", "user", "Europe/Istanbul", "en_US", 54, 3, "mail sms voice", "full"),
    P("ben", "Ben Member", "user", "Europe/Istanbul", "en_US", 54, 1, "all sms?", "full"),
    P("cem", "Cem Yıldız", "user", "Europe/Istanbul", "tr_TR", 54, 4, "mail sms", "phone"),
    P("dana", "Dana Diaz", "user", "America/Mexico_City", "es_MX", 1, None, "mail?"),
    P("eve", "Eve Evans", "user", "Europe/London", "en_GB", 40, 26, "mail sms", "plain"),
    P("farid", "Farid Haddad", NIGHT, "Asia/Dubai", "en_US", 52, 8, "all", "full"),
    P("grace", "Grace Kim", "stakeholder", "Asia/Seoul", "ko_KR", 50, 310, "mail"),
    P("hugo", "Hugo Brandt", "user", "Europe/Berlin", "de_DE", 49, None, "mail?", blocked=True),
    P("ines", "Inês Carvalho", "user", "Europe/Lisbon", "pt_PT", 53, 5, "all", "full"),
    P("jamal", "Jamal Reed", "user", "America/New_York", "en_US", 53, 2, "mail sms voice", "full"),
    P("kaori", "田中 かおり", "user", "Asia/Tokyo", "ja_JP", 47, 14, "mail sms", "plain"),
    P("lukasz", "Łukasz Wójcik", "user", "Europe/Warsaw", "pl_PL", 47, 6, "mail sms?", "sms"),
    P("mona", "Mona Sørensen", "observer", "Europe/Copenhagen", "da_DK", 44, 120, "mail"),
    P("nils", "Nils Jürgens", "Auditor", "Europe/Zurich", "de_CH", 38, 52, "mail"),
    P("paola", "Paola D’Angelo", "user", "Europe/Rome", "it_IT", 46, 7, "mail voice", "late"),
    P("quentin", "Quentin Lefèvre", "user", "Europe/Paris", "fr_FR", 12, None, "mail?"),
    P("ravi", "Ravi Krishnan", "user", "Asia/Kolkata", "en_IN", 45, 11, "all", "full"),
    P("sofia", "Sofía Ramírez", "user", "America/Bogota", "es_CO", 43, 9, "mail sms", "phone"),
    P("uma", "Uma Patel", "user", "Asia/Kolkata", "en_IN", 33, 200, ""),
    P("viktor", "Віктор Шевченко", "user", "Europe/Kyiv", "uk_UA", 41, 510, "mail", "plain", True),
    P("wendy", "Wendy Clarke", "stakeholder", "Australia/Sydney", "en_AU", 1, None, "mail?"),
    P("yusuf", "Yusuf Demir", NIGHT, "Asia/Riyadh", "tr_TR", 31, 16, "mail- sms-", "phone"),
    P("zoe", "Zoë van Dijk", "user", "Europe/Amsterdam", "nl_NL", 29, 28, "mail sms", "off"),
)  # fmt: skip
BY_LOGIN = {person.login: person for person in PEOPLE}


@dataclass(frozen=True, slots=True)
class Role:
    """A role that Acme made for itself."""

    name: str
    extends: str
    granted: tuple[str, ...]
    disallowed: tuple[str, ...]


ROLES = (
    Role(
        NIGHT,
        "user",
        ("alerts-access-all", "alert-acknowledge-all", "forwardings-edit"),
        ("alert-delete-note", "profile-custom-fields-edit"),
    ),
    Role("Auditor", "observer", ("logs-page-access", "reports-access"), ("login-email-edit",)),
)


def person_id(login: str) -> UUID:
    """Return the id of the person of that login."""
    return fixed_id("person", login)


def role_id(name: str) -> UUID:
    """Return the id of the custom role of that name."""
    return fixed_id("role", name)
