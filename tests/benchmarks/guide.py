"""The guide beside driver.js, Shepherd.js and Intro.js from npm: bytes, and how long until a first step stands still.

Bytes are those that a page loads until its first step, script and style sheet, minified by esbuild and terser, as ours
are, and compressed with gzip. Times are medians of 20 starts in one browser, from the call of start until the card is
where, as large and as opaque as it stays; the libraries are loaded, and set as their documentation sets them. A search
of the panel goes to the product itself, with its own manual; idle time is what the browser says its main thread was
busy.
"""

from __future__ import annotations

import gzip
import json
import subprocess
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.benchmarks.figures import Figure, beside, wanted
from tests.browser.chromium import launch
from tests.browser.guide.origins import BUILT, Origins, running, step
from tests.browser.serving import served

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser, Page

_NODE = Path(__file__).with_name("node")
_PEERS = {
    "driver.js": "driver.js/dist/driver.css",
    "shepherd.js": "shepherd.js/dist/css/shepherd.css",
    "intro.js": "intro.js/minified/introjs.min.css",
}
_STARTS = 20
_BUDGET = 8601
_MILLISECONDS = 60
_LATE_MILLISECONDS = 50
_SEARCH_MILLISECONDS = 100
_REST = 5_000
_ROOT = Path(__file__).parents[2]
_QUERIES = ("invoice", "send an invoice", "colours", "refused", "first steps", "report", "customer", "amount")
_SEARCH = """async (queries) => {
  const times = [];
  for (const query of queries) {
    const from = performance.now();
    await HelpCenter('search', query);
    await new Promise(requestAnimationFrame);
    if (!document.querySelector('help-guide').shadowRoot.querySelector('.panel [role=status]')) throw Error(query);
    times.push(performance.now() - from);
  }
  return times;
}"""
_LATE = """async () => {
  await HelpCenter('start', 'late');
  const shown = () => document.querySelector('help-guide')?.shadowRoot.querySelector('.card:not([hidden])');
  const frame = () => new Promise(requestAnimationFrame);
  const times = [];
  for (let n = 0; n < 40; n++) {
    const from = performance.now();
    document.body.insertAdjacentHTML('beforeend', '<button id=late>Late</button>');
    while (!shown()) await frame();
    times.push(performance.now() - from);
    document.querySelector('#late').remove();
    while (shown()) await frame();
  }
  return times;
}"""


def measure(_sizes: Sequence[int]) -> Iterator[Figure]:
    """Yield bytes, then times; the sizes of libraries do not matter here."""
    versions = json.loads((_NODE / "package.json").read_text(encoding="ascii"))["devDependencies"]
    bundles = {name: _bundle(name) for name in _PEERS}
    ours = sum(_compressed(file.read_bytes()) for file in (BUILT / "guide.js", *BUILT.glob("core-*.js")))
    for name, parts in bundles.items():
        yield beside("bytes up to the first step", ours, name, versions[name], sum(map(_compressed, parts)), "bytes")
    yield wanted("bytes up to the first step", ours, _BUDGET, "bytes")
    with running() as origins, sync_playwright() as playwright:
        browser = launch(playwright)
        _prepare(origins, bundles)
        own = _settling(browser, origins, "ours")
        for name in _PEERS:
            yield beside(
                "start() to a settled step, p50", own, name, versions[name], _settling(browser, origins, name), "ms"
            )
        yield wanted("start() to a settled step, p50", own, _MILLISECONDS, "ms")
        page = _open(browser, origins, "ours")
        late = quantiles(page.evaluate(_LATE), n=20)[18]
        yield wanted("late target to its step, p95", late, _LATE_MILLISECONDS, "ms")
        busy = {name: _idle(browser, origins, name) for name in ("bare", "ours")}
        yield beside(f"main thread in {_REST // 1000} idle s", busy["ours"], "the bare page", "", busy["bare"], "ms")
        with _help_center() as help_center:
            times = _searching(browser, help_center)
        yield wanted("panel: search to its results, p95", quantiles(times, n=20)[18], _SEARCH_MILLISECONDS, "ms")
        browser.close()


def _bundle(name: str) -> tuple[bytes, bytes]:
    """A library as a page would load it: its script and its style sheet."""
    modules = _NODE / "node_modules"
    entry = f'export * from "{name}"; export {{ default }} from "{name}";'
    if name == "driver.js":
        entry = f'export * from "{name}";'
    minify = (str(modules / ".bin/esbuild"), "--minify", "--log-level=error")
    script = subprocess.run(
        (*minify, "--bundle", "--format=iife", "--global-name=Peer", "--target=es2022"),
        input=entry.encode(),
        cwd=_NODE,
        check=True,
        capture_output=True,
    )
    terser = (str(modules / ".bin/terser"), "--ecma=2020", "--compress=ecma=2020,passes=2,inline=1", "--mangle")
    smaller = subprocess.run(terser, input=script.stdout, check=True, capture_output=True)
    style = subprocess.run((*minify, str(modules / _PEERS[name])), check=True, capture_output=True)
    return min(script.stdout, smaller.stdout, key=_compressed), style.stdout


def _compressed(content: bytes) -> int:
    return len(gzip.compress(content, 9))


def _prepare(origins: Origins, bundles: dict[str, tuple[bytes, bytes]]) -> None:
    page = (_NODE / "guide.html").read_text(encoding="utf-8")
    tours = (_NODE / "tours.js").read_text(encoding="utf-8")
    for name, (script, style) in bundles.items():
        added = f"<style>{style.decode()}</style><script>{script.decode()}</script><script>{tours}</script>"
        origins.pages[f"/{name}"] = (page.replace("</body>", f"{added}</body>"), {})
    tag = f'<script async src="{origins.help}/embed/v1/guide.js"></script><script>{tours}</script>'
    origins.pages["/bare"] = (page, {})
    origins.pages["/ours"] = (page.replace("</body>", f"{tag}</body>"), {})
    origins.walkthrough(step("#first", "one"), step("#second", "two"))
    origins.walkthrough(step("#late", "late"), slug="late")


def _open(browser: Browser, origins: Origins, name: str) -> Page:
    page = browser.new_context(base_url=origins.host).new_page()
    page.goto(f"/{name}")
    page.wait_for_function("TOURS && (window.Peer || window.HelpCenter)")
    return page


def _idle(browser: Browser, origins: Origins, name: str) -> float:
    """Milliseconds that the main thread was busy while nobody did anything; in ours with a step open."""
    page = browser.new_context(base_url=origins.host).new_page()
    page.goto(f"/{name}")
    if name == "ours":
        page.wait_for_function("window.HelpCenter?.ready")
        page.evaluate("HelpCenter('start', 'tour')")
    page.wait_for_timeout(_REST)  # events are sent four seconds after the first of them
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def busy() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return float(next(each["value"] for each in metrics if each["name"] == "TaskDuration"))

    before = busy()
    page.wait_for_timeout(_REST)
    spent = (busy() - before) * 1000
    page.context.close()
    return spent


@contextmanager
def _help_center() -> Iterator[str]:
    """The product itself with its manual and the demo; gives its origin."""
    with TemporaryDirectory() as folder:
        instance = Path(folder)
        (instance / "config.toml").write_text('demo = "on"\nsemantic = "off"\n', encoding="ascii")
        with served(_ROOT / "articles", instance) as origin:
            yield origin


def _searching(browser: Browser, origin: str) -> list[float]:
    """Milliseconds from each search in the demo's panel to its results, the panel being open."""
    page = browser.new_context().new_page()
    page.goto(f"{origin}/demo/en/invoices")
    page.wait_for_function("window.HelpCenter?.ready")
    page.evaluate("HelpCenter('open')")
    page.evaluate(_SEARCH, list(_QUERIES))
    times: list[float] = page.evaluate(_SEARCH, [f"{query} {n}" for n in range(5) for query in _QUERIES])
    page.context.close()
    return times


def _settling(browser: Browser, origins: Origins, name: str) -> float:
    page = _open(browser, origins, name)
    page.evaluate("async (name) => { window.tour = TOURS[name](); await settle(tour); }", name)
    times = [float(page.evaluate("() => settle(tour)")) for _ in range(_STARTS)]
    page.context.close()
    return median(times)
