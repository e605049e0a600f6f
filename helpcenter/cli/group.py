"""The group that all subjects hang in; a subject's module is imported only when it is called."""

from __future__ import annotations

from pkgutil import resolve_name
from typing import Any

import click

from helpcenter import __version__
from helpcenter.errors import ConfigError, HelpCenterError

SUBJECTS = {
    "check": "Find what is wrong in the articles, without publishing.",
    "database": "Look after the database of what is recorded.",
    "demo-data": "Invent a year of traffic to see the dashboard alive, or remove it.",
    "digest": "Print or send the figures of last week.",
    "doctor": "Find what is wrong with this installation.",
    "evaluate": "Measure how well searches answer judged queries.",
    "feedback": "Read, export and erase what readers said.",
    "gaps": "Find, assign, ship and prove what readers look for and do not find.",
    "identity": "Look after the keys by which your product says who its user is.",
    "index": "Publish the articles as a new generation of the index.",
    "search": "Search the published articles.",
    "searches": "Export and erase what was searched for.",
    "serve": "Serve the help site and publish articles as they change.",
    "user": "Look after who may sign in and read internal articles.",
}


class Misuse(click.ClickException):
    """The command line or a setting is wrong; click's own exceptions have code 1."""

    exit_code = 2


class Subjects(click.Group):
    """A group that knows its commands by name and first sentence, so that ``--help`` imports none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the commands."""
        return list(SUBJECTS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the module of a command and return the command."""
        if cmd_name not in SUBJECTS:
            return None
        try:
            command: click.Command = resolve_name(f"helpcenter.cli.{cmd_name.replace('-', '_')}:command")
        except ModuleNotFoundError as error:
            raise click.ClickException(f"{error}. Run make setup, which installs what is locked.") from error
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the table of commands."""
        with formatter.section("Commands"):
            formatter.write_dl(list(SUBJECTS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; an error raised on purpose becomes one clear line and an exit code."""
        try:
            return super().invoke(ctx)
        except HelpCenterError as error:
            failure = Misuse if isinstance(error, ConfigError) else click.ClickException
            raise failure(str(error)) from error


EXIT_CODES = """\b
Exit codes:
  0  done, nothing wrong
  1  something is wrong: problems were found, or the work failed
  2  the command line or a setting is wrong
"""


@click.group(
    cls=Subjects,
    epilog=EXIT_CODES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Markdown in git becomes a searchable, bilingual help site.

    Every setting can be given as a flag, as HELPCENTER_NAME in the environment, or in config.toml in the
    instance folder; the first that is given wins. `helpcenter doctor` shows them all.
    """
