"""A real Chromium for tests: `open_page()` and `open_as()` give a page of a browser of its own."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Playwright,
    StorageState,
    expect,
    sync_playwright,
)

from accounts.models import User

# Playwright runs an event loop in the thread of the test, where Django suspects async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# The shell has no window, nor what would draw one: it needs half of a whole Chromium's time.
PROGRAMS = (
    *("chromium-headless-shell", "chromium", "chromium-browser"),
    *("google-chrome-stable", "google-chrome"),
)
FLAGS = [
    "--no-sandbox",  # Chromium refuses its sandbox to root
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
MILLISECONDS_TO_WAIT = 60_000  # on a machine that is busy with other tests
expect.set_options(timeout=MILLISECONDS_TO_WAIT)

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine; the test is skipped where there is none."""
    connections.close_all()  # Django keeps those of a thread with an event loop apart
    with sync_playwright() as playwright:
        program = find_chromium(playwright)
        if not program:
            pytest.skip("no Chromium: apt-get install chromium-headless-shell")
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield chromium
        connections.close_all()
        chromium.close()


def find_chromium(playwright: Playwright) -> str:
    """Return the path of the system's Chromium or Playwright's own, or an empty text."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), "")
    own = playwright.chromium.executable_path
    return found or (own if Path(own).exists() else "")


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[OpenPage]:
    """Open pages of the running server, each in a browser of its own (cookies apart).

    `open_page("/teams/", color_scheme="dark")`: the options are Playwright's for a new context.
    A complaint on a page's console, as of the CSP, fails the test.
    """
    contexts = []
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # An answer 4xx to a form is part of the conversation, and Chromium complains about it.
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    def open_it(path: str = "/", **options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(MILLISECONDS_TO_WAIT)
        contexts.append(context)
        page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda problem: complaints.append(str(problem)))
        page.goto(path)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def open_as(open_page: OpenPage, as_user: Callable[[Any], Client]) -> OpenPage:
    """Open a page in the browser of somebody signed in: `open_as(ben, "/teams/")`."""

    def open_it(person: User, path: str = "/", **options: Any) -> Page:
        session = as_user(person).cookies[settings.SESSION_COOKIE_NAME].value
        return open_page(path, storage_state=_with_cookie(session), **options)

    return open_it


def _with_cookie(session: str) -> StorageState:
    """What a browser has kept that is in this session of the live server."""
    return {
        "cookies": [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": session,
                "domain": "localhost",
                "path": "/",
                "expires": -1,
                "httpOnly": True,
                "secure": False,
                "sameSite": "Lax",
            }
        ],
        "origins": [],
    }
