"""Accessibility of a page in a real browser: axe with the rules of WCAG 2.2 A and AA."""

import json
from collections.abc import Collection, Iterable
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
WIDE, PHONE = 1280, 390  # pixels
HEIGHT = 900


def assert_good_looking(page: Page, paths: Iterable[str]) -> None:
    """Fail when axe finds something on one of these pages, or when it scrolls sideways.

    Each is looked at twice: on a wide screen in light colours, and on a phone in dark ones.
    """
    for path in paths:
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": WIDE, "height": HEIGHT})
        page.goto(path)
        assert_looks_good_twice(page)


def assert_looks_good_twice(page: Page) -> None:
    """The same for the page as it stands; afterwards it is as wide and as light as before."""
    size = page.viewport_size or {"width": WIDE, "height": HEIGHT}
    for scheme, width in (("light", WIDE), ("dark", PHONE)):
        page.emulate_media(color_scheme=scheme)
        assert_fits(page, width)
        assert_accessible(page)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(size)


def assert_fits(page: Page, width: int) -> None:
    """Fail when the page scrolls sideways on a screen of so many pixels."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.evaluate("new Promise(requestAnimationFrame)")
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert over <= 0, f"{page.url} at {width}"


def assert_accessible(page: Page, *, but_for: Collection[str] = ()) -> None:
    """Fail with a readable list of what axe finds on the page as it stands.

    `but_for` names rules that do not hold here: "target-size" while an open menu lies over others.
    """
    # Colours in transition are neither the old nor the new ones.
    page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    violations = page.evaluate(f"axe.run({json.dumps(RULES)}).then((found) => found.violations)")
    found = [one for one in violations if one["id"] not in but_for]
    assert not found, f"{page.url}\n" + "\n".join(_in_words(one) for one in found)


def _in_words(violation: dict[str, Any]) -> str:
    places = [
        f"    {node['html'][:200]}\n      {node['failureSummary']}" for node in violation["nodes"]
    ]
    return f"  {violation['id']}: {violation['help']}\n" + "\n".join(places)
