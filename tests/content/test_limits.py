from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.content.limits import MAX_BRACKETS, MAX_LINE, MAX_QUOTES

if TYPE_CHECKING:
    from tests.content.conftest import ArticlesFolder


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("text\n\n" + "[" * 5_000, 6, "brackets are open at once"),
        ("\n".join(["text ![a [b"] * 2_000), 54, "brackets are open at once"),
        ("[a](" * 2_000, 4, "brackets are open at once"),
        ("```\nnever closed\n" + "[" * 5_000, 6, "brackets are open at once"),
        ("<a" * 4_000, 4, "tags are open at once"),
        ("\n\n".join(["a <b"] * 5_000), 1004, "tags are open at once"),
        ("> " * 4_500, 4, "Quotes are nested more than 20 deep"),
        ("> " * 240_000, 4, "The line is too long"),
        ("a\n" + "x" * 400_000, 5, "The line is too long"),
        ("> " * 495_000, 0, "The file is too large: 990 kB, the limit is 512 kB"),
    ],
)
def test_markdown_that_would_stall_the_parser_is_refused_alone(
    folder: ArticlesFolder, body: str, line: int, message: str
) -> None:
    folder.article("en/tangled.md", body)
    folder.article("en/fine.md", "Text")
    library = folder.load()
    assert [article.slug for article in library.articles] == ["fine"]
    (problem,) = library.problems
    assert (problem.path, problem.line) == ("en/tangled.md", line)
    assert message in problem.message
    assert problem.suggestion


@pytest.mark.parametrize(
    "body",
    [
        "[" * MAX_BRACKETS,
        "a [b\n\n" * 500,
        "see [a](https://example.com/a) and \\[ and (c ( \n" * 500,
        "- log\n\n  ```\n" + "  \x1b[31m red [\n" * 500 + "  ```",
        "> " * MAX_QUOTES + "a",
        "\n".join(["> a"] * 2_000),
        "word " * (MAX_LINE // 5 - 1),
    ],
)
def test_what_people_write_stays_below_every_limit(folder: ArticlesFolder, body: str) -> None:
    folder.render(body)
    assert folder.load().problems == ()
