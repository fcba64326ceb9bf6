"""Answers of the fields that suggest while one types."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def options(
    request: HttpRequest, found: Iterable[tuple[str, str, str]], *, typed: str = ""
) -> HttpResponse:
    """Answer with (value, name, detail) of each; nothing found says so when `typed` is given."""
    names = ("value", "name", "detail")
    rows = [dict(zip(names, one, strict=True)) for one in found]
    return render(request, "parts/options.html", {"options": rows, "typed": typed})
