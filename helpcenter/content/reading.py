"""Reads one article's file: bytes, front matter, rendering; what was rendered before is used again."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from helpcenter.content.article import Article
from helpcenter.content.attachments import AttachmentFolder
from helpcenter.content.fingerprint import article_digest
from helpcenter.content.frontmatter import FrontMatter, Manuscript, read_manuscript
from helpcenter.content.git import Change
from helpcenter.content.limits import MAX_BYTES, tangle, too_large
from helpcenter.content.problems import Problem, Severity
from helpcenter.content.public_markdown import public_markdown
from helpcenter.content.questions import PatternError, read_pattern
from helpcenter.content.rendering import Renderer
from helpcenter.content.slugs import slug_of
from helpcenter.content.sourcetext import UnreadableError, decode
from helpcenter.content.tasks import tasks_of
from helpcenter.content.terms import mentioned

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from helpcenter.content.article import Section
    from helpcenter.content.git import History
    from helpcenter.content.glossary import Glossary, Term
    from helpcenter.content.phrases import Phrases

Known: TypeAlias = Callable[[str], Article | None]


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one file; without an article its problems say why."""

    source: str
    article: Article | None = None
    manuscript: Manuscript | None = None
    problems: tuple[Problem, ...] = ()


class Reader:
    """Reads one file after the other, rendering only those not known yet."""

    def __init__(
        self, folder: Path, past: History, known: Known, phrases: Mapping[str, Phrases], glossary: Glossary
    ) -> None:
        self._folder = folder
        self._past = past
        self._known = known
        self._phrases = phrases
        self._glossary = glossary
        self._attachments = AttachmentFolder(folder)
        self._renderer = Renderer(self._attachments)

    def read(self, source: str) -> Reading:
        """Reads the file at a path relative to the articles folder."""
        try:
            data = self._bytes(source)
            text = decode(data, source)
        except UnreadableError as error:
            return Reading(source, problems=(error.problem,))
        return self.read_text(source, text, data)

    def read_text(self, source: str, text: str, data: bytes) -> Reading:
        """Reads what stands, or will stand, in the file at a path; `data` is the text before it was decoded."""
        manuscript = read_manuscript(text, source)
        if manuscript.meta is None:
            return Reading(source, None, manuscript, manuscript.problems)
        if problem := tangle(manuscript.body, manuscript.body_line, source):
            return Reading(source, None, manuscript, (problem,))
        locale, _, path = source.partition("/")
        slug = slug_of(path)
        questions, broken = self._questions(source, manuscript, manuscript.meta, locale)
        # A shared list or the glossary may change without the file, and with it what the article says.
        named = "" if questions == manuscript.meta.questions else "\n".join(questions)
        terms = mentioned(self._glossary.get(locale, ()), manuscript.body)
        named += repr(terms) if terms else ""
        digest = article_digest(data, text + named, locale, slug, self._attachments)
        article = self._known(digest)
        if article is None:
            try:
                article = self._render(source, manuscript, manuscript.meta, slug, digest, terms)
            except Exception as error:  # whatever one article does to a parser, the others stay readable
                message = f"The article cannot be rendered: {type(error).__name__}: {error}"[:300]
                suggestion = "Look for very deeply nested lists, quotes or brackets."
                problem = Problem(Severity.ERROR, source, 0, "", message, suggestion)
                return Reading(source, None, manuscript, (problem,))
        # Git's date and the fate of aliases depend on more than the file, so a known article gets them anew.
        change = self._past.changes.get(unicodedata.normalize("NFC", source), Change(manuscript.meta.updated, ""))
        article = replace(
            article,
            updated=change.day,
            author=change.author,
            aliases=manuscript.meta.aliases,
            questions=questions,
        )
        return Reading(source, article, manuscript, broken)

    def _questions(
        self, source: str, manuscript: Manuscript, meta: FrontMatter, locale: str
    ) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
        """Put shared lists into the question patterns; one that cannot be read is told and left out."""
        questions: list[str] = []
        problems: list[Problem] = []
        for number, question in enumerate(meta.questions):
            try:
                questions.append(read_pattern(question, self._phrases.get(locale, {})).resolved())
            except PatternError as error:
                line = manuscript.line_of("questions", number)
                message = f"The question “{question}” cannot be read: {error}, at character {error.column}."
                suggestion = "Put a backslash before a sign that is meant as it stands."
                problems.append(Problem(Severity.ERROR, source, line, "questions", message, suggestion))
        return tuple(questions), tuple(problems)

    def _bytes(self, source: str) -> bytes:
        file = self._folder / source
        try:
            if (size := file.stat().st_size) > MAX_BYTES:
                raise UnreadableError(too_large(size, source))
            return file.read_bytes()
        except OSError as error:
            message = f"The file cannot be read: {error.strerror}."
            problem = Problem(Severity.ERROR, source, 0, "", message, "Check its permissions.")
            raise UnreadableError(problem) from error

    def _render(
        self, source: str, manuscript: Manuscript, meta: FrontMatter, slug: str, digest: str, terms: tuple[Term, ...]
    ) -> Article:
        locale = source.partition("/")[0]
        rendered = self._renderer.render(
            manuscript.body,
            body_line=manuscript.body_line,
            title=meta.title,
            locale=locale,
            slug=slug,
            source=source,
            terms=terms,
        )
        problems = (*rendered.problems, *_without_content(source, manuscript, meta, rendered.sections))
        return Article(
            locale=locale,
            slug=slug,
            title=meta.title,
            summary=meta.summary,
            topic=slug.rpartition("/")[0] if meta.topic is None else meta.topic,
            order=meta.order,
            questions=meta.questions,
            screens=meta.screens,
            aliases=meta.aliases,
            related=meta.related,
            walkthrough=meta.walkthrough.start_of() if meta.walkthrough else None,
            visibility=meta.visibility,
            updated=meta.updated,
            review_by=meta.review_by,
            sections=rendered.sections,
            links=rendered.links,
            attachments=rendered.attachments,
            source=source,
            digest=digest,
            findings=problems,
            written_kind=meta.kind,
            markdown=public_markdown(manuscript.body),
            hints=tuple(each.hint() for each in (meta.hint, meta.checklist, meta.survey) if each),
        )


def _without_content(
    source: str, manuscript: Manuscript, meta: FrontMatter, sections: tuple[Section, ...]
) -> Iterator[Problem]:
    """What front matter promises and the text does not hold."""
    if meta.walkthrough and not any(section.step for section in sections):
        message = "The walkthrough has no steps: no heading names a target."
        suggestion = "Add target=\"[data-guide='…']\" to a heading, or remove walkthrough."
        yield Problem(Severity.ERROR, source, manuscript.line_of("walkthrough"), "walkthrough", message, suggestion)
    if meta.checklist and not any(tasks_of(section.html) for section in sections):
        message = "The checklist has no tasks."
        suggestion = "Write each as - [ ] [Title](path-of-an-article.md), or remove checklist."
        yield Problem(Severity.ERROR, source, manuscript.line_of("checklist"), "checklist", message, suggestion)
    if meta.hint and not (sections and not sections[0].anchor and sections[0].text):
        message = "The hint has no text: nothing stands before the first heading."
        yield Problem(Severity.ERROR, source, manuscript.line_of("hint"), "hint", message, "Write what it says there.")
    if (meta.hint or (meta.survey and not any(section.step for section in sections))) and not meta.screens:
        key = "hint" if meta.hint else "survey"
        message = f"`{key}` is shown on no screen."
        suggestion = 'Add screens: ["/path"] to the front matter; ["/**"] is every screen.'
        yield Problem(Severity.ERROR, source, manuscript.line_of(key), key, message, suggestion)
