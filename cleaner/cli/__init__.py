"""The command `cleaner`. Each command lives in a file of its own, imported when it is called."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from cleaner import RuleError, SiteConfigError, __version__
from cleaner.cli.notes import silence, tell
from cleaner.config import ConfigError

COMMANDS = {
    "clean": "cleaner.cli.clean",
    "explain": "cleaner.cli.explain",
    "rules": "cleaner.cli.rules",
    "golden": "cleaner.cli.golden",
    "eval": "cleaner.cli.eval",
    "run": "cleaner.cli.run",
    "review": "cleaner.cli.review",
}
WRONG_USAGE, BAD_INPUT, INTERRUPTED, PIPE_CLOSED = 2, 3, 130, 141


class Commands(click.Group):
    """The commands, loaded when asked for; and one way out for everything that can go wrong."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name]).command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command.

        A closed pipe (`| head`) ends it quietly, Ctrl-C with 130, a bad rule or settings file with its one message.
        """
        try:
            result = super().invoke(ctx)
            if sys.stdout is not None:
                sys.stdout.flush()
        except (OSError, KeyboardInterrupt, RuleError, ConfigError, SiteConfigError) as error:
            ctx.exit(exit_code(error))
        return result


def exit_code(error: BaseException) -> int:
    """Say what has ended the command, and give its exit code; nothing more is written to a standard output that failed."""
    if isinstance(error, BrokenPipeError):
        silence(sys.stdout)
        return PIPE_CLOSED
    if isinstance(error, KeyboardInterrupt):
        tell("interrupted")
        return INTERRUPTED
    if isinstance(error, OSError) and not isinstance(error, ChildProcessError):
        silence(sys.stdout)
        place = f"{error.filename}: " if error.filename else "cannot write the output: "
        tell(f"{place}{error.strerror or error}")
        return BAD_INPUT
    tell(str(error))
    return BAD_INPUT if isinstance(error, ChildProcessError) else WRONG_USAGE


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="cleaner")
def main() -> None:
    """Take the furniture out of scraped articles, text or HTML: breadcrumbs, credits, "Read more" lines, author blurbs, newsletter
    prompts, copyright lines. The story stays, and every removal names its rule.

    \b
      cleaner clean article.txt                 the story, on standard output
      cleaner clean page.html                   a page of HTML; also as a filter: curl -s … | cleaner clean
      cleaner clean news/ --output-dir clean/   a whole folder
      cleaner explain article.txt               every line: kept or not, and why
      cleaner run news.jsonl -o clean.jsonl     whole data sets, resumable, on all cores
      cleaner review news/ -o report.html       a page that shows what goes, and why
      cleaner rules check my-rules.toml         do my own rules hold?
      cleaner golden check samples              do my samples still come out as expected?
      cleaner eval gold.jsonl                   figures for my own labelled texts

    Exit codes: 0 fine; 1 a check failed; 2 wrong usage, or a bad rule or settings file; 3 bad input, or a text that lost all or
    nearly all of its words (named on standard error; all others are still written).
    """
