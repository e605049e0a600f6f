"""A first draft of an article, from what readers asked: front matter, their questions, an outline to fill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from helpcenter.content.changes import Change, source_of
from helpcenter.content.frontmatter import read_manuscript
from helpcenter.content.hindrances import Hindrance
from helpcenter.content.questions import literal
from helpcenter.content.yaml_text import quoted
from helpcenter.errors import ChangeError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_HIDDEN: Final[Mapping[str, str]] = {
    "en": "remove this line to publish",
    "ja": "公開するときはこの行を消してください",
}
_OUTLINE: Final[Mapping[str, str]] = {
    "en": """\
Say the answer in one or two sentences.

## What you need

Who may do this, and what they have to have at hand.

## Steps

1. First step.
2. Second step.

## If it does not work

What most often goes wrong, and what to do then.
""",
    "ja": """\
最初に、答えを1～2文で書いてください。

## 用意するもの

だれができる操作か、何が必要かを書いてください。

## 手順

1. 最初の手順
2. 次の手順

## うまくいかないとき

よくある原因と、その対処を書いてください。
""",
}


def draft_article(locale: str, slug: str, title: str, queries: Sequence[str]) -> Change:
    """Return the new file of an article, not published yet, which is to answer what readers asked.

    The outline is in the article's own language where there is one, else in English.

    Raises:
        ChangeError: there can be no article of this name, or none with this title.
    """
    path = source_of(locale, slug)
    language = locale if locale in _OUTLINE else "en"
    asked = dict.fromkeys(literal(" ".join(query.split())) for query in queries)
    questions = "".join(f"  - {quoted(query)}\n" for query in asked if query)
    text = (
        f'---\ntitle: {quoted(" ".join(title.split()))}\nsummary: ""\n'
        + (f"questions:\n{questions}" if questions else "")
        + f"visibility: draft # {_HIDDEN[language]}\n---\n{_OUTLINE[language]}"
    )
    manuscript = read_manuscript(text, path)
    if manuscript.meta is None:
        raise ChangeError(f"This is no article yet: {manuscript.problems[0]}", Hindrance.NO_DRAFT, path=path)
    return Change(path, None, text)
