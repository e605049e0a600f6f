"""The published index, opened for one command that has time: the model is loaded before the first question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from helpcenter.errors import HelpCenterError
from helpcenter.search.generations import Generations
from helpcenter.search.reranking.choosing import reranking_of
from helpcenter.search.semantics.choosing import asking_of

if TYPE_CHECKING:
    from helpcenter.config import Config
    from helpcenter.search.generation import Generation

_SECONDS = 30.0


def opened(config: Config) -> Generation:
    """Return the generation in force, searched by meaning too, and reranked, as the settings say.

    Raises:
        HelpCenterError: `semantic` is on, but it cannot be searched by meaning.
    """
    generations = Generations(config.index, asking_of(config, _SECONDS), reranking_of(config))
    generation = generations.current()
    missing = ""
    if generation.semantic is None:
        missing = f"{generation.id} has no vectors. Run helpcenter index." if config.semantic == "on" else ""
    elif not generations.warm(_SECONDS):
        missing = "the model does not work. Run helpcenter doctor."
    if missing and config.semantic == "on":
        raise HelpCenterError(f"This cannot be searched by meaning: {missing}")
    if missing:
        click.echo(f"Warning: searching by words alone: {missing}", err=True)
    return generation
