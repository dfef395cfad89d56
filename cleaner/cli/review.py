"""`cleaner review`: one page of HTML that shows what goes and why, or what changes between two sets of rules."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import click

from cleaner import __version__
from cleaner.batch.files import InputError, Source, display, read
from cleaner.batch.jsonl import Record, content, identity, records
from cleaner.batch.kinds import SUFFIXES, Reading, read_document
from cleaner.batch.write import replacing
from cleaner.choice import kept_labels, rule_paths
from cleaner.cli.options import PATH, cleaner_of, cleaning_options
from cleaner.cli.targets import check_file
from cleaner.cli.work import Job, Result, prepare, report, stdout_ready
from cleaner.compare import compare
from cleaner.config import Settings
from cleaner.pipeline import Cleaner
from cleaner.render.review import Heading, to_review
from cleaner.render.review_data import Entry, RuleNote, page_data
from cleaner.ruleset.files import read_labels, read_rules
from cleaner.segment.decode import DecodeError
from cleaner.segment.limits import PageError

RECORDS = (".jsonl", ".ndjson")
SHIPPED = "shipped"
"""Stands for the shipped rules after --against."""
MAX_DOCUMENTS = 500


class Item(NamedTuple):
    """One text that is still to be cleaned."""

    name: str
    url: str | None
    title: str | None
    clean: Callable[[Cleaner], Reading]
    """Raises InputError, DecodeError and PageError for what cannot be read."""


class Tally:
    """Counts of a run, complete when its last entry has been taken."""

    def __init__(self) -> None:
        self.read = 0
        self.shown = 0
        self.cut = False
        """Whether inputs were left unread because enough documents were there."""


@click.command(name="review", short_help="Show what goes, and why, in one page of HTML.")
@click.argument("inputs", nargs=-1, type=PATH, metavar="[FILES|DIRS|-]...")
@click.option("-o", "--output", type=PATH, metavar="FILE", help="Write the page to this file; - is standard output.")
@click.option(
    "--against",
    multiple=True,
    type=PATH,
    metavar="RULES",
    help="Show only what differs from these rules: a rule file or folder, or `shipped`; repeatable, together they are the set before.",
)
@click.option(
    "--max-documents",
    type=click.IntRange(min=1),
    default=MAX_DOCUMENTS,
    show_default=True,
    metavar="N",
    help="Stop after so many documents; the page says so.",
)
@cleaning_options
@click.pass_context
def command(
    ctx: click.Context, /, inputs: tuple[str, ...], output: str | None, against: tuple[str, ...], max_documents: int, **options: Any
) -> None:
    """Write one page of HTML that shows texts with what is taken out of them: struck through, in the colour of its label, with the
    rule, its reason and the words that prove it. The page is a single file that loads nothing; open it in any browser, or mail it.

    Reads what `cleaner clean` reads, and JSONL (.jsonl, .ndjson, or on standard input): a record a line with `text` or `html`, and
    `id`, `url` and `title` where there are any.

    \b
    Examples:
      cleaner review news/ -o report.html
      cleaner review articles.jsonl -o report.html --max-documents 100
      cleaner review news/ --rules my-rules.toml --against shipped -o changes.html
      cleaner review news/ --no-default-rules --rules new/ --against old/ -o changes.html

    With --against the page shows only blocks that fare differently: removed now and kept before, kept now and removed before, cut
    otherwise, or removed under another label. The rules before are those that --against names and no others; the rules now are
    those of `cleaner clean` with the same options. --lang, --keep and --only-labels hold for both.

    Exit codes: 0 fine; 2 wrong usage, or a bad rule or settings file; 3 an input could not be read, or a text lost all or nearly
    all of its words. Such inputs are named on standard error, all others are in the page.
    """
    if output is None and stdout_ready():
        raise click.UsageError("a page is nothing to read on a terminal; name a file with -o report.html")
    job = prepare(inputs, options, suffixes=(*SUFFIXES, *RECORDS))
    to_file = Path(output) if output not in (None, "-") else None
    job = job._replace(sources=_without(job.sources, to_file, inputs))
    if to_file:
        if to_file.is_dir():
            raise click.UsageError(f"-o {display(to_file)} is a folder; name a file in it")
        check_file(to_file, job.sources, "choose another place")
    if options["title"] and any(_holds_records(source) for source in job.sources):
        raise click.UsageError("--title is the headline of one text; give records a `title` of their own")
    former = job.settings._replace(default_rules=SHIPPED in against, rules=tuple(path for path in against if path != SHIPPED))
    other = cleaner_of(former) if against else None
    both = [job.settings, *([former] if against else [])]
    tally = Tally()
    entries = _entries(job, other, max_documents, tally)
    data = page_data(entries, labels=read_labels(), rules=lambda ids: _notes(both, frozenset(ids)), against=bool(against))
    if tally.read:  # else there is nothing to show, and a file that stands where -o points stays as it is
        page = to_review(data, _heading(job, tally, former if against else None))
        if to_file:
            with replacing(to_file) as file:
                file.write(page.encode("utf-8", "replace"))
        else:
            stdout_ready()
            sys.stdout.write(page)
    ctx.exit(job.notes.code)


def _entries(job: Job, other: Cleaner | None, limit: int, tally: Tally) -> Iterator[Entry]:
    """The documents to show: all, or with two sets of rules those that fare differently; one at a time."""
    kept = kept_labels(job.settings)
    for item in _items(job):
        if tally.shown == limit:
            tally.cut = True
            return
        try:
            if isinstance(item, InputError):
                raise item
            reading = item.clean(job.cleaner)
            before = item.clean(other).document.keeping(kept) if other else None
        except InputError as error:
            job.notes.problem(error.name, error.problem)
        except (DecodeError, PageError) as error:
            job.notes.problem(item.name, str(error))
        else:
            tally.read += 1
            document = reading.document.keeping(kept)
            report(Result(Source(item.name, None, Path()), document, reading.encoding, reading.kind), job, reading.notes)
            if before is None or compare(before, document):
                tally.shown += 1
                yield Entry(item.name, document, item.url, item.title, before)


def _items(job: Job) -> Iterator[Item | InputError]:
    """The texts of all sources, none of them cleaned yet; and what is wrong with others."""
    for number, source in enumerate(job.sources, 1):
        try:
            if _holds_records(source) and source.path:
                with source.path.open("rb") as lines:
                    yield from _record_items(lines, source.name, job.settings)
            else:
                data = read(source)
                if source.path is None and _are_records(data):
                    yield from _record_items(BytesIO(data), source.name, job.settings)
                else:
                    yield Item(source.name, job.origin.url, job.origin.title, _document_reader(data, source, job))
        except InputError as error:
            yield error
        except OSError as error:
            yield InputError(source.name, f"cannot be read: {error.strerror or error}")
        job.notes.progress(number, len(job.sources))


def _document_reader(data: bytes, source: Source, job: Job) -> Callable[[Cleaner], Reading]:
    place = source.place if source.path else Path()
    return lambda cleaner: read_document(cleaner, data, place, job.settings, job.origin)


def _record_items(lines: Iterable[bytes], name: str, settings: Settings) -> Iterator[Item | InputError]:
    """An item for each record; an error for each line that is none, and where there is no record at all."""
    found = False
    for record in records(lines, name):
        found = True
        try:
            yield record if isinstance(record, InputError) else _record_item(record, name, settings)
        except InputError as error:
            yield error
    if not found:
        yield InputError(name, "holds no record")


def _record_item(record: Record, name: str, settings: Settings) -> Item:
    kind, text = content(record)
    label = identity(record)
    url, title = record.text("url"), record.text("title")

    def clean(cleaner: Cleaner) -> Reading:
        if kind == "text":
            return Reading(cleaner.clean(text, url=url, title=title), "utf-8", kind)
        return Reading(cleaner.clean_html(text, url=url, title=title, engine=settings.engine), "utf-8", kind)

    return Item(f"{name}: {label}" if label else record.name, url, title, clean)


def _holds_records(source: Source) -> bool:
    return source.place.suffix.lower() in RECORDS


def _are_records(data: bytes) -> bool:
    """Whether what came on standard input begins with a record."""
    first = data.lstrip().partition(b"\n")[0]
    if not first.startswith(b"{"):
        return False
    try:
        record = json.loads(first)
    except ValueError:
        return False
    return any(isinstance(record.get(key), str) for key in ("text", "html"))


def _without(sources: list[Source], output: Path | None, named: Iterable[str]) -> list[Source]:
    """The sources but for a page of an earlier run that lies in a folder of inputs."""
    if output is None:
        return sources
    place = os.path.realpath(output)
    if place in map(os.path.realpath, named):
        return sources
    return [source for source in sources if source.path is None or os.path.realpath(source.path) != place]


def _heading(job: Job, tally: Tally, former: Settings | None) -> Heading:
    note = ""
    if tally.cut:
        what = "documents with a change" if former else "documents"
        note = f"Only the first {tally.shown:,} {what} are shown, the rest was not read; --max-documents N shows more."
        job.notes.note("review", note)
    return Heading(
        tally.read, _rules_text(job.settings), job.cleaner.rules.digest, __version__, _rules_text(former) if former else "", note
    )


def _notes(sets: Iterable[Settings], ids: frozenset[str]) -> Mapping[str, RuleNote]:
    """What rule files say of these rules; where two sets share an id, the first."""
    rules = chain.from_iterable(read_rules(rule_paths(settings)) for settings in sets)
    found: dict[str, RuleNote] = {}
    for rule, _ in rules:
        if rule.id in ids:
            found.setdefault(rule.id, RuleNote(rule.why, rule.lang, rule.file))
    return found


def _rules_text(settings: Settings) -> str:
    names = [*(["the shipped rules"] if settings.default_rules else []), *settings.rules]
    only = f" (only for {', '.join(settings.langs)})" if settings.langs else ""
    return " and ".join(names) + only
