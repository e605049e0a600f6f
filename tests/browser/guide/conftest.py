from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from tests.browser.chromium import SCREENS, Theme, Width
from tests.browser.guide.origins import Origins, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

TAG = '<script async="" src="{help}/embed/v1/guide.js" {attributes}></script>'  # in XHTML, too
PAGE = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Host</title>
<meta name="viewport" content="width=device-width">{head}</head><body>{body}</body></html>"""


class Visit(Protocol):
    """Opens a host page with the guide on it, as a certain reader."""

    def __call__(
        self,
        body: str,
        *,
        head: str = "",
        attributes: str = "",
        headers: dict[str, str] | None = None,
        width: Width = "desktop",
        theme: Theme = "light",
        lang: str = "en",
        path: str = "/host",
        context: BrowserContext | None = None,
        script: str = "",
        markup: str = "",
    ) -> Page: ...


@pytest.fixture
def origins() -> Iterator[Origins]:
    # New ones for each test: what the last page of another sends when it goes must not arrive here.
    with running() as origins:
        yield origins


@pytest.fixture
def visit(chromium: Browser, origins: Origins) -> Iterator[Visit]:
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def visit(
        body: str,
        *,
        head: str = "",
        attributes: str = "",
        headers: dict[str, str] | None = None,
        width: Width = "desktop",
        theme: Theme = "light",
        lang: str = "en",
        path: str = "/host",
        context: BrowserContext | None = None,
        script: str = "",
        markup: str = "",
    ) -> Page:
        tag = TAG.format(help=origins.help, attributes=attributes)
        origins.pages[path] = ((markup or PAGE).format(lang=lang, head=head + tag, body=body), headers or {})
        if context is None:
            wide, high, pixels = SCREENS[width]
            context = chromium.new_context(
                base_url=origins.host,
                viewport={"width": wide, "height": high},
                device_scale_factor=pixels,
                color_scheme=theme,
                locale=lang,
            )
            context.set_default_timeout(5_000)
            if script:
                context.add_init_script(script)
            contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(path)
        page.wait_for_function("window.HelpCenter?.ready")
        return page

    yield visit
    for each in contexts:
        each.close()
    assert errors == []
