from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpcenter.content.addresses import Kind, resolve


@pytest.mark.parametrize(
    ("written", "href"),
    [
        ("../alerts.md#anchor", "/ja/articles/alerts#anchor"),
        ("alerts", "/ja/articles/howto/alerts"),
        ("./alerts.md", "/ja/articles/howto/alerts"),
        ("#here", "#here"),
        ("/ja/articles/a/b", "/ja/articles/a/b"),
        ("/en/articles/a.md#x", "/en/articles/a#x"),
        ("../../en/howto/mfa.md", "/en/articles/howto/mfa"),
        ("picture.png", "/ja/articles/howto/picture.png"),
        ("my%20file.pdf", "/ja/articles/howto/my%20file.pdf"),
        ("../aws/", "/ja/topics/aws"),
        ("../", "/ja/"),
        ("/", "/"),
        ("/ja/search?q=x", "/ja/search?q=x"),
        ("請求書.md", "/ja/articles/howto/%E8%AB%8B%E6%B1%82%E6%9B%B8"),
        ("https://example.com/a?b=c#d", "https://example.com/a?b=c#d"),
        ("mailto:help@example.com", "mailto:help@example.com"),
        ("tel:+81-3-0000-0000", "tel:+81-3-0000-0000"),
        ("x#hc-search", "/ja/articles/howto/x#x-hc-search"),
        ("/%2fexample.com", "/example.com"),
    ],
)
def test_an_address_leads_to_its_page(written: str, href: str) -> None:
    assert resolve(written, "ja", "howto/mfa").href == href


@pytest.mark.parametrize(
    "written",
    [
        "javascript:alert(1)",
        " JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "\u200bjavascript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "blob:https://example.com/x",
        "//example.com/x",
        "/\\example.com",
        "\\\\example.com",
        "/\t/example.com",
        "http://[broken",
        "a%00b",
        "a%0ab",
    ],
)
def test_an_unsafe_address_has_no_href(written: str) -> None:
    address = resolve(written, "ja", "howto/mfa")
    assert (address.kind, address.href) == (Kind.UNSAFE, "")


@pytest.mark.parametrize("written", ["../../../etc/passwd", "../../README.md", "../../../ja/x", "%2e%2e/%2e%2e/x"])
def test_a_path_out_of_the_articles_folder_has_no_href(written: str) -> None:
    address = resolve(written, "ja", "howto/mfa")
    assert (address.kind, address.href) == (Kind.OUTSIDE, "")


_PIECES = [*"/\\.:#?%@ \t\n", "25", "2f", "a", "ja", "javascript", "data", "\u00a0", "請"]


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
def test_whatever_is_written_never_leads_to_another_host(written: str) -> None:
    href = resolve(written, "ja", "howto/mfa").href
    assert href == "" or href.startswith(("/", "#"))
    assert not href.startswith(("//", "/\\"))
    assert href.isprintable()
