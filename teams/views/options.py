"""Answers of the fields that suggest while one types."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render

from accounts.http import Request


def options(request: Request, found: Iterable[tuple[str, str, str]], *, typed: str) -> HttpResponse:
    """Answer with (value, name, detail) of each; nothing found says so when something was typed."""
    names = ("value", "name", "detail")
    rows = [dict(zip(names, one, strict=True)) for one in found]
    return render(request, "parts/options.html", {"options": rows, "typed": typed})
