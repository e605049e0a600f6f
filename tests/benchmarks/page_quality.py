"""Lighthouse on its phone preset: home, article and results, in four categories of 100 each, and what moves.

The median of three runs counts, as Lighthouse advises, after one visit that makes the server remember the page.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import urllib.request
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from helpcenter.web.addresses import article_url, home_url, search_url
from tests.benchmarks import corpus
from tests.benchmarks.figures import Figure, wanted
from tests.benchmarks.home_page import BROWSERS
from tests.benchmarks.web import OURS, serving

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FOLDER = Path(__file__).parent / "lighthouse"
_PROGRAM = _FOLDER / "node_modules/lighthouse/cli/index.js"
_CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_WANTED = 98
_RUNS = 3
_TRIES = 3
_SECONDS = 180


def measure(_sizes: Sequence[int]) -> Iterator[Figure]:
    """Yield a figure for each page and category."""
    generation = corpus.real_generation()
    locale = generation.locales[0]
    article = next(generation.articles(locale))
    pages = {
        "home": home_url(locale),
        "article": article_url(locale, article.slug),
        "results": search_url(locale, article.title),
    }
    with serving(OURS) as port:
        for kind, address in pages.items():
            # A page of results is told not to be listed, which is right, and which this audit is about.
            without = ("--skip-audits=is-crawlable",) if kind == "results" else ()
            url = f"http://localhost:{port}{address}"
            urllib.request.urlopen(url).close()
            reports = [_report_at_last(url, *without) for _ in range(_RUNS)]
            for name in _CATEGORIES:
                score = 100 * median(float(report["categories"][name]["score"]) for report in reports)
                yield wanted(f"{kind}: {name}", score, _WANTED, "of 100", least=True)
            shift = max(float(report["audits"]["cumulative-layout-shift"]["numericValue"]) for report in reports)
            yield wanted(f"{kind}: layout shift", shift, 0, "")


def _report_at_last(url: str, *options: str) -> dict[str, Any]:
    """Try again, as Lighthouse asks for when the browser left no whole trace (its NO_NAVSTART and the like)."""
    for _ in range(_TRIES - 1):
        try:
            return _report(url, *options)
        except subprocess.CalledProcessError:
            continue
    return _report(url, *options)


def _report(url: str, *options: str) -> dict[str, Any]:
    browser = os.environ.get("TEST_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None or not _PROGRAM.exists():
        raise RuntimeError(f"Lighthouse needs a browser and its packages: npm ci --prefix {_FOLDER}")
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        subprocess.run(
            (
                *("node", str(_PROGRAM), url, "--quiet", "--output=json", f"--output-path={report}"),
                f"--only-categories={','.join(_CATEGORIES)}",
                *options,
                "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
            ),
            env={**os.environ, "CHROME_PATH": browser},
            check=True,
            timeout=_SECONDS,
        )
        found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return found
