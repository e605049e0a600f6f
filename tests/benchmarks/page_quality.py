"""Lighthouse on its phone preset, in the real browser: home, article and results, in four categories of 100 each."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

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
            for category, score in _scores(f"http://localhost:{port}{address}", *without).items():
                yield wanted(f"{kind}: {category}", score, _WANTED, "of 100", least=True)


def _scores(url: str, *options: str) -> dict[str, float]:
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
        categories = json.loads(report.read_text(encoding="utf-8"))["categories"]
    return {name: 100 * float(categories[name]["score"]) for name in _CATEGORIES}
