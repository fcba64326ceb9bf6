"""Accessibility of a page in a real browser: axe with the rules of WCAG 2.2 A and AA."""

from collections.abc import Collection
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}


def assert_accessible(page: Page, *, but_for: Collection[str] = ()) -> None:
    """Fail with a readable list of what axe finds on the page as it stands.

    `but_for` names rules that do not hold here: "target-size" while an open menu lies over others.
    """
    # Colours in transition are neither the old nor the new ones.
    page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))")
    violations = Axe().run(page, options=RULES).response["violations"]
    found = [one for one in violations if one["id"] not in but_for]
    assert not found, f"{page.url}\n" + "\n".join(_in_words(one) for one in found)


def _in_words(violation: dict[str, Any]) -> str:
    places = [
        f"    {node['html'][:200]}\n      {node['failureSummary']}" for node in violation["nodes"]
    ]
    return f"  {violation['id']}: {violation['help']}\n" + "\n".join(places)
