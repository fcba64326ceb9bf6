"""Ways to reach a person."""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, validate_email
from django.db import models
from django.db.models.functions import Lower

from accounts import phones
from accounts.models.people import User

validate_phone = RegexValidator(r"^\d{1,3}-\d{4,14}\Z", phones.FORMAT)


class Contact(models.Model):
    """An address of a person. Contract: opsgenie-v2.md (contacts)."""

    class Method(models.TextChoices):
        """How a message travels."""

        EMAIL = "email", "E-mail"
        SMS = "sms", "SMS"
        VOICE = "voice", "Voice"
        MOBILE = "mobile", "Mobile app"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="contacts")
    method = models.CharField(max_length=8, choices=Method)
    to = models.CharField("address or number", max_length=512)
    is_enabled = models.BooleanField("enabled", default=True, db_default=True)
    disabled_reason = models.CharField(max_length=512, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True, editable=False)
    code_hash = models.CharField(max_length=64, blank=True, editable=False)
    code_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    code_attempts = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "user",
                "method",
                Lower("to"),
                name="one_contact_per_address",
                violation_error_code="to",
                violation_error_message="This contact is in the list already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_method_display()} {self.to}"

    @property
    def is_verified(self) -> bool:
        """Whether the person has shown that this address is theirs."""
        return self.verified_at is not None

    @property
    def reaches(self) -> bool:
        """Whether a message sent there now would be expected to arrive."""
        return self.is_enabled and self.is_verified

    def clean(self) -> None:
        """Check the address in the form its method needs."""
        check = validate_email if self.method == self.Method.EMAIL else validate_phone
        if self.method == self.Method.MOBILE:
            return
        try:
            check(self.to)
        except ValidationError as problem:
            raise ValidationError({"to": problem.messages}) from problem
