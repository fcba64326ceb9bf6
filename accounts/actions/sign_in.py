"""What is written into the log about signing in."""

from accounts import audit
from accounts.actors import Actor, Via
from accounts.models import User

audit.WORDS |= {
    "session.started": "signed in with {how}",
    "session.refused": "tried to sign in as {target} with a wrong {what}",
    "security.added": "set up {what}",
    "security.removed": "removed {what}",
    "security.codes_made": "made new recovery codes",
}

SOMEBODY = Actor(name="Somebody", via=Via.WEB)


def note_sign_in(person: User, how: str) -> None:
    """Log that a person has signed in: `how` names what they showed ("a password")."""
    audit.record(Actor.of_user(person), "session.started", person, how=how)


def note_failure(username: str, what: str) -> None:
    """Log that somebody tried to be a person. Addresses of nobody leave no trace."""
    if "\0" in username:
        return
    if person := User.objects.named(username).first():
        audit.record(SOMEBODY, "session.refused", person, what=what)


def note_security(person: User, verb: str, what: str) -> None:
    """Log that a person changed their second factor or passkeys."""
    audit.record(Actor.of_user(person), verb, person, what=what)
