"""Uploading a CSV file of people, and agreeing to what its plan says."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

MOST_BYTES = 2 * 1024 * 1024


class UploadForm(forms.Form):
    """The file. Its text is in `cleaned_data["file"]` once the form is valid."""

    file = forms.FileField(
        label="CSV file",
        help_text="UTF-8, at most 2 MB and 5,000 people. Comma, semicolon or tab between cells.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        allow_empty_file=True,  # the reader says it better
    )

    def clean_file(self) -> str:
        """The text of the file."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError("This file is larger than 2 MB. Split it.")
        try:
            return decode(file.read())
        except ValueError as problem:
            raise forms.ValidationError(str(problem)) from problem


class AgreeForm(forms.Form):
    """The text whose plan was shown, the plan's fingerprint, and whether to invite."""

    csv = forms.CharField(strip=False, widget=forms.HiddenInput)
    fingerprint = forms.CharField(max_length=64, widget=forms.HiddenInput)
    invite = forms.BooleanField(
        required=False,
        label="Send each new person an invitation",
        help_text="It is valid for 2 days. You can send it again from the list.",
    )

    def clean_csv(self) -> str:
        """The text, no longer than a file may be."""
        text: str = self.cleaned_data["csv"]
        if len(text.encode()) > 2 * MOST_BYTES:  # a browser makes two bytes of each line's end
            raise forms.ValidationError("This file is larger than 2 MB. Split it.")
        return text


def agree_form(text: str, fingerprint: str, **more: Any) -> AgreeForm:
    """The form below a plan."""
    return AgreeForm(initial={"csv": text, "fingerprint": fingerprint, "invite": True} | more)


def decode(data: bytes) -> str:
    """Return the text of an upload. Raises ValueError, with a sentence, unless it is UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise ValueError(
            f"Line {line} is not UTF-8 text. Save the file as “CSV UTF-8” and upload it again."
        ) from problem
