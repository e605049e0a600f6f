"""Calls in templates whose answer is known beforehand, made once when a template is compiled and not with every page.

Texts of the interface, icons and the addresses of static files are the same in every page of one language. As
constants they join the HTML around them, and a page is written in few large pieces. Such a template is compiled for
each language, so only those are that make a page for one reader: all others are remembered when they are written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from jinja2 import nodes
from jinja2.compiler import CodeGenerator

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2.compiler import Frame

FOLDED: Final = frozenset({"_", "gettext", "icon", "asset_url"})
"""Functions that answer the same for as long as an application lives."""


_FOLDED_TEMPLATES: Final = ("site/base.html", "site/results.html", "site/parts/")


def is_folded(template: str) -> bool:
    """Whether calls in a template are made when it is compiled, so that its code is of one language."""
    return template.removeprefix("default/").startswith(_FOLDED_TEMPLATES)


class Folding(CodeGenerator):
    """Jinja's code generator, which also evaluates calls of `FOLDED` functions with constants."""

    _own: frozenset[str] = frozenset()

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802  # Jinja's name
        """Generate a template; names it gives a meaning of its own are left alone."""
        self._own = frozenset(_names_given_in(node))
        super().visit_Template(node, frame)

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> str:
        return super()._output_child_to_const(self._folded(node, frame), frame, finalize)

    def _folded(self, node: nodes.Expr, frame: Frame) -> nodes.Expr:
        if not (isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and is_folded(self.name or "")):
            return node
        name = node.node.name
        if name not in FOLDED - self._own or node.kwargs or node.dyn_args or node.dyn_kwargs:
            return node
        given = [argument.as_const(frame.eval_ctx) for argument in node.args]
        answering = cast("Callable[..., str]", self.environment.globals[name])
        return nodes.Const(answering(*given), lineno=node.lineno)


def _names_given_in(template: nodes.Template) -> set[str]:
    names = {each.name for each in template.find_all(nodes.Name) if each.ctx in {"store", "param"}}
    names |= {each.name for each in template.find_all(nodes.Macro)}
    names |= {each.target for each in template.find_all(nodes.Import)}
    for imported in template.find_all(nodes.FromImport):
        names |= {each if isinstance(each, str) else each[1] for each in imported.names}
    return names
