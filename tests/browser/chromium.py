"""Finds the browser and opens pages that watch themselves."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Playwright, Request

VARIABLE = "TEST_BROWSER"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
)

LONG_AFTER = 3_000  # milliseconds on a page's stopped clock, by which every timer of ours has run
PATIENCE_MS = 30_000  # how long a page may take to do what is expected of it: no measure, only an end of waiting

Width = Literal["phone", "desktop", "narrow", "zoomed"]
Theme = Literal["light", "dark"]

SCREENS: dict[Width, tuple[int, int, float]] = {  # width, height, device pixels in a CSS pixel
    "phone": (390, 844, 2),
    "desktop": (1280, 800, 1),
    "narrow": (320, 568, 2),
    "zoomed": (640, 400, 2),  # what a 1280×800 window shows at 200 %
}

# Runs before the page's own scripts: counts what no reader may ever see.
WATCHER = """
  window.hcShifts = [];
  window.hcViolations = [];
  const place = ({x, y, width, height}) => `${width}×${height} at ${x},${y}`;
  const moved = ({node, previousRect, currentRect}) => {
    const element = node instanceof Element ? node.cloneNode(false).outerHTML : node?.textContent.trim();
    return `${element} from ${place(previousRect)} to ${place(currentRect)}`;
  };
  new PerformanceObserver((list) => {
    for (const {hadRecentInput, value, startTime, sources} of list.getEntries()) {
      if (hadRecentInput) continue;
      window.hcShifts.push(`${value} after ${Math.round(startTime)} ms: ${sources.map(moved).join('; ')}`);
    }
  }).observe({type: 'layout-shift', buffered: true});
  document.addEventListener('securitypolicyviolation', (event) => {
    window.hcViolations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
  });
"""


def find_chromium() -> str | None:
    """The browser named by the environment, else the first one found on the path; None leaves it to Playwright."""
    named = os.environ.get(VARIABLE)
    return named or next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright: Playwright) -> Browser:
    """Starts the browser without a window."""
    return playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))


def stop_the_clock(page: Page) -> None:
    """Lets timers of the page wait until a test runs its clock, so that what they do never depends on the machine."""
    page.clock.install()
    page.clock.pause_at("2100-01-01")


@dataclass
class Watch:
    """What went wrong on a page while nobody looked."""

    page: Page
    origin: str
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.errors.append(f"exception: {error}"))
        self.page.on("dialog", self._dialog)
        self.page.on("request", self._request)

    def asked_suggestions(self) -> list[str]:
        """The addresses of suggestions asked for so far."""
        return [url for url in self.requests if urlsplit(url).path == "/api/v1/suggest"]

    def findings(self) -> list[str]:
        """Console errors, exceptions, dialogs, foreign requests, policy violations and layout shifts of the page."""
        found = list(self.errors)
        found += [f"foreign request: {url}" for url in self.requests if not self._own(url)]
        found += [f"policy: {violation}" for violation in self.page.evaluate("() => window.hcViolations ?? []")]
        found += [f"layout shift: {shift}" for shift in self.page.evaluate("() => window.hcShifts ?? []")]
        return found

    def _own(self, url: str) -> bool:
        return url.startswith((f"{self.origin}/", "data:", "blob:"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.errors.append(f"console {message.type}: {message.text}")

    def _dialog(self, dialog: Dialog) -> None:
        self.errors.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)


def open_page(
    browser: Browser,
    origin: str,
    *,
    width: Width = "desktop",
    theme: Theme = "light",
    locale: str = "en",
    javascript: bool = True,
) -> tuple[Page, Watch]:
    """A page of a fresh profile, and the watch on it; close the page's context when done."""
    wide, high, pixels = SCREENS[width]
    touch = width in {"phone", "narrow"}
    context = browser.new_context(
        base_url=origin,
        viewport={"width": wide, "height": high},
        device_scale_factor=pixels,
        is_mobile=touch,
        has_touch=touch,
        color_scheme=theme,
        locale=locale,
        java_script_enabled=javascript,
    )
    context.set_default_timeout(PATIENCE_MS)
    if javascript:
        context.add_init_script(WATCHER)
    page = context.new_page()
    return page, Watch(page, origin)
