"""`cleaner explain`: what became of every block, and why."""

from __future__ import annotations

import os
from typing import Any

import click

from cleaner.cli.options import PATH, cleaning_options
from cleaner.cli.targets import Frame, onto_stdout
from cleaner.cli.work import Result, prepare, results, stdout_ready
from cleaner.render.explained import to_explained
from cleaner.render.records import to_json


@click.command(name="explain", short_help="Show each line with its verdict, rule and proof.")
@click.argument("inputs", nargs=-1, type=PATH, metavar="[FILES|DIRS|-]...")
@click.option("--json", "as_json", is_flag=True, help="Write a JSON object a text, each on one line.")
@cleaning_options
@click.pass_context
def command(ctx: click.Context, /, inputs: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """Show every block of a text: kept (+), removed (-) or shortened (~), its label, and each rule that spoke with the words
    that prove it. It is the same run as `cleaner clean`, with the same options.

    \b
    Examples:
      cleaner explain article.txt
      cleaner explain article.txt | grep '^-'         what goes
      cleaner explain article.txt --rules my.toml --no-default-rules
      cleaner explain page.html                       with the path of each element
      cleaner explain article.txt --json | jq '.blocks[] | select(.kept | not)'

    Ids that begin with `context-` are no rules: that evidence comes from the neighbours of a block or from the headline.
    `cleaner rules show ID` prints a rule.
    """
    job = prepare(inputs, options)
    colour = stdout_ready() and not os.environ.get("NO_COLOR")

    def render(result: Result) -> str:
        if as_json:
            return to_json(result.document, file=result.source.name) + "\n"
        return to_explained(result.document, name=result.source.name, colour=colour)

    with onto_stdout(render, Frame(between="" if as_json else "\n")) as target:
        for result in results(job):
            target.add(result)
    ctx.exit(job.notes.code)
