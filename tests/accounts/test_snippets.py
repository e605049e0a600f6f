"""The snippets of the manual make tokens that hold, each run in its own language."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

import pytest

from helpcenter.accounts.identity import Identity, read_token

MANUAL = Path(__file__).parents[2] / "articles"
LANGUAGES = Path(__file__).parent / "languages"
NODE = [f"{sysconfig.get_path('scripts')}/node", "--no-warnings"]
SECRET = "0123456789abcdef0123456789abcdef-日本"
CALLS = {
    "python": ("{}\nprint(guide_token('ユーザー7', {{'plan': 'pro'}}, 'k1', {secret!r}))", [sys.executable, "-c"]),
    "js": (
        "{}\nconsole.log(guideToken('ユーザー7', {{ plan: 'pro' }}, 'k1', {secret!r}))",
        [*NODE, "--input-type=module", "-e"],
    ),
    "ruby": (
        "{}\nguide_token('ユーザー7', {{ plan: 'pro' }}, 'k1', {secret!r})",
        [*NODE, str(LANGUAGES / "ruby.js")],
    ),
    "php": (
        "{}\necho guide_token('ユーザー7', ['plan' => 'pro'], 'k1', {secret!r});",
        [*NODE, str(LANGUAGES / "php.js")],
    ),
}


@pytest.fixture(scope="module", autouse=True)
def languages() -> None:
    """Ruby and PHP are there."""
    assert (LANGUAGES / "node_modules").is_dir(), "Run make test, or npm ci in tests/accounts/languages."


def snippet_in(locale: str, language: str) -> str:
    page = (MANUAL / locale / "embed/identity.md").read_text(encoding="utf-8")
    found = re.search(rf"^    ```{language}\n(.*?)^    ```$", page, re.MULTILINE | re.DOTALL)
    assert found
    return re.sub("^    ", "", found[1], flags=re.MULTILINE).removeprefix("<?php\n")


@pytest.mark.parametrize("language", CALLS)
def test_a_snippet_makes_a_token_that_holds(language: str) -> None:
    snippet = snippet_in("en", language)
    assert snippet_in("ja", language) == snippet
    call, program = CALLS[language]
    done = subprocess.run([*program, call.format(snippet, secret=SECRET)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert read_token(done.stdout.strip(), {"k1": SECRET}, time.time()) == Identity("ユーザー7", {"plan": ("pro",)})
