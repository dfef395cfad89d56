"""What settings mean: the rules to clean with, and the labels of furniture that stays."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.config import Settings
from cleaner.ruleset.files import read_labels, rule_files, rules_dir
from cleaner.ruleset.load import RuleSet, load_rules, load_with_shipped

if TYPE_CHECKING:
    from cleaner.ftr.folder import SiteConfig


class ChoiceError(ValueError):
    """Settings that are well formed and still ask for what is not there; the message says what."""


def rule_paths(settings: Settings) -> list[Path]:
    """The rule files that the settings ask for, shipped ones first, each once. Raises RuleError for a path that is missing."""
    shipped = rule_files(rules_dir()) if settings.default_rules else []
    ours = {path.resolve() for path in shipped}
    return [*shipped, *(path for path in (rule_files(*settings.rules) if settings.rules else []) if path.resolve() not in ours)]


def rules_of(settings: Settings) -> RuleSet:
    """The rules that the settings ask for.

    Raises RuleError for a bad rule file, and ChoiceError when no rule is left or none is for a language that is named.
    """
    if not settings.default_rules and not settings.rules:
        raise ChoiceError("--no-default-rules leaves no rule at all; name some with --rules PATH")
    load = load_with_shipped if settings.default_rules and settings.rules else load_rules
    rules = load(*settings.rules)
    return speaking(rules, settings.langs) if settings.langs else rules


def sites_of(settings: Settings) -> SiteConfig | None:
    """The site files that the settings ask for. Raises SiteConfigError for a folder or file that cannot be used."""
    from cleaner.ftr.folder import load_site_config

    return load_site_config(*settings.site_config) if settings.site_config else None


def speaking(rules: RuleSet, langs: Iterable[str]) -> RuleSet:
    """The rules of these languages, and those for any. Raises ChoiceError for a language that no rule is for."""
    known = {plan.lang for plan in rules}
    for lang in langs:
        if lang not in known:
            raise ChoiceError(f"no rule is for language {lang!r}; there are rules for {', '.join(sorted(known - {'any'}))}")
    return rules.only(langs=langs)


def kept_labels(settings: Settings) -> frozenset[str]:
    """The labels of furniture that stays in the text. Raises ChoiceError for a label that there is not."""
    for key in ("keep", "only_labels"):
        for label in getattr(settings, key):
            if label not in removable():
                raise ChoiceError(f"{key}: {label!r} is no label of furniture; known are {', '.join(sorted(removable()))}")
    kept = frozenset(settings.keep)
    return kept | (removable() - frozenset(settings.only_labels)) if settings.only_labels else kept


def removable() -> frozenset[str]:
    """Furniture, and `headline`, which names the repeats of the headline too."""
    return frozenset(read_labels()["furniture"]) | {"headline"}
