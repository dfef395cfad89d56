"""Options that several commands share, and what they mean together with the settings file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from pathlib import Path
from typing import Any, TypeVar

import click

from cleaner.choice import ChoiceError, removable, rules_of, sites_of
from cleaner.config import ENGINES, INPUT_FORMATS, Settings, encoding_problem, find_config, read_config
from cleaner.pipeline import Cleaner
from cleaner.ruleset.load import RuleSet

Function = TypeVar("Function", bound=Callable[..., Any])


class _PathText(click.types.StringParamType):
    """A path as it was given. An empty one, as an unset shell variable leaves it, would mean the current folder."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return super().convert(value, param, ctx) or self.fail("a path is empty; name a file or folder (. is the current one)", param, ctx)


PATH = _PathText()


def commas(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...] | None:
    """`--keep a,b --keep c` as (a, b, c); None when the option was not given."""
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip()) if values else None


def _given(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...] | None:
    return values or None


def codec(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and (problem := encoding_problem(value)):
        raise click.BadParameter(problem)
    return value


jobs_option = click.option("-j", "--jobs", type=click.IntRange(1), metavar="N", help="Processes to use at most (default: one a core).")

CHOOSING = (
    click.option(
        "--rules",
        multiple=True,
        type=PATH,
        metavar="PATH",
        callback=_given,
        help="Rule file or folder to use besides the shipped; repeatable.",
    ),
    click.option("--default-rules/--no-default-rules", default=None, help="Whether to use the shipped rules (default: yes)."),
    click.option(
        "--lang",
        "langs",
        multiple=True,
        metavar="LANG,…",
        callback=commas,
        help="Use only the rules of these languages, and those for any.",
    ),
    click.option(
        "--site-config",
        multiple=True,
        type=PATH,
        metavar="PATH",
        callback=_given,
        help="Folder of FiveFilters site files (ftr-site-config) for pages of these sites, by --url or the page's own word; repeatable.",
    ),
    click.option(
        "--keep",
        multiple=True,
        metavar="LABEL,…",
        callback=commas,
        help="Leave furniture of these labels in the text (see `cleaner rules labels`).",
    ),
    click.option(
        "--only-labels",
        multiple=True,
        metavar="LABEL,…",
        callback=commas,
        help="Remove only furniture of these labels, leave all other in.",
    ),
)
"""What is furniture."""
ENCODING = click.option(
    "--encoding", metavar="NAME", callback=codec, help="Encoding of the input (default: UTF-8, else detected, and said so)."
)
ENGINE = click.option(
    "--engine",
    type=click.Choice(ENGINES),
    help="How pages are read (default: full, which hears trafilatura; fast does without it, in a fraction of the time).",
)
READING = (
    ENCODING,
    click.option(
        "--input-format",
        type=click.Choice(INPUT_FORMATS),
        help="What the inputs are (default: auto, by name and content; what contradicts its name is said).",
    ),
    ENGINE,
    click.option("--url", metavar="URL", help="Where the text comes from: lets the rules of that site speak."),
    click.option("--title", metavar="TEXT", help="The headline, where you know it (one input only)."),
)
"""How an input is read."""
SAYING = (
    click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong."),
    click.option("-v", "--verbose", is_flag=True, help="Say of each input what was removed."),
)


def cleaning_options(function: Function) -> Function:
    """Add the options that say what is furniture and how inputs are read."""
    return _with(function, (*CHOOSING, *READING, *SAYING))


def choosing_options(function: Function) -> Function:
    """Add the options that say what is furniture, for commands that learn elsewhere how their inputs are read."""
    return _with(function, (*CHOOSING, *SAYING))


def _with(function: Function, options: Iterable[Callable[[Function], Function]]) -> Function:
    return reduce(lambda inner, option: option(inner), reversed(tuple(options)), function)


def settings_of(given: dict[str, Any]) -> tuple[Settings, Path | None]:
    """The settings file's values, but for what is given on the command line; and that file.

    Raises ConfigError for a bad settings file, and UsageError for a label that there is not.
    """
    file = find_config(Path.cwd())
    settings = read_config(file) if file else Settings()
    chosen = {key: value for key, value in given.items() if key in Settings._fields and value is not None}
    settings = settings._replace(**chosen)
    for key, option in (("keep", "--keep"), ("only_labels", "--only-labels")):
        _known_labels(getattr(settings, key), option if key in chosen else f"{key} in {file}")
    return settings, file


def chosen_rules(settings: Settings) -> RuleSet:
    """The rules that the settings ask for. Raises RuleError for a bad rule file, and UsageError when no rule is left."""
    try:
        return rules_of(settings)
    except ChoiceError as error:
        file = find_config(Path.cwd())
        raise click.UsageError(f"{error}{f' (with the settings of {file})' if file else ''}") from None


def cleaner_of(settings: Settings) -> Cleaner:
    """A cleaner with these rules and site files; raises what `chosen_rules` does, and SiteConfigError."""
    return Cleaner(chosen_rules(settings), sites_of(settings))


def _known_labels(labels: Iterable[str], place: str) -> None:
    for label in labels:
        if label not in removable():
            raise click.UsageError(f"{place}: {label!r} is no label of furniture; known are {', '.join(sorted(removable()))}")
