"""What a page transfers, with all that it loads."""

from __future__ import annotations

import importlib.util
import shutil
import urllib.request
from urllib.parse import urljoin

from lxml import html

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_LINKED = (
    "//link[@rel='stylesheet' or contains(@rel, 'icon') or @rel='modulepreload']/@href | //script/@src | //img/@src"
)


def transferred_bytes(url: str) -> tuple[str, int]:
    """Return how it was measured and the bytes: in a real browser, headers included, where there is one."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser and importlib.util.find_spec("playwright"):
        return "Chromium", _in_browser(url, browser)
    return "linked files", _linked(url)


def _in_browser(url: str, executable: str) -> int:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (not installed where only benchmarks run)

    sizes: list[int] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        session = page.context.new_cdp_session(page)
        session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
        session.send("Network.enable")
        page.goto(url, wait_until="networkidle")
        browser.close()
    return sum(sizes)


def _linked(url: str) -> int:
    page, size = _fetch(url)
    addresses = {urljoin(url, str(link)) for link in html.fromstring(page).xpath(_LINKED)}
    return size + sum(_fetch(address)[1] for address in sorted(addresses))


def _fetch(url: str) -> tuple[bytes, int]:
    """Return the content and the bytes it took on the wire, gzipped where the server does that."""
    with urllib.request.urlopen(url) as plain:
        content: bytes = plain.read()
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as packed:
        return content, len(packed.read()) + len(bytes(packed.headers))
