"""What may be wrong with a page whatever it shows: rules of accessibility in both themes, and its width."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page


def accessibility_findings(page: Page, *rules: str) -> list[str]:
    """What axe finds wrong, with the elements; all rules unless some are named."""
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = list(rules)
    if not page.evaluate("() => 'axe' in window"):  # half a megabyte that a page needs once
        page.evaluate(Axe().axe_script)
    violations = page.evaluate("async (options) => (await axe.run(options)).violations", options)
    return [
        f"{rule['impact']} {rule['id']}: {node['html']} {node['failureSummary']}"
        for rule in cast("list[dict[str, list[dict[str, str]]]]", violations)
        for node in rule["nodes"]
    ]


def overflow(page: Page) -> int:
    """By how many pixels the page can be scrolled sideways."""
    return int(page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def flaws(page: Page) -> list[str]:
    """Everything wrong with the page as it stands; the other theme is looked at for its contrast."""
    found = accessibility_findings(page)
    dark = page.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches")
    page.emulate_media(color_scheme="light" if dark else "dark")
    found += [f"other theme: {each}" for each in accessibility_findings(page, "color-contrast")]
    page.emulate_media(color_scheme="dark" if dark else "light")
    if wide := overflow(page):
        found.append(f"{wide} pixels wider than the window")
    return found
