"""`cleaner run`: whole data sets, resumable, on all cores."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import click

from cleaner import __version__
from cleaner.batch.fields import FieldError, Fields
from cleaner.batch.files import STDIN, InputError, display
from cleaner.batch.formats import MissingExtraError
from cleaner.batch.journal import LockedError, failed_path, partial_path
from cleaner.batch.labour import Orders
from cleaner.batch.runner import Job, Outcome, Watch, run
from cleaner.batch.spread import WorkerDiedError
from cleaner.batch.write import replacing
from cleaner.batch.writers import Target, suffixes, target_of
from cleaner.choice import kept_labels
from cleaner.cli.notes import BAD_INPUT, Notes, tell
from cleaner.cli.options import ENCODING, ENGINE, PATH, choosing_options, chosen_rules, commas, settings_of
from cleaner.cli.progress import Display, show_summary, statistics

WRONG_USAGE, INTERRUPTED = 2, 130


@click.command(name="run", short_help="Clean whole data sets: JSONL, Parquet, CSV, WARC, folders.")
@click.argument("inputs", nargs=-1, required=True, type=PATH, metavar="INPUT...")
@click.option("-o", "--output", required=True, type=PATH, metavar="OUT", help="What to write: .jsonl, .jsonl.gz, .jsonl.zst or .parquet.")
@click.option("--text-field", metavar="NAME", help="Field that holds the text (default: `text`, `content` or another usual name).")
@click.option("--html-field", metavar="NAME", help="Field that holds a page of HTML; a record without one is cleaned by its text.")
@click.option("--url-field", metavar="NAME", help="Field that holds the address, for rules of its site (default: `url` or alike).")
@click.option("--id-field", metavar="NAME", help="Field that names a record where it fails (default: `id` or alike).")
@click.option("--prefix", default="", metavar="TEXT", help="What the names of the added columns begin with.")
@click.option("--drop-fields", multiple=True, callback=commas, metavar="NAME,…", help="Leave these columns of the input out of the output.")
@ENGINE
@click.option("-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Worker processes (default: as many as there are cores).")
@click.option("--stats", type=PATH, metavar="FILE", help="Write all counts to a file, as JSON.")
@click.option("--restart", is_flag=True, help="Begin afresh where an unfinished run was left.")
@ENCODING
@choosing_options
@click.pass_context
def command(ctx: click.Context, /, inputs: tuple[str, ...], output: str, **options: Any) -> None:
    """Clean every record of the inputs, and write each with its own columns and these: headline, body, metadata, removed (label,
    rule, start, end), warnings, rules_version, rules_digest.

    Reads JSON lines (.jsonl, .ndjson), CSV (.csv, .tsv) and WARC, all also as .gz or .zst; Parquet; folders of these and of .txt, .md
    and .html; and JSON lines on standard input for `-`.

    \b
    Examples:
      cleaner run news.jsonl -o clean.jsonl
      cleaner run crawl/*.parquet -o clean.parquet -j 8
      cleaner run dump.jsonl.zst -o clean.jsonl.zst --text-field article.body
      cleaner run pages.jsonl -o clean.jsonl --html-field html --drop-fields html
      cleaner run CC-NEWS-*.warc.gz -o news.parquet --engine fast
      cleaner run texts/ -o texts.jsonl --keep caption --stats counts.json
      producer | cleaner run - -o out.jsonl

    A run that was stopped, by whatever, goes on where it was when the same command is given again; OUT appears when all is done,
    until then there is a folder OUT.partial. Records that cannot be cleaned go to OUT.failed.jsonl, with the place and the reason.

    Exit codes: 0 fine; 2 wrong usage, no fitting field, or a bad rule or settings file; 3 an input cannot be read, or records
    failed; 130 stopped by Ctrl-C. Texts that lost nearly all their words do not fail: see their `warnings`.
    """
    notes = Notes(quiet=options["quiet"], verbose=options["verbose"])
    job = _job(inputs, Path(output), options, notes)
    with Display(quiet=options["quiet"]) as screen:
        outcome = _outcome(job, Watch(notes.note, screen.update), screen)
    if not options["quiet"]:
        show_summary(outcome)
    if options["stats"]:
        with replacing(Path(options["stats"])) as file:
            file.write(json.dumps(statistics(outcome), indent=2, ensure_ascii=False).encode("utf-8") + b"\n")
    if outcome.failed:
        count = outcome.tally.failed
        notes.problem(str(job.out), f"{count:,} record{'s' * (count > 1)} failed; see {display(outcome.failed)}")
    ctx.exit(notes.code)


def _job(inputs: tuple[str, ...], out: Path, options: dict[str, Any], notes: Notes) -> Job:
    """What the command line asks for. Raises UsageError, RuleError and ConfigError."""
    settings, file = settings_of(options)
    if file:
        notes.detail(str(file), "settings read")
    target = _target(out, inputs, frozenset(options["drop_fields"] or ()))
    if options["stats"]:
        _check_stats(Path(options["stats"]), inputs, out)
    if STDIN in inputs and sys.stdin is not None and sys.stdin.isatty():
        raise click.UsageError("standard input is a terminal; pipe JSON lines into it, or name files")
    if settings.encoding and "\n{".encode(settings.encoding) != b"\n{":
        raise click.UsageError(f"--encoding {settings.encoding}: only encodings that have ASCII in them can be read line by line")
    orders = Orders(chosen_rules(settings), __version__, target, kept_labels(settings), settings, options["prefix"])
    fields = Fields(*(options[name] for name in ("text_field", "html_field", "url_field", "id_field")))
    return Job(inputs, out, orders, fields, options["jobs"] or cores(), options["restart"])


def _target(out: Path, inputs: tuple[str, ...], drop: frozenset[str]) -> Target:
    target = target_of(out.name, drop)
    if target is None:
        raise click.UsageError(f"-o {display(out)}: its name must end in one of {', '.join(suffixes())}")
    if not out.parent.is_dir():
        raise click.UsageError(f"-o {display(out)}: there is no folder {display(out.parent)}")
    if out.exists() and not out.is_file():
        raise click.UsageError(f"-o {display(out)} is no file that could be replaced")
    own = {path.resolve() for path in (out, failed_path(out))}
    for path in inputs:
        if path != STDIN and Path(path).resolve() in own:
            raise click.UsageError(f"-o {display(out)} would overwrite the input {path}; choose another place")
    return target


def _check_stats(stats: Path, inputs: tuple[str, ...], out: Path) -> None:
    """Raise UsageError when the counts cannot or must not go to this file."""
    if not stats.parent.is_dir():
        raise click.UsageError(f"--stats {display(stats)}: there is no folder {display(stats.parent)}")
    if stats.is_dir():
        raise click.UsageError(f"--stats {display(stats)} is a folder; name a file")
    results = (out, failed_path(out), partial_path(out))
    for path in (*results, *(Path(path) for path in inputs if path != STDIN)):
        if stats.resolve() == path.resolve():
            raise click.UsageError(f"--stats {display(stats)} would overwrite {display(path)}; choose another place")


def _outcome(job: Job, watch: Watch, screen: Display) -> Outcome:
    """Run, or say in one line what went wrong and exit."""
    try:
        return run(job, watch)
    except (FieldError, MissingExtraError) as error:
        code, message = WRONG_USAGE, str(error)
    except (InputError, LockedError, WorkerDiedError) as error:
        code, message = BAD_INPUT, str(error)
    except KeyboardInterrupt:
        code, message = INTERRUPTED, "interrupted; what is done is kept, and the same command goes on from there"
    screen.stop()
    tell(message)
    raise click.exceptions.Exit(code)


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
