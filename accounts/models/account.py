"""The organisation itself: one row."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.validators import validate_locale, validate_time_zone


class Account(models.Model):
    """The organisation: its name, and what new people start with."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField("organisation name", max_length=100, default="Muster")
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    locale = models.CharField(max_length=16, default="en_US", validators=[validate_locale])

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="there_is_one_account")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> Self:
        """Return the account, made with its defaults the first time."""
        # Every page asks: written SQL takes half as long as a query put together anew.
        for account in cls.objects.raw("SELECT * FROM accounts_account WHERE id = 1"):
            return account
        return cls.objects.get_or_create(id=1)[0]
