"""`cleaner clean`: texts in, stories out."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, nullcontext
from itertools import chain
from pathlib import Path
from typing import Any

import click

from cleaner.batch.files import is_folder
from cleaner.cli.options import PATH, cleaning_options
from cleaner.cli.targets import Frame, Over, Render, Sink, Tree, check_file, check_in_place, into_file, onto_stdout, tree_targets
from cleaner.cli.work import Job, prepare, results, stdout_ready
from cleaner.config import FORMATS
from cleaner.render.text import to_text

SUFFIXES = {"text": "", "html": ".html", "markdown": ".md", "json": ".json", "jsonl": ".jsonl", "tsv": ".tsv"}
"""How the files of an output folder end; a text keeps its own name, one that came of a page ends in .txt."""


@click.command(name="clean", short_help="Take the furniture out of texts and pages.")
@click.argument("inputs", nargs=-1, type=PATH, metavar="[FILES|DIRS|-]...")
@click.option(
    "--format",
    type=click.Choice(FORMATS),
    help="What to write (default: text; html: a readable page; tsv: a block a line, with label and rules).",
)
@click.option("--body-only/--with-headline", default=None, help="Leave the headline out of the text.")
@click.option("--plain/--with-markup", default=None, help="Take the marks of Markdown, and HTML left in a text, out of what is kept.")
@click.option("-o", "--output", type=PATH, metavar="FILE", help="Write everything to one file.")
@click.option("--output-dir", type=PATH, metavar="DIR", help="Write one file for each input, in the same tree of folders.")
@click.option("--in-place", is_flag=True, help="Write each text over its own file. Without this no input is ever overwritten.")
@click.option("--diff", is_flag=True, help="Show what would go instead of the text.")
@cleaning_options
@click.pass_context
def command(ctx: click.Context, /, inputs: tuple[str, ...], output: str | None, output_dir: str | None, **options: Any) -> None:
    """Take the furniture out of texts and pages and write the story: headline and body, one paragraph a line.

    Reads files, folders (.txt, .text, .md, .markdown, .html, .htm, .xhtml in them) and standard input, which is also read when no
    input is named. Pages of HTML and Markdown are known by name or content.

    \b
    Examples:
      cleaner clean article.txt                      to standard output
      cleaner clean article.txt --diff               what would go, and by which rule
      cleaner clean news/ --output-dir clean/        a folder, tree kept
      cleaner clean *.txt --format jsonl -o all.jsonl
      cleaner clean page.html --format markdown      with subheadings, lists, quotes, tables
      cleaner clean notes.md --plain                 without the marks of Markdown
      cleaner clean article.txt --keep caption,credit
      cleaner clean article.txt --only-labels promo,newsletter
      cleaner clean article.txt --rules my-rules.toml --lang en
      cleaner clean page.html --url https://example.com/story
      curl -s https://example.com/story | cleaner clean --engine fast
      cleaner clean notes/ --in-place -v

    Output is UTF-8; --in-place keeps each file's encoding and line ends. Defaults for all options can stand in cleaner.toml, or
    under [tool.cleaner] in pyproject.toml, here or in a folder above:

    \b
      keep = ["caption"]
      rules = ["my-rules/"]
      langs = ["en"]

    Exit codes: 0 fine; 2 wrong usage, or a bad rule or settings file; 3 an input could not be read, or a text lost all or nearly
    all of its words. Such inputs are named on standard error, all others are still written.
    """
    ways = {"-o": output, "--output-dir": output_dir, "--in-place": options["in_place"]}
    _exclusive(ways)
    _exclusive({"--diff": options["diff"], "--format": options["format"], **ways, "-o": None}, "--diff")
    job = prepare(inputs, options, Path(output_dir) if output_dir else None)
    many = len(job.sources) > 1 or any(is_folder(path) for path in inputs)
    sink = _sink(job, options, output, output_dir, many=many)
    done = results(job)
    first = next(done, None)
    if first is not None:  # else there is nothing to write, and a file that stands where -o points stays as it is
        with sink as target:
            for result in chain([first], done):
                target.add(result)
    ctx.exit(job.notes.code)


def _sink(job: Job, options: dict[str, Any], output: str | None, output_dir: str | None, *, many: bool) -> AbstractContextManager[Sink]:
    """Where the results go. Raises UsageError when they cannot or must not go there."""
    settings = job.settings
    if options["in_place"]:
        check_in_place(job.sources, settings.format, body_only=settings.body_only)
        return nullcontext(Over(job.notes))
    if output_dir:
        targets = tree_targets(Path(output_dir), job.sources, SUFFIXES[settings.format])
        return nullcontext(Tree(targets, _render(job, options, listed=False, colour=False), job.notes))
    if settings.format == "html" and not options["diff"] and len(job.sources) > 1:
        raise click.UsageError("--format html makes one page of each input; write them to a folder with --output-dir DIR")
    listed = many and settings.format == "json" and not options["diff"]
    frame = Frame("[\n", ",\n", "\n]\n") if listed else Frame(between="" if settings.format == "jsonl" and not options["diff"] else "\n")
    if output and output != "-":
        check_file(Path(output), job.sources)
        return into_file(Path(output), _render(job, options, listed=listed, colour=False), frame)
    colour = stdout_ready() and not os.environ.get("NO_COLOR")
    return onto_stdout(_render(job, options, listed=listed, colour=colour), frame)


def _render(job: Job, options: dict[str, Any], *, listed: bool, colour: bool) -> Render:
    """How a result is written: what is not needed is not imported."""
    settings = job.settings
    if options["diff"]:
        from cleaner.render.diff import to_diff

        return lambda result: to_diff(result.document, name=result.source.name, colour=colour)
    if settings.format == "text":
        return lambda result: to_text(result.document, body_only=settings.body_only, plain=settings.plain)
    if settings.format == "html":
        from cleaner.render.html import to_html

        return lambda result: to_html(result.document, body_only=settings.body_only)
    if settings.format == "markdown":
        from cleaner.render.markdown import to_markdown

        return lambda result: to_markdown(result.document, body_only=settings.body_only)
    if settings.format == "tsv":
        from cleaner.render.tsv import to_tsv

        return lambda result: to_tsv(result.document)
    from cleaner.render.records import to_json

    end = "" if listed else "\n"
    return lambda result: to_json(result.document, file=result.source.name, indent=settings.format == "json") + end


def _exclusive(given: dict[str, Any], first: str | None = None) -> None:
    """Raise UsageError when two options are given, or one besides the first, that do not go together."""
    names = [name for name, value in given.items() if value]
    if len(names) > 1 and (first is None or first in names):
        raise click.UsageError(f"{' and '.join(names)} do not go together; choose one")
