"""What the built-in directory asks for."""

from django import forms


class SignUpForm(forms.Form):
    """A sign-up for a practice account."""

    name = forms.CharField(label="Your full name", max_length=512)
