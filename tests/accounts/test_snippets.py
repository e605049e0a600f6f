"""The snippets of the manual make tokens that hold; a language is tried where it is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from helpcenter.accounts.identity import Identity, read_token

MANUAL = Path(__file__).parents[2] / "articles"
SECRET = "0123456789abcdef0123456789abcdef-日本"
CALLS = {
    "python": ("{}\nprint(guide_token('ユーザー7', {{'plan': 'pro'}}, 'k1', {secret!r}))", [sys.executable, "-c"]),
    "js": (
        "{}\nconsole.log(guideToken('ユーザー7', {{ plan: 'pro' }}, 'k1', {secret!r}))",
        ["node", "--input-type=module", "-e"],
    ),
    "ruby": ("{}\nputs guide_token('ユーザー7', {{ plan: 'pro' }}, 'k1', {secret!r})", ["ruby", "-e"]),
    "php": ("{}\necho guide_token('ユーザー7', ['plan' => 'pro'], 'k1', {secret!r});", ["php", "-r"]),
}


@pytest.mark.parametrize("locale", ["en", "ja"])
@pytest.mark.parametrize("language", CALLS)
def test_a_snippet_makes_a_token_that_holds(locale: str, language: str) -> None:
    page = (MANUAL / locale / "embed/identity.md").read_text(encoding="utf-8")
    found = re.search(rf"^    ```{language}\n(.*?)^    ```$", page, re.MULTILINE | re.DOTALL)
    assert found
    call, program = CALLS[language]
    if shutil.which(program[0]) is None:
        pytest.skip(f"{program[0]} is not installed")
    snippet = re.sub("^    ", "", found[1], flags=re.MULTILINE).removeprefix("<?php\n")
    script = call.format(snippet, secret=SECRET)
    token = subprocess.run([*program, script], capture_output=True, text=True, check=True).stdout.strip()
    assert read_token(token, {"k1": SECRET}, time.time()) == Identity("ユーザー7", {"plan": ("pro",)})
