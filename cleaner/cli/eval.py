"""`cleaner eval`: figures for somebody's labelled texts, and floors under them."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleaner.batch.files import InputError, Source, find
from cleaner.batch.write import replacing
from cleaner.cli.notes import BAD_INPUT, Notes
from cleaner.cli.options import ENGINE, PATH, choosing_options, chosen_rules, jobs_option, settings_of
from cleaner.cli.work import stdout_ready

if TYPE_CHECKING:
    from cleaner.evaluate.figures import Figures, Table
    from cleaner.evaluate.floors import Floors, Values
    from cleaner.evaluate.gold import Gold

CHECK_FAILED = 1
SUFFIXES = (".jsonl", ".jsonl.gz", ".jsonl.zst")
PARTS = ("all", "lang", "source", "label")


@click.command(name="eval", short_help="Figures for your own labelled texts.")
@click.argument("inputs", nargs=-1, required=True, type=PATH, metavar="GOLD.jsonl...")
@click.option("--json", "as_json", is_flag=True, help="Write the figures as one JSON object.")
@click.option("--floor", type=PATH, metavar="FILE", help="Fail when a figure is worse than in this file.")
@click.option("--write-floor", is_flag=True, help="Write the figures into that file where they are better, or new.")
@click.option("--lower", is_flag=True, help="With --write-floor: also where they are worse, or the labelled data are others.")
@click.option("--with-headline", is_flag=True, help="The gold bodies begin with the headline.")
@jobs_option
@ENGINE
@choosing_options
@click.pass_context
def command(ctx: click.Context, /, inputs: tuple[str, ...], as_json: bool, with_headline: bool, jobs: int | None, **options: Any) -> None:
    """Clean labelled texts and say how near the result comes to what it should be: precision, recall, F1 and the share that is
    exact, of all, and of each language, source and label.

    \b
    A record of GOLD.jsonl (.gz, .zst) is a line with these keys:
      text or html   the input
      body           what should be left, without the headline (see --with-headline); and / or
      labels         lines of the input with their labels: [["By Ida Holm", "byline"], …]
      lang, source   what the figures are split by; id, url, title as everywhere

    \b
    words: runs of four words (\\w+) of the cleaned text that the gold has, and the other way round; means over the records;
           exact: the words are the gold's, none more, none fewer (as in the article extraction benchmark of Scrapinghub)
    lines: of the labelled lines that were dropped, those labelled as furniture, and the other way round; exact: no fault in
           a record; lost: lines of the story that were dropped
    label: of the lines that got the label, those that should, and the other way round

    \b
    Examples:
      cleaner eval gold.jsonl
      cleaner eval gold.jsonl --rules my-rules.toml --json | jq .lang.de.words.f1
      cleaner eval gold.jsonl --floor floors.toml --write-floor           once; then, in CI:
      cleaner eval gold.jsonl --floor floors.toml
      cleaner eval gold.jsonl --floor floors.toml --write-floor --lower   a fall that is meant

    Exit codes: 0 fine; 1 a figure fell below its floor; 2 wrong usage, or a bad rule, settings or floor file; 3 a record could not be
    used (named by line and key; the figures are of the others, and no floor is compared or written).
    """
    from cleaner.evaluate.figures import rows, table
    from cleaner.evaluate.floors import FloorError, values
    from cleaner.evaluate.judge import scores
    from cleaner.ruleset.files import read_labels

    terminal = stdout_ready()
    file = _floor_file(options)
    try:
        floors = _floors(file, write=options["write_floor"]) if file else None
    except FloorError as error:
        raise click.UsageError(str(error)) from None
    notes = Notes(quiet=options["quiet"], verbose=options["verbose"])
    settings, _ = settings_of(options)
    golds = _golds(inputs, notes)
    measured = []
    for score in scores(golds, chosen_rules(settings), settings, jobs or os.cpu_count() or 1, with_headline=with_headline):
        if isinstance(score, InputError):
            notes.problem(score.name, score.problem)
        else:
            measured.append(score)
    if not measured:
        ctx.exit(notes.code or BAD_INPUT)
    figures = table(measured, read_labels()["furniture"])
    _show(figures, len(measured), as_json=as_json, terminal=terminal)
    if file is None or notes.code:
        ctx.exit(notes.code)
    ctx.exit(_held(file, floors, digest_of(golds), values(rows(figures)), write=options["write_floor"], lower=options["lower"]))


def digest_of(golds: Iterable[Gold]) -> str:
    """Names labelled data by what was read of it."""
    out = hashlib.sha256()
    for gold in golds:
        out.update(json.dumps(gold._replace(name="")).encode())
    return out.hexdigest()


def _floor_file(options: dict[str, Any]) -> Path | None:
    """The file that --floor names. Raises UsageError for options that need it, or each other."""
    if options["write_floor"] and not options["floor"]:
        raise click.UsageError("--write-floor needs the file: --floor FILE")
    if options["lower"] and not options["write_floor"]:
        raise click.UsageError("--lower goes with --write-floor")
    return Path(options["floor"]) if options["floor"] else None


def _floors(file: Path, *, write: bool) -> Floors | None:
    """The floors of a file; None when there is none yet and one is to be written. Raises UsageError, FloorError and OSError."""
    from cleaner.evaluate.floors import read

    if file.exists():
        return read(file)
    if not write:
        raise click.UsageError(f"--floor {file}: no such file; --write-floor writes it")
    if not file.parent.is_dir():
        raise click.UsageError(f"--floor {file}: there is no folder {file.parent}")
    return None


def _golds(inputs: tuple[str, ...], notes: Notes) -> list[Gold]:
    """The labelled records; what cannot be used is said at once."""
    from cleaner.evaluate.gold import read_gold
    from cleaner.ruleset.files import read_labels

    found = list(find(inputs, SUFFIXES))
    known = [label for group in read_labels().values() for label in group]
    golds = []
    problems = [entry for entry in found if isinstance(entry, InputError)]
    for gold in (*problems, *read_gold((entry for entry in found if isinstance(entry, Source)), known)):
        if isinstance(gold, InputError):
            notes.problem(gold.name, gold.problem)
        else:
            golds.append(gold)
    return golds


def _held(file: Path, floors: Floors | None, digest: str, measured: Values, *, write: bool, lower: bool) -> int:
    """Compare with the floors, write them when asked to, say what moved; the exit code."""
    from cleaner.evaluate.floors import Floors, compare, raised, to_toml

    if floors and floors.gold != digest and not lower:
        click.echo(
            f"cleaner: {file}: its floors are of other labelled data, and figures of other data compare with nothing; "
            "--write-floor --lower writes them anew",
            err=True,
        )
        return 2
    old = floors.figures if floors and floors.gold == digest else {}
    changes = compare(old, measured)
    fallen = [change for change in changes if change.fell]
    for change in changes:
        click.echo(f"{'fell  ' if change.fell else 'higher'} {change}", err=True)
    if write:
        with replacing(file) as out:
            out.write(to_toml(Floors(digest, raised(old, measured, lower=lower))).encode())
        click.echo(f"{file} written", err=True)
    if fallen and not lower:
        click.echo(f"cleaner: {len(fallen)} figures are worse than in {file}; mend the cause, or see --lower", err=True)
        return CHECK_FAILED
    return 0


def _show(figures: Table, records: int, *, as_json: bool, terminal: bool) -> None:
    """The figures, as JSON or as a table."""
    from cleaner.evaluate.figures import to_dict

    if as_json:
        click.echo(json.dumps({"records": records, **to_dict(figures)}, ensure_ascii=False, indent=2))
        return
    from rich.console import Console
    from rich.table import Table as Grid

    grid = Grid(box=None, pad_edge=False)
    grid.add_column("")
    for name in ("records", "words P", "R", "F1", "exact", "lines", "drop P", "R", "F1", "exact", "lost"):
        grid.add_column(name, justify="right")
    for part in PARTS:
        named = {"all": figures.all} if part == "all" else getattr(figures, part)
        for name, row in named.items():
            grid.add_row(name if part == "all" else f"{part} {name}", *_cells(row.get("words"), 5), *_cells(row.get("lines"), 6))
    console = Console(width=None if terminal else 200, no_color=bool(os.environ.get("NO_COLOR")), highlight=False, markup=False)
    console.print(grid)


def _cells(figures: Figures | None, count: int) -> list[str]:
    """The figures as texts, a dash where nothing defines one."""
    if figures is None:
        return [""] * count
    shares = [figures.precision, figures.recall, figures.f1, figures.exact]
    lost = [] if count == 5 else ["" if figures.lost is None else str(figures.lost)]
    return [f"{figures.number:,}", *("–" if share is None else f"{share:.3f}" for share in shares), *lost]
