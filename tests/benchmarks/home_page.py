"""What a page transfers, with all that it loads, or with all but its images."""

from __future__ import annotations

import importlib.util
import shutil
import urllib.request
from urllib.parse import urljoin

from lxml import html

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_IMAGES = " | //img/@src"
_LINKED = f"//link[@rel='stylesheet' or contains(@rel, 'icon') or @rel='modulepreload']/@href | //script/@src{_IMAGES}"


def transferred_bytes(url: str, *, images: bool = True) -> tuple[str, int]:
    """Return how it was measured and the bytes: in a real browser, headers included, where there is one.

    Without images, those of the page itself are left out.
    """
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser and importlib.util.find_spec("playwright"):
        return "Chromium", _in_browser(url, browser, images=images)
    return "linked files", _linked(url, images=images)


def _in_browser(url: str, executable: str, *, images: bool) -> int:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (not installed where only benchmarks run)

    sizes: dict[str, int] = {}
    pictures: set[str] = set()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        session = page.context.new_cdp_session(page)
        session.on(
            "Network.responseReceived",
            lambda event: pictures.add(event["requestId"]) if event["type"] == "Image" else None,
        )
        session.on(
            "Network.loadingFinished",
            lambda event: sizes.update({event["requestId"]: int(event["encodedDataLength"])}),
        )
        session.send("Network.enable")
        page.goto(url, wait_until="networkidle")
        browser.close()
    return sum(size for request, size in sizes.items() if images or request not in pictures)


def _linked(url: str, *, images: bool) -> int:
    page, size = _fetch(url)
    linked = _LINKED if images else _LINKED.partition(_IMAGES)[0]
    addresses = {urljoin(url, str(link)) for link in html.fromstring(page).xpath(linked)}
    return size + sum(_fetch(address)[1] for address in sorted(addresses))


def _fetch(url: str) -> tuple[bytes, int]:
    """Return the content and the bytes it took on the wire, gzipped where the server does that."""
    with urllib.request.urlopen(url) as plain:
        content: bytes = plain.read()
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as packed:
        return content, len(packed.read()) + len(bytes(packed.headers))
