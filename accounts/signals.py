"""What upper floors want to hear of people. Sent inside the transaction: who raises, undoes it."""

from django.dispatch import Signal

# A person about to be deleted: what goes with them is written into the logs it was in.
person_deleting = Signal()  # person: User, by: Actor
# A person whose e-mail has just been shown to be theirs.
person_verified = Signal()  # person: User
