"""`cleaner rules`: what the rules are, whether they hold, and how to begin one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleaner.batch.write import replacing
from cleaner.choice import rule_paths
from cleaner.cli.importing import import_ftr
from cleaner.cli.options import PATH, jobs_option
from cleaner.cli.work import stdout_ready
from cleaner.config import Settings, find_config, read_config
from cleaner.ruleset.files import read_labels, read_rules, rule_files
from cleaner.ruleset.load import load_rules

if TYPE_CHECKING:
    from cleaner.ruleset.schema import Conditions, Examples, Rule

Rules = list[tuple["Rule", "Examples"]]

CHECK_FAILED = 1
CONTEXT = "context-"


@click.group(name="rules", short_help="List, show, check and begin rules.", no_args_is_help=True)
def command() -> None:
    """The rules: TOML files that say what furniture looks like. Where your cleaner.toml names rules, they are among them.

    \b
    Examples:
      cleaner rules list --label promo --lang en
      cleaner rules show en-promo-read-more-label
      cleaner rules labels
      cleaner rules new my-rules.toml --label promo --lang en
      cleaner rules check my-rules.toml
      cleaner rules import-ftr example.com.txt
    """


command.add_command(import_ftr)


def _paths(paths: Iterable[str], *, default_rules: bool | None = None) -> tuple[list[Path], list[Path]]:
    """The rule files that were named, or that the settings file names; and all that hold together with them."""
    file = find_config(Path.cwd())
    settings = read_config(file) if file else Settings()
    if default_rules is not None:
        settings = settings._replace(default_rules=default_rules)
    named = tuple(paths)
    everything = rule_paths(settings._replace(rules=named or settings.rules))
    return rule_files(*named) if named else everything, everything


def _all_rules(paths: Iterable[str]) -> Rules:
    return read_rules(_paths(paths)[1])


@command.command(name="list", short_help="One line for each rule.")
@click.argument("paths", nargs=-1, type=PATH, metavar="[PATHS]...")
@click.option("--label", help="Only rules of this label.")
@click.option("--lang", help="Only rules of this language (any: those that need none).")
@click.option("--effect", type=click.Choice(["drop", "cut", "hint", "keep"]), help="Only rules with this effect.")
def list_(paths: tuple[str, ...], label: str | None, lang: str | None, effect: str | None) -> None:
    """One line for each rule: id, effect, label, language and file, parted by tabs. PATHS limit it to these files and folders.

    \b
    Examples:
      cleaner rules list
      cleaner rules list --label credit --effect cut
      cleaner rules list my-rules/ | cut -f1
    """
    stdout_ready()
    known = [name for group in read_labels().values() for name in group]
    if label not in (None, *known):
        raise click.UsageError(f"--label: there is no label {label!r}; known are {', '.join(known)}")
    chosen = read_rules(rule_files(*paths)) if paths else _all_rules(())
    for rule, _ in chosen:
        if label in (None, rule.label) and lang in (None, rule.lang) and effect in (None, rule.effect):
            click.echo("\t".join((rule.id, rule.effect, rule.label, rule.lang, rule.file)))


@command.command(name="show", short_help="Everything about a rule.")
@click.argument("rule_id", metavar="ID")
@click.option("--rules", "paths", multiple=True, type=PATH, metavar="PATH", help="Rule file or folder to look in as well; may be repeated.")
def show(rule_id: str, paths: tuple[str, ...]) -> None:
    """Everything about one rule: what it looks for, why, what it hits and what it must leave alone.

    \b
    Examples:
      cleaner rules show en-promo-read-more-label
      cleaner rules show acme-promo-teaser --rules acme.toml
    """
    stdout_ready()
    if rule_id.startswith(CONTEXT):
        raise click.UsageError(f"{rule_id} is no rule: such evidence comes from neighbouring blocks, the headline or --keep")
    rules = _all_rules(paths)
    found = next((pair for pair in rules if pair[0].id == rule_id), None)
    if found is None:
        import difflib

        close = difflib.get_close_matches(rule_id, [rule.id for rule, _ in rules], 3)
        mend = f"did you mean {' or '.join(close)}?" if close else "see `cleaner rules list`"
        raise click.UsageError(f"no rule is called {rule_id!r}; {mend}")
    click.echo("\n".join(_described(*found)))


def _described(rule: Rule, examples: Examples) -> list[str]:
    lines = [rule.id, *(f"  {key:8} {getattr(rule, key)}" for key in ("file", "label", "lang", "effect", "reach"))]
    if rule.hosts:
        lines.append(f"  hosts    {', '.join(rule.hosts)}")
    if rule.expires:
        lines.append(f"  expires  {rule.expires}")
    lines += [f"  why      {rule.why}", *_conditions("when", rule.when), *_conditions("unless", rule.unless)]
    for key, entries in zip(examples._fields, examples, strict=True):
        if entries:
            lines.append(f"  {key}")
            lines += [f"    {line}" for entry in entries for line in (*entry.strip("\n").splitlines(), "")][:-1]
    return lines


def _conditions(side: str, conditions: Conditions) -> list[str]:
    lines = []
    for key, value in zip(conditions._fields, conditions, strict=True):
        if value not in (None, ()):
            entries = value if isinstance(value, tuple) else (value,)
            lines.append(f"  {side}.{key}")
            lines += [f"    {entry}" for entry in entries]
    return lines


@command.command(name="check", short_help="Run every example of every rule.")
@click.argument("paths", nargs=-1, type=PATH, metavar="[PATHS]...")
@click.option("--default-rules/--no-default-rules", default=None, help="Whether misses must survive the shipped rules too (default: yes).")
@jobs_option
@click.pass_context
def check(ctx: click.Context, paths: tuple[str, ...], default_rules: bool | None, jobs: int | None) -> None:
    """Run every example of every rule, and look the rules over. Without PATHS: the shipped rules and those of your settings file.

    Hits are run with their one rule; misses must survive all rules together. One finding a line, with file, rule and key, and a
    last line with the count.

    \b
    Examples:
      cleaner rules check
      cleaner rules check my-rules.toml
      cleaner rules check packs/acme/ --no-default-rules     rules that replace the shipped ones

    Exit codes: 0 all hold; 1 a finding; 2 a file that cannot be used.
    """
    import datetime

    from cleaner import Cleaner
    from cleaner.rulecheck import check_files

    stdout_ready()
    chosen, everything = _paths(paths, default_rules=default_rules)
    if not chosen:
        raise click.UsageError("there is no rule to check; name files or folders")
    today = datetime.datetime.now(tz=datetime.UTC).date()
    rules, examples, findings = check_files(chosen, Cleaner(load_rules(*everything)), today, jobs or os.cpu_count() or 1)
    for finding in findings:
        click.echo(str(finding).replace("\n", " / "))
    count = len(findings)
    total = f"{rules:,} {'rule' if rules == 1 else 'rules'}, {examples:,} {'example' if examples == 1 else 'examples'}"
    click.echo(f"{total}: {'all hold' if not count else f'{count:,} finding' + ('s' if count > 1 else '')}")
    ctx.exit(CHECK_FAILED if count else 0)


@command.command(name="labels", short_help="The labels, with a sentence each.")
def labels() -> None:
    """The labels that a block can have: those of the story, which stay, and those of furniture, which goes.

    \b
    Examples:
      cleaner rules labels
      cleaner clean article.txt --keep caption     one of them stays
    """
    stdout_ready()
    groups = read_labels()
    width = max(len(label) for group in groups.values() for label in group)
    for number, (title, group) in enumerate(groups.items()):
        click.echo(f"{chr(10) if number else ''}{title}")
        for label, sentence in group.items():
            click.echo(f"  {label:{width}}  {sentence}")


@command.command(name="new", short_help="A commented file to begin with.")
@click.argument("path", required=False, type=PATH, metavar="[FILE]")
@click.option("--label", default="promo", show_default=True, help="What the rules are about.")
@click.option("--lang", default="en", show_default=True, help="The language they are for; any when they need none.")
def new(path: str | None, label: str, lang: str) -> None:
    """Write a rule file to begin with, every key explained, to FILE or to standard output. A file that exists is left alone.

    \b
    Examples:
      cleaner rules new
      cleaner rules new my-rules.toml --label newsletter --lang de
    """
    known = read_labels()["furniture"]
    if label not in known:
        raise click.UsageError(f"--label: {label!r} is no label of furniture; known are {', '.join(known)}")
    if not lang.isalpha() or not lang.islower():
        raise click.UsageError(f"--lang: {lang!r} must be a language code in lower case such as en or de, or any")
    text = skeleton(label, lang)
    if path is None or path == "-":
        stdout_ready()
        click.echo(text, nl=False)
        return
    target = Path(path)
    if target.exists():
        raise click.UsageError(f"{path} exists; choose another name")
    if not target.parent.is_dir():
        raise click.UsageError(f"{path}: there is no folder {target.parent}")
    with replacing(target) as file:
        file.write(text.encode())
    click.echo(f"{path} written; change it, then run `cleaner rules check {path}`", err=True)


def skeleton(label: str, lang: str) -> str:
    """The text of a rule file that holds as it is, with every key explained."""
    return _SKELETON.replace("LABEL", label).replace("LANG", lang).replace("PREFIX", f"{lang}-{label.replace('_', '-')}")


_SKELETON = '''\
# Rules for furniture labelled LABEL. What every key means: docs/writing-rules.md
# Two sentences to learn: every line under `when` must hold, any line under `unless` vetoes; a list means any of these.

[file]
label = "LABEL"    # what the rules of this file are about; see `cleaner rules labels`
lang  = "LANG"     # the language they are for; "any" when they need none
about = "One sentence on what these rules look for."
# hosts   = ["example.com"]    # only for texts of this site, when cleaning with --url
# expires = 2030-12-31         # with hosts: when to look at the site again

[[rule]]
id     = "PREFIX-more-of-this"    # unique: language, label, a word or three
effect = "drop"    # drop the block; cut only the quote; hint: two with different quotes drop it; keep protects it
why    = "One sentence: what proves it, and what it must not touch."

# Text conditions: lower case, straight quotes. No anchors, no case variants, no word boundaries.
when.starts    = ["more of this:", "more like this:"]    # how the block begins
# when.whole   = ["more of this"]            # the whole block, closing punctuation aside
# when.ends    = ["click here"]              # how it ends
# when.phrase  = ["to read more of this"]    # anywhere in it
# when.regex   = ['more of this \\d+ times']  # RE2; placeholders such as {name}, {date}, {url}

# Conditions on form and place.
when.max_words = 30
# when.min_words = 2
# when.zone  = ["tail"]        # head: before the first prose; story; tail: the last blocks
# when.shape = ["headline"]    # label, headline, short, bullet, sentence, prose …

# unless.ends = ["he said."]

# reach = "list"    # also the list below a header; "above": the name above a job; "rest": all that follows (only with when.zone = ["tail"])

# Examples are required; each is a test. A hit goes. A miss is the nearest innocent sentence of a story, and stays.
# In an example of several lines, those marked `> ` go, and no other.
hits   = ["More of this: Who built the dam?", """
The minister resigned on Friday.

> More of this: Who will replace him?

The party meets on Monday.
"""]
misses = ["More of this would follow before the week was out, the minister told the party."]
'''
