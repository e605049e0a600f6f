"""A question added to the front matter of an article, every other character left as its writer has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from helpcenter.content.changes import Change
from helpcenter.content.frontmatter import read_manuscript
from helpcenter.content.hindrances import Hindrance
from helpcenter.content.questions import PatternError, read_pattern
from helpcenter.content.sourcetext import decode
from helpcenter.content.yaml_text import quoted
from helpcenter.errors import ChangeError

if TYPE_CHECKING:
    from collections.abc import Sequence

_KEY = "questions"


def add_questions(path: str, text: str, questions: Sequence[str]) -> Change:
    """Return the change that adds questions to an article's file; those it has already are passed over.

    Raises:
        ChangeError: the file's front matter cannot be read or changed so, or a question is no pattern.
    """
    before = read_manuscript(decode(text.encode(), path), path)
    if before.meta is None:
        first = before.problems[0]
        told = f"{path} has errors in its front matter; mend them first. {first}"
        raise ChangeError(told, Hindrance.FRONT_MATTER, path=path, line=first.line)
    new = [question for question in dict.fromkeys(" ".join(each.split()) for each in questions) if question]
    for question in new:
        _check(question, path)
    new = [question for question in new if question not in before.meta.questions]
    if not new:
        raise ChangeError(f"{path} has these questions already.", Hindrance.HAS_THEM, path=path)
    after = text
    for question in new:
        after = _with(after, question, path)
    read = read_manuscript(decode(after.encode(), path), path)
    wanted = before.meta.model_copy(update={_KEY: (*before.meta.questions, *new)})
    if read.meta != wanted or read.body != before.body:
        told = f"{path} is written in a way that only its writer should change. Add the questions by hand."
        raise ChangeError(told, Hindrance.BY_HAND, path=path)
    return Change(path, text, after)


def _check(question: str, path: str) -> None:
    try:
        read_pattern(question)
    except PatternError as error:
        if "#{" not in question:  # names of lists are known to the library alone
            raise ChangeError(
                f"The question “{question}” cannot be read: {error}, at character {error.column}. "
                "Put a backslash before a sign that is meant as it stands.",
                Hindrance.PATTERN,
                path=path,
                question=question,
                column=error.column,
            ) from error


def _with(text: str, question: str, path: str) -> str:
    """Return the text with one more question, in the manner of those it has."""
    start = text.index("\n") + 1
    lines = text.split("\n")
    end = len("\n".join(lines[: next(n for n, line in enumerate(lines) if n and line.rstrip() == "---")])) + 1
    front, line_end = text[start:end], "\r\n" if "\r\n" in text[:end] else "\n"
    try:
        root = yaml.compose(front, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        told = f"{path} has front matter that cannot be changed. Add the question by hand."
        raise ChangeError(told, Hindrance.BY_HAND, path=path) from error
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    node = next((value for key, value in pairs if key.value == _KEY), None)
    if node is None:
        added = _insert(front, len(front), f"{_KEY}:{line_end}  - {quoted(question)}{line_end}")
    elif not isinstance(node, yaml.SequenceNode):
        added = f"{front[: node.start_mark.index].rstrip(' ')} [{quoted(question)}]{front[node.end_mark.index :]}"
    elif node.flow_style:
        added = _in_flow(front, node, question, line_end)
    else:
        added = _in_block(front, node, question, line_end)
    return text[:start] + added + text[end:]


def _in_flow(front: str, node: yaml.SequenceNode, question: str, line_end: str) -> str:
    if not node.value:
        return _insert(front, node.end_mark.index - 1, quoted(question))
    last = node.value[-1]
    is_on_lines = last.start_mark.line != node.start_mark.line
    between = f",{line_end}{' ' * last.start_mark.column}" if is_on_lines else ", "
    return _insert(front, last.end_mark.index, f"{between}{quoted(question)}")


def _in_block(front: str, node: yaml.SequenceNode, question: str, line_end: str) -> str:
    end = node.value[-1].end_mark
    place = end.index if end.column == 0 else front.index("\n", end.index) + 1
    return _insert(front, place, f"{' ' * node.start_mark.column}- {quoted(question)}{line_end}")


def _insert(text: str, place: int, new: str) -> str:
    return text[:place] + new + text[place:]
