from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from helpcenter.search.semantics.passages import cut, passages_of

if TYPE_CHECKING:
    from helpcenter.content.article import Article
    from helpcenter.search.generation import Generation


def article(generation: Generation, locale: str = "en") -> Article:
    found = generation.article(locale, "account/reset-password")
    assert found is not None
    return found


def test_title_questions_summary_and_sections_are_embedded_with_their_section(generation: Generation) -> None:
    passages = [(passage.section, passage.text) for passage in passages_of(article(generation))]

    assert passages[:5] == [
        (0, "Reset your password"),
        (0, "I cannot log in"),
        (0, "forgot my passphrase"),
        (0, "Choose a new password when you have forgotten yours."),
        (0, "Reset your password \nOpen the sign-in page and choose Forgot password."),
    ]
    assert passages[5][0] == 1
    assert passages[5][1].startswith("Reset your password Ask for the e-mail\nWe send a link")


def test_pattern_of_a_question_is_embedded_as_some_of_its_phrasings(generation: Generation) -> None:
    patterned = replace(article(generation), questions=("(change|reset) [my] password",))

    texts = {passage.text for passage in passages_of(patterned)}

    assert {"change my password", "reset my password"} <= texts
    assert not any("(" in text for text in texts)


def test_pattern_that_cannot_be_read_is_embedded_as_it_stands(generation: Generation) -> None:
    assert "change (my" in {p.text for p in passages_of(replace(article(generation), questions=("change (my",)))}


def test_no_text_is_embedded_twice_for_an_article(generation: Generation) -> None:
    twice = replace(article(generation), questions=("Reset your password", " ", "x", "x"), summary="x")

    texts = [passage.text for passage in passages_of(twice)]

    assert len(texts) == len(set(texts))
    assert "" not in texts


def test_equal_texts_have_one_key_wherever_they_stand(generation: Generation) -> None:
    first, second = article(generation), replace(article(generation), slug="elsewhere")
    assert [p.key for p in passages_of(first)] == [p.key for p in passages_of(second)]
    assert len({p.key for p in passages_of(first)}) == len(passages_of(first))


def test_long_passages_are_cut_japanese_ones_sooner() -> None:
    assert len(cut("word " * 200)) <= 400
    assert len(cut("請求書" * 200)) == 220
    assert len(cut("Error 123 請求書 " + "word " * 200)) > 350


def test_a_long_section_becomes_several_passages_each_below_its_headings(generation: Generation) -> None:
    original = article(generation)
    long = replace(original.sections[1], text="A word or two. " * 200)
    passages = [p for p in passages_of(replace(original, sections=(original.sections[0], long))) if p.section == 1]

    assert len(passages) == 4
    assert all(passage.text.startswith("Reset your password Ask for the e-mail\n") for passage in passages)
    assert all(len(passage.text) <= 400 for passage in passages)
