"""`cleaner golden`: samples, what is expected of each, and what moved."""

from __future__ import annotations

import os
import shlex
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from cleaner.batch.files import STDIN, InputError, Source, display, find
from cleaner.batch.kinds import AUTO, SUFFIXES
from cleaner.cli.notes import Notes
from cleaner.cli.options import PATH, choosing_options, chosen_rules, cleaning_options, jobs_option, settings_of
from cleaner.cli.work import stdout_ready

if TYPE_CHECKING:
    from cleaner.goldens.add import Draft
    from cleaner.goldens.judge import Outcome
    from cleaner.goldens.samples import SampleSettings, Stale

CHECK_FAILED = 1


class Report(NamedTuple):
    """What a search through samples found."""

    outcomes: list[Outcome]
    stale: list[Stale]

    @property
    def wrong(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if not outcome.right]


@click.group(name="golden", short_help="Regression suites of your own samples.", no_args_is_help=True)
def command() -> None:
    """Regression suites: samples, what becomes of each block of them, and which rule moved which block when that changed.

    \b
    A sample is a folder: input.txt or input.html; expected.tsv, the golden, which these commands write; and, where the
    input needs them, settings in sample.toml (url, title, langs, encoding, engine). A JSONL file is a sample a line: id,
    text or html, url, title. Its goldens lie beside it, in a folder that ends in .expected.

    \b
    Examples:
      cleaner golden add samples article.txt --note "A caption that reads like a sentence."
      cleaner golden check samples                 in CI
      cleaner golden update samples                after a change of rules: shows it, asks, writes
      pytest --cleaner-goldens samples             the same as tests (pip install 'article-cleaner[pytest]')
    """


@command.command(name="check", short_help="Do the samples still come out as expected?")
@click.argument("paths", nargs=-1, required=True, type=PATH, metavar="PATHS...")
@jobs_option
@choosing_options
@click.pass_context
def check(ctx: click.Context, /, paths: tuple[str, ...], jobs: int | None, **options: Any) -> None:
    """Clean every sample below PATHS and compare it with its golden, block by block. PATHS are folders, inputs or JSONL files.

    What differs is shown with the golden's line, what became of the block, and the rules that fell silent or began to speak; at the
    end each rule that moved blocks, the busiest first.

    \b
    Examples:
      cleaner golden check samples
      cleaner golden check samples/flood samples/wire.jsonl
      cleaner golden check samples --rules my-rules.toml --no-default-rules

    Exit codes: 0 all as expected; 1 a block moved, or a golden is missing or has no sample; 2 wrong usage, or a bad rule or settings
    file; 3 a sample or golden could not be read (the others are still compared).
    """
    notes = Notes(quiet=options["quiet"], verbose=options["verbose"])
    colour = stdout_ready() and not os.environ.get("NO_COLOR")
    report = _report(paths, options, jobs, notes)
    for outcome in report.wrong:
        if outcome.broken:
            notes.problem(display(outcome.sample.golden), f"{outcome.broken}; `cleaner golden update` writes it anew")
    _show([outcome for outcome in report.wrong if not outcome.broken], colour=colour)
    for stale in report.stale:
        click.echo(f"{display(stale.golden)}: no record has this id; delete it, or run `cleaner golden update`")
    total = len(report.outcomes)
    if report.wrong:
        click.echo(f"{len(report.wrong):,} of {total:,} samples differ; if that is right: cleaner golden update {shlex.join(paths)}")
    elif total and not options["quiet"]:
        click.echo(f"{total:,} {'sample' if total == 1 else 'samples'}, all as expected")
    ctx.exit(notes.code or (CHECK_FAILED if report.wrong or report.stale else 0))


@command.command(name="update", short_help="Write the goldens anew, after showing what changes.")
@click.argument("paths", nargs=-1, required=True, type=PATH, metavar="PATHS...")
@click.option("-y", "--yes", is_flag=True, help="Write without asking; needed where nobody can be asked.")
@jobs_option
@choosing_options
@click.pass_context
def update(ctx: click.Context, /, paths: tuple[str, ...], yes: bool, jobs: int | None, **options: Any) -> None:
    """Show what `check` shows, ask, and write the goldens that changed or are missing; goldens without a record are deleted.

    \b
    Examples:
      cleaner golden update samples
      cleaner golden update samples --yes && git diff samples

    Exit codes: 0 written, or nothing to write; 1 you said no; 2 wrong usage, or a bad rule or settings file; 3 a sample could not be
    read, or a golden not be written.
    """
    from cleaner.goldens.add import write_goldens

    notes = Notes(quiet=options["quiet"], verbose=options["verbose"])
    colour = stdout_ready() and not os.environ.get("NO_COLOR")
    report = _report(paths, options, jobs, notes)
    _show(report.wrong, colour=colour)
    for stale in report.stale:
        click.echo(f"{display(stale.golden)}: no record has this id; goes")
    if not report.wrong and not report.stale:
        if report.outcomes and not options["quiet"]:
            click.echo(f"{len(report.outcomes):,} samples, nothing to write")
        ctx.exit(notes.code)
    if not yes and not _agreed(len(report.wrong), len(report.stale)):
        ctx.exit(CHECK_FAILED)
    write_goldens(report.wrong)
    for stale in report.stale:
        stale.golden.unlink()
    click.echo(f"{len(report.wrong):,} written, {len(report.stale):,} deleted, {len(report.outcomes) - len(report.wrong):,} as they were")
    ctx.exit(notes.code)


@command.command(name="add", short_help="Make samples of texts and pages.")
@click.argument("folder", type=PATH, metavar="DIR")
@click.argument("inputs", nargs=-1, required=True, type=PATH, metavar="FILES|DIRS|-...")
@click.option("--name", help="The sample's folder (default: from the file's name); needed for standard input.")
@click.option("--jsonl", is_flag=True, help="The inputs are JSONL, whatever they are called; for standard input.")
@click.option("--note", metavar="TEXT", help="What the sample is there for; goes into NOTE.md.")
@cleaning_options
@click.pass_context
def add(ctx: click.Context, /, folder: str, inputs: tuple[str, ...], name: str | None, note: str | None, **options: Any) -> None:
    """Make a sample in DIR of each text, page or JSONL record: its folder with a copy of the input, and the golden that the rules of
    today give. Look at it before you keep it: it says what will be expected. --url, --title, --lang, --encoding and --engine are
    this sample's own and go into its sample.toml.

    A large JSONL file need not be taken apart: put it into DIR as it is and run `cleaner golden update DIR`.

    \b
    Examples:
      cleaner golden add samples article.txt
      cleaner golden add samples page.html --url https://example.com/flood --name flood
      cleaner golden add samples wire.jsonl        a sample for each record, named after its id
      to-text page.html | cleaner golden add samples - --name flood --note "A list of links before the last paragraph."

    Exit codes: 0 all added; 2 wrong usage, or a bad rule or settings file; 3 an input could not be read, or its sample is there
    already (the others are added).
    """
    from cleaner.goldens.add import add as add_sample
    from cleaner.goldens.judge import Judge
    from cleaner.goldens.samples import RECORDS, SampleSettings

    notes = Notes(quiet=options["quiet"], verbose=options["verbose"])
    stdout_ready()
    if Path(folder).exists() and not Path(folder).is_dir():
        raise click.UsageError(f"{folder} is no folder; name first the folder of the samples, then the inputs")
    found = list(find(inputs, (*SUFFIXES, RECORDS)))
    if name and (len(found) > 1 or any(isinstance(entry, Source) and entry.place.suffix == RECORDS for entry in found)):
        raise click.UsageError("--name names one sample; give one text or page")
    if STDIN in inputs and not name and not options["jsonl"]:
        raise click.UsageError("standard input has no name; give its sample one with --name")
    own = SampleSettings(**{key: options.pop(key) for key in ("url", "title", "encoding", "engine")}, langs=options.pop("langs") or ())
    settings, _ = settings_of(options)
    judge = Judge(chosen_rules(settings), settings)
    kind = "jsonl" if options["jsonl"] else None if settings.input_format == AUTO else settings.input_format
    for draft in _drafts(found, own, kind, name):
        try:
            if isinstance(draft, InputError):
                raise draft
            outcome = add_sample(Path(folder), draft, judge, note)
        except InputError as error:
            notes.problem(error.name, error.problem)
        else:
            if not options["quiet"]:
                click.echo(_added(Path(folder) / draft.slug, outcome.tsv))
    ctx.exit(notes.code)


def _drafts(
    found: Sequence[Source | InputError], settings: SampleSettings, kind: str | None, name: str | None
) -> Iterator[Draft | InputError]:
    """What the inputs make, and what is wrong with others."""
    from cleaner.goldens.add import drafts

    for entry in found:
        if isinstance(entry, InputError):
            yield entry
            continue
        try:
            yield from drafts(entry, settings, kind=kind, name=name)
        except InputError as error:
            yield error


def _report(paths: Sequence[str], options: dict[str, Any], jobs: int | None, notes: Notes) -> Report:
    """Every sample beside its golden; what cannot be read is said at once."""
    from cleaner.goldens.judge import outcomes
    from cleaner.goldens.samples import Sample, find_samples

    settings, file = settings_of(options)
    if file:
        notes.detail(str(file), "settings read")
    rules = chosen_rules(settings)
    samples, report = [], Report([], [])
    for found in find_samples(map(Path, dict.fromkeys(paths))):
        if isinstance(found, InputError):
            notes.problem(found.name, found.problem)
        elif isinstance(found, Sample):
            samples.append(found)
        else:
            report.stale.append(found)
    for outcome in outcomes(samples, rules, settings, jobs or os.cpu_count() or 1):
        if isinstance(outcome, InputError):
            notes.problem(outcome.name, outcome.problem)
        else:
            notes.detail(outcome.sample.name, "as expected" if outcome.right else "differs")
            report.outcomes.append(outcome)
    return report


def _show(wrong: Sequence[Outcome], *, colour: bool) -> None:
    """What differs, sample by sample, then rule by rule."""
    from cleaner.goldens.report import outcome_lines, rule_lines

    for outcome in wrong:
        click.echo("\n".join(outcome_lines(outcome, colour=colour)))
    if lines := list(rule_lines(wrong)):
        click.echo("\n".join(("rules that moved blocks:", *lines)))


def _agreed(written: int, deleted: int) -> bool:
    """Whether the person at the terminal says yes. Raises UsageError when there is nobody to ask."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise click.UsageError("nothing was written, for nobody can be asked; look at what changes, then say --yes")
    return click.confirm(f"write {written:,} and delete {deleted:,} goldens?", err=True)


def _added(place: Path, tsv: str) -> str:
    """One line on a new sample."""
    from cleaner.goldens.samples import GOLDEN
    from cleaner.render.tsv import parse_tsv

    rows = parse_tsv(tsv)
    labels = Counter(row.label for row in rows if row.sign == "-")
    counts = ", ".join(f"{label} {count}" for label, count in sorted(labels.items()))
    return f"{display(place / GOLDEN)}: {len(rows)} blocks, {labels.total()} removed{f' ({counts})' if counts else ''}"
