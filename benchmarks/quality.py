"""`make bench`: runs ../shared/bench/score.py for every set and input in benchmarks/floors.toml, and exits 1 when a figure fell.

`--update` writes higher floors. `--lower` lowers them too, once CHANGELOG.md says why. `--readme` writes the figures into README.md,
`--languages` writes those of each language into docs/languages.md.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks import data
from benchmarks.floors import Floors, FloorsError, compare, moved, read, to_toml, unexplained
from benchmarks.marks import between
from cleaner.batch.write import replacing

FLOORS = data.ROOT / "benchmarks" / "floors.toml"
CHANGELOG = data.ROOT / "CHANGELOG.md"
README = data.ROOT / "README.md"
LANGUAGES = data.ROOT / "docs" / "languages.md"
BEGIN = "<!-- figures: written by `python -m benchmarks.quality --readme` -->"
LANGUAGE_SET, LANGUAGE_INPUTS, FEW = "fundus-dev", ("trafilatura", "resiliparse"), 5
_ABOUT_LANGUAGES = f"""\
Pages of `{LANGUAGE_SET}`, by the scorer of the benchmark. *drop P*: share of the dropped lines that are furniture; *drop R*: share of
the furniture that was dropped; *lost*: story lines dropped. Languages with fewer than {FEW} pages show little."""
COLUMNS = ("pages", "raw F1", "F1", "drop P", "drop R", "lost")

Scores = dict[str, Any]


def main(arguments: list[str] | None = None) -> int:
    """The command: 0 when no figure fell or there are no data, 1 when one did, 2 when it may not do what was asked."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.quality", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--update", action="store_true", help="write higher floors where the figures are higher")
    parser.add_argument("--lower", action="store_true", help="write lower floors too; needs a line in CHANGELOG.md for each")
    parser.add_argument("--readme", action="store_true", help="write the figures into README.md")
    parser.add_argument("--languages", action="store_true", help="measure each language alone and write docs/languages.md, nothing else")
    options = parser.parse_args(arguments)
    try:
        if options.languages:
            write(LANGUAGES, languages_page(score_languages()))
            return 0
        floors = read(FLOORS)
        if changed := changed_data(floors.data):
            print("\n".join(changed), file=sys.stderr)
            return 2
        measured = score(data.bench() / "data", floors.figures)
    except data.MissingDataError as absent:
        print(absent, file=sys.stderr)
        return 0
    except FloorsError as error:
        print(error, file=sys.stderr)
        return 2
    except subprocess.CalledProcessError as error:
        print(f"score.py failed with {error.returncode}; what it says stands above", file=sys.stderr)
        return 1
    if options.readme:
        write(README, between(README, BEGIN, figures_table(measured) + "\n"))
    return judge(floors, measured, update=options.update or options.lower, lower=options.lower)


def judge(floors: Floors, measured: Scores, *, update: bool, lower: bool) -> int:
    """Print what moved, write the floors when asked to; the exit code."""
    changes = compare(floors.figures, measured)
    fallen = [change for change in changes if change.fell]
    for change in changes:
        print(f"{'FELL  ' if change.fell else 'higher'} {change}")
    missing = unexplained(changes, CHANGELOG.read_text("utf8")) if lower else []
    if missing:
        print(
            f"{CHANGELOG.name}: to lower floors, add under its first heading, with the reason at the end:",
            *missing,
            sep="\n",
            file=sys.stderr,
        )
        return 2
    if update and changes:
        write(FLOORS, to_toml(moved(floors, changes, lower=lower)))
    if fallen and not lower:
        print(f"{len(fallen)} figures fell below benchmarks/floors.toml; mend the cause, or see --lower", file=sys.stderr)
        return 1
    print("no figure fell" if not fallen else f"{len(fallen)} floors lowered")
    return 0


def changed_data(pinned: Mapping[str, str]) -> list[str]:
    """What to say of data files that are not the pinned ones: figures of other data compare with nothing."""
    mend = f"get the pinned file, or write the new digest and figures into {FLOORS.name}"
    found = {name: data.digest(data.data_file(name)) for name in pinned}
    return [
        f"{data.data_file(name)}: its sha256 is {found[name]}, not the pinned one; {mend}" for name in pinned if found[name] != pinned[name]
    ]


def score(folder: Path, wanted: Iterable[str]) -> Scores:
    """What score.py makes of these sets and inputs, its table printed. Raises CalledProcessError when a page failed."""
    inputs: dict[str, list[str]] = {}
    for name in wanted:
        own, kind = name.split("/")
        inputs.setdefault(own, []).append(kind)
    figures: Scores = {}
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "figures.json"
        for own, kinds in inputs.items():
            where = ["--data", str(folder), "--sets", own, "--inputs", ",".join(kinds), "--json", str(out)]
            command = [sys.executable, str(data.bench() / "score.py"), *where, *(["--labels"] if own == LANGUAGE_SET else [])]
            subprocess.run(command, check=True, cwd=data.ROOT)
            figures |= json.loads(out.read_text("utf8"))
    return figures


def score_languages() -> dict[str, Scores]:
    """By language: the figures of its pages alone, and their number."""
    pages: dict[str, list[dict[str, Any]]] = {}
    for page in data.records(LANGUAGE_SET):
        pages.setdefault(page["lang"], []).append(page)
    out: dict[str, Scores] = {}
    with tempfile.TemporaryDirectory() as folder:
        for lang, own in sorted(pages.items(), key=lambda item: (-len(item[1]), item[0])):
            with gzip.open(Path(folder) / f"{lang}.jsonl.gz", "wt", encoding="utf8") as file:
                file.writelines(json.dumps(page) + "\n" for page in own)
            scores = score(Path(folder), [f"{lang}/{kind}" for kind in LANGUAGE_INPUTS])
            out[lang] = {"pages": len(own), **{kind: scores[f"{lang}/{kind}"] for kind in LANGUAGE_INPUTS}}
    return out


def languages_page(scores: Mapping[str, Scores]) -> str:
    """docs/languages.md."""
    lines = ["<!-- Written by `python -m benchmarks.quality --languages`. -->", "", "# Quality by language", "", _ABOUT_LANGUAGES]
    for kind in LANGUAGE_INPUTS:
        lines += ["", f"## Text as {kind} leaves it", "", f"| language | {' | '.join(COLUMNS)} |", f"|---|{'---:|' * len(COLUMNS)}"]
        for lang, own in scores.items():
            f = own[kind]
            cells = (own["pages"], three(f["raw"]["f1"]), three(f["cleaned"]["f1"]), three(f["drop_p"]), three(f["drop_r"]), f["lost"])
            lines.append(f"| {lang} | {' | '.join(map(str, cells))} |")
    return "\n".join(lines) + "\n"


def figures_table(measured: Mapping[str, Scores]) -> str:
    """The figures as a table: raw, cleaned, and the best that any line filter could do."""
    columns = ("F1 raw", "cleaned", "best", "exact raw", "cleaned", "best", "drop P", "drop R", "lost")
    lines = [f"| set/input | {' | '.join(columns)} |", f"|---|{'---:|' * len(columns)}"]
    for name, f in measured.items():
        ends = ("–", "–", "–") if name.endswith("/html") else (three(f["drop_p"]), three(f["drop_r"]), str(f["lost"]))
        stages = [three(f[stage][key]) for key in ("f1", "exact") for stage in ("raw", "cleaned", "best")]
        lines.append(f"| {name} | {' | '.join([*stages, *ends])} |")
    return "\n".join(lines)


def three(value: float) -> str:
    return f"{value:.3f}"


def write(file: Path, text: str) -> None:
    with replacing(file) as out:
        out.write(text.encode())
    print(f"{file.name} written")


if __name__ == "__main__":
    sys.exit(main())
