"""`python -m docs.build`: the rule files as pages to read, docs/rules/<folder>.md, and an index of them.

`--check` writes nothing and exits 1 when a page is stale. The pages follow from the rule files alone, to the byte.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from cleaner.batch.write import replacing
from cleaner.ruleset.files import read_labels, rule_files, rules_dir
from cleaner.ruleset.schema import EFFECTS, Examples, Rule, parse_file

RULES_PAGES = Path(__file__).parent / "rules"
MADE = "<!-- Written by `make docs` from the files under rules/. Change those, not this page. -->"
LANGUAGES = {
    "any": "any language", "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian",
    "id": "Indonesian and Malay", "it": "Italian", "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "nl": "Dutch",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sites": "single sites",
    "sv": "Swedish", "sw": "Swahili", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip

_HOW = "How a rule is written: [writing-rules.md](../writing-rules.md). `cleaner rules show ID` prints one with all its conditions."


class RuleFile(NamedTuple):
    """One rule file: where it stands, what its head says, its rules."""

    path: str
    """Relative to the folder of the rules, such as en/promo.toml."""
    head: dict[str, object]
    rules: list[tuple[Rule, Examples]]

    @property
    def folder(self) -> str:
        return self.path.split("/", 1)[0]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0 when all is fresh or was written, 1 when --check found a stale page."""
    parser = argparse.ArgumentParser(prog="python -m docs.build", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a page is stale")
    parser.add_argument("--rules", type=Path, default=rules_dir(), help="folder of the rule files (default: the shipped)")
    parser.add_argument("--to", type=Path, default=RULES_PAGES, help="folder of the pages (default: docs/rules)")
    options = parser.parse_args(arguments)
    wanted = pages(read(options.rules))
    changes = stale(options.to, wanted)
    if options.check:
        for name, how in changes.items():
            print(f"{options.to / name}: {how}; run `make docs` and commit what it writes", file=sys.stderr)
        return int(bool(changes))
    options.to.mkdir(parents=True, exist_ok=True)
    for name in changes:
        if name in wanted:
            with replacing(options.to / name) as file:
                file.write(wanted[name].encode())
        else:
            (options.to / name).unlink()
    print(f"{options.to}: {len(wanted)} pages, {len(changes)} changed")
    return 0


def read(folder: Path) -> list[RuleFile]:
    """The rule files of a folder, in a fixed order. Raises RuleError for a rule that cannot be used."""
    labels = [label for group in read_labels().values() for label in group]
    out = []
    for path in rule_files(folder):
        name = path.relative_to(folder).as_posix()
        head, rules = parse_file(tomllib.loads(path.read_text("utf8")), name, labels)
        out.append(RuleFile(name, head, rules))
    return out


def pages(files: Sequence[RuleFile]) -> dict[str, str]:
    """The text of each page, by file name."""
    folders = sorted({file.folder for file in files}, key=lambda folder: (folder in ("any", "sites"), folder))
    out = {"index.md": _index(files, folders)}
    for folder in folders:
        out[f"{folder}.md"] = _page(folder, [file for file in files if file.folder == folder])
    return out


def stale(folder: Path, wanted: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the pages of a folder, by file name: missing, out of date, or without rules to show."""
    found = {path.name: path.read_bytes() for path in folder.glob("*.md")} if folder.is_dir() else {}
    wrong = {name: "shows rules that are gone" for name in sorted(found) if name not in wanted}
    for name, text in wanted.items():
        if found.get(name) != text.encode():
            wrong[name] = "is out of date" if name in found else "is missing"
    return wrong


def _index(files: Sequence[RuleFile], folders: Sequence[str]) -> str:
    rules = [(file.folder, rule) for file in files for rule, _ in file.rules]
    per_folder = Counter(folder for folder, _ in rules)
    per_effect: Counter[tuple[str, str]] = Counter((folder, rule.effect) for folder, rule in rules)
    per_label = Counter((rule.label, folder) for folder, rule in rules)
    known = [label for group in read_labels().values() for label in group]
    lines = [MADE, "", "# The rules", "", f"{len(rules)} rules in {len(folders)} packs. {_HOW}", ""]
    lines += [*_row("pack", "", "rules", *EFFECTS), *_rule_line(2, 1 + len(EFFECTS))]
    for folder in folders:
        name = LANGUAGES.get(folder, folder)
        lines += _row(f"[{folder}]({folder}.md)", name, per_folder[folder], *(per_effect[folder, effect] for effect in EFFECTS))
    lines += ["", "## Rules per label", "", *_row("label", "all", *folders), *_rule_line(1, 1 + len(folders))]
    for label in known:
        counts = [per_label[label, folder] for folder in folders]
        if any(counts):
            lines += _row(f"`{label}`", sum(counts), *(count or "" for count in counts))
    return "\n".join(lines) + "\n"


def _row(*cells: object) -> list[str]:
    return [f"| {' | '.join(map(str, cells))} |"]


def _rule_line(left: int, right: int) -> list[str]:
    return [f"|{'---|' * left}{'---:|' * right}"]


def _page(folder: str, files: Sequence[RuleFile]) -> str:
    count = f"{sum(len(file.rules) for file in files)} rules in {len(files)} files. [All packs](index.md)"
    lines = [MADE, "", f"# Rules for {LANGUAGES.get(folder, folder)}", "", count, ""]
    for file in files:
        lines += [f"## {file.path}", "", str(file.head["about"]), ""]
        for key in ("hosts", "expires"):
            if file.head.get(key):
                value = file.head[key]
                lines += [f"{key}: {', '.join(map(str, value)) if isinstance(value, list) else value}", ""]
        for rule, examples in file.rules:
            lines += _rule(rule, examples)
    return "\n".join(lines).rstrip() + "\n"


def _rule(rule: Rule, examples: Examples) -> list[str]:
    lines = [f"### {rule.id}", "", f"- **effect** {rule.effect}", f"- **label** {rule.label}", f"- **why** {_prose(rule.why)}", ""]
    for name, entries in zip(examples._fields, examples, strict=True):
        if entries:
            lines += [f"**{name.replace('_', ' ')}**", "", *_fenced(entries), ""]
    return lines


def _prose(text: str) -> str:
    """A sentence in which no mark means more than itself."""
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", " ".join(text.split()))


def _fenced(entries: Sequence[str]) -> list[str]:
    """The examples as they are, a line of dashes between those of several lines."""
    texts = [entry.strip("\n") for entry in entries]
    longest = max((len(run) for text in texts for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    lines: list[str] = []
    for number, text in enumerate(texts):
        if number and "\n" in text + texts[number - 1]:
            lines.append("-----")
        lines += text.split("\n")
    return [f"{fence}text", *lines, fence]


if __name__ == "__main__":
    sys.exit(main())
