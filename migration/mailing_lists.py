"""Which addresses look as if several people read them. Pure, and only a guess: owners decide."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The whole name before the @, also with digits after it: noc@, team2@.
SHARED = _words("""
abuse admin admins administrator administrators alarm alarms alert alerts all allstaff billing
board business careers company contact crew customerservice dev developers devops distribution
dl employees engineering engineers enquiries everybody everyone feedback finance group groups
hello help helpdesk hostmaster hr info infra infrastructure inquiries it itsupport jobs list
lists mail mailer-daemon mailinglist management marketing members monitoring networking news
newsletter no-reply noc noreply notification notifications office oncall operations ops orders
people platform postmaster press privacy projects qa reception recruiting root sales security
servicedesk soc sre staff subscribe support sysadmin sysadmins team teams tech test testing
unsubscribe us users webmaster
""")
# A word at the beginning or the end, with something else beside it: team-payments@, dev.all@.
FIRST = _words("all dist dl everyone group list noc oncall team")
LAST = _words("""
alerts all announce announcements dl everyone group groups list lists members noc oncall ops
subscribers support team teams users
""")
HYPHENED = frozenset({"list"})  # also a surname: anna.list@ is somebody, dev-list@ is not
HOSTS = re.compile(r"(?:^|\.)(?:lists?|groups?|googlegroups|mailman|listserv)\.")
ON_CALL = re.compile(r"(?<![a-z])on[._-]call(?![a-z])")
BREAKS = re.compile(r"([._-]+)")


def looks_like_a_list(email: str) -> bool:
    """Whether an address is probably a mailing list or a mailbox that a team shares.

    Upper and lower case are the same, and what stands behind a + does not count.
    """
    name, _, host = email.strip().lower().rpartition("@")
    if HOSTS.search(host):
        return True
    name = ON_CALL.sub("oncall", name.partition("+")[0])
    whole = name.rstrip("0123456789").rstrip("._-")
    if whole in SHARED or BREAKS.sub("", whole) in SHARED:
        return True
    words = BREAKS.split(whole)
    return len(words) > 1 and (words[0] in FIRST or _ends_a_list(*words[-2:]))


def _ends_a_list(separator: str, word: str) -> bool:
    """Whether the last word of a name is that of a list."""
    return word in LAST and (word not in HYPHENED or "." not in separator)
