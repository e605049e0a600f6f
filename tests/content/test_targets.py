from __future__ import annotations

import pytest

from helpcenter.content.targets import candidates, why_not_a_target


@pytest.mark.parametrize(
    "target",
    [
        "[data-guide='invoice.new']",
        "#save",
        "main > .list a:has(> svg)",
        "[data-kind='a b' i]",
        "button:not([disabled])",
        ".a\\:b",
        "[id='1abc']",
        "testid:save-button",
        "role:button",
        "role:button[name='保存']",
        'role:link[name="It\'s new"]',
        "my-app >>> .panel >>> testid:x",
    ],
)
def test_what_a_browser_can_look_for_is_a_target(target: str) -> None:
    assert why_not_a_target(target) == ""


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("a[", "CSS cannot read it"),
        ("[data-guide=invoice.new]", "CSS cannot read it"),
        ("a,,b", "CSS cannot read it"),
        ("#1abc", "write [id='1abc']"),
        (".2nd", "write [id='2nd'] or [class~='2nd']"),
        ("p::before", "pseudo-element"),
        ("text:Save", "changes with the language"),
        ("testid:a b", "without blanks"),
        ("role:Button", "role:button"),
        ("role:button[name=Save]", "role:button[name='Save']"),
        ("my-app >>> ", "something is missing beside >>>"),
        (">>> .x", "something is missing beside >>>"),
        ("my-app >>> a[", "CSS cannot read it"),
        ("a" * 301, "more than 300 characters"),
    ],
)
def test_what_no_browser_could_look_for_is_told_with_the_reason(target: str, reason: str) -> None:
    assert reason in why_not_a_target(target)


def test_candidates_keep_their_order_and_lose_their_blanks() -> None:
    assert candidates(" .a ||  .b||") == (".a", ".b")
