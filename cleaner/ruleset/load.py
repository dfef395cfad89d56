"""Sets of compiled rules: what they are, and where they come from, the wheel, a cache keyed by content or the compiler."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from cleaner.ruleset import store
from cleaner.ruleset.errors import RuleError
from cleaner.ruleset.files import check_labels, content, read_rules, rule_files, rules_dir, shown_name
from cleaner.ruleset.plan import COMPILER, Plan
from cleaner.ruleset.tables import Tables, tables

SHIPPED = "compiled.bin"


class RuleSet:
    """An immutable set of compiled rules. Two sets with the same digest give the same results."""

    __slots__ = ("__dict__", "plans")

    plans: Sequence[Plan]
    """In the order of their ids."""

    def __init__(self, plans: Iterable[Plan]) -> None:
        self.plans = tuple(sorted(plans, key=_by_id))

    @classmethod
    def stored(cls, stored: store.Stored) -> RuleSet:
        """The set whose compiled form this is."""
        rules = cls(())
        rules.plans = stored.plans
        rules.__dict__.update(digest=stored.digest, tables=stored.tables)
        return rules

    def __reduce__(self) -> tuple[Callable[[bytes], RuleSet], tuple[bytes]]:
        return _from_bytes, (store.to_bytes(self.digest, self.plans, self.tables),)

    def __len__(self) -> int:
        return len(self.plans)

    def __iter__(self) -> Iterator[Plan]:
        return iter(self.plans)

    def __repr__(self) -> str:
        return f"<RuleSet of {len(self.plans)} rules, digest {self.digest}>"

    def __add__(self, other: RuleSet) -> RuleSet:
        taken = self.ids & other.ids
        if taken:
            raise RuleError("rules", min(taken), "id", "is in both sets; ids must be unique")
        return RuleSet((*self.plans, *other.plans))

    @cached_property
    def digest(self) -> str:
        """Names the rules by their content, in any order."""
        import hashlib
        import json

        return hashlib.sha256(json.dumps([COMPILER, tuple(self.plans)]).encode()).hexdigest()[:16]

    @cached_property
    def tables(self) -> Tables:
        """What the rules look for; they are numbered in the order of `plans`."""
        return tables(self.plans)

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(plan.id for plan in self.plans)

    def only(self, *, labels: Iterable[str] | None = None, langs: Iterable[str] | None = None) -> RuleSet:
        """The rules of these labels and languages; `keep` rules and rules for any language stay.

        Raises ValueError for a label that there is not.
        """
        wanted, spoken = _set(labels), _set(langs)
        check_labels(wanted or ())
        return RuleSet(
            p for p in self.plans
            if (wanted is None or p.label in wanted or p.effect == "keep") and (spoken is None or p.lang in spoken or p.lang == "any")
        )  # fmt: skip

    def without(self, *ids: str) -> RuleSet:
        """The rules but for these. Raises KeyError for an id that no rule has."""
        unknown = set(ids) - self.ids
        if unknown:
            raise KeyError(f"no rule is called {min(unknown)!r}; see `cleaner rules list`")
        return RuleSet(p for p in self.plans if p.id not in ids)


def _from_bytes(payload: bytes) -> RuleSet:
    return RuleSet.stored(store.from_bytes(payload))


def load_rules(*paths: str | os.PathLike[str]) -> RuleSet:
    """The rules of these files and folders, or the shipped ones when no path is given.

    Raises RuleError for a rule that cannot be used. The wheel carries the compiled form of its rules; for other rules it is kept in
    the user's cache folder (`CLEANER_CACHE_DIR`, else `XDG_CACHE_HOME`/article-cleaner), keyed by the content of the files and the
    versions. The files of a checkout are not read again while their names, sizes and times are the same.
    """
    cache = store.cache_dir() / "rules.bin"
    seen = None
    if not paths:
        shipped = rules_dir() / SHIPPED
        key = store.listing_key(rules_dir(), shipped)
        stored = store.read(shipped, key) if key else None
        if stored is None:  # a checkout
            seen = store.stamps(rules_dir())
            known = store.recall(rules_dir(), seen)
            stored = store.read(cache, known) if known else None
        if stored is not None:
            return RuleSet.stored(stored)
    files = rule_files(*paths) if paths else rule_files(rules_dir())
    keys, whole = _keys(files)
    if paths and files != rule_files(rules_dir()):
        cache = _own_cache(files)
    stored = store.read(cache, whole)
    if stored is None:
        rules = RuleSet(_compiled(files, keys))
        store.write(cache, whole, store.to_bytes(rules.digest, rules.plans, rules.tables))
        store.tidy("files")
        store.tidy("sets")
    else:
        rules = RuleSet.stored(stored)
    if seen:
        store.remember(rules_dir(), seen, whole)
    return rules


def load_with_shipped(*paths: str | os.PathLike[str]) -> RuleSet:
    """The shipped rules together with those of these files and folders; what they look for together is kept in the cache too.

    Raises RuleError for a rule that cannot be used, and for an id that a shipped rule has.
    """
    shipped, own = load_rules(), load_rules(*paths)
    cache, key = _own_cache(rule_files(*paths), "with the shipped rules"), f"{shipped.digest}-{own.digest}"
    stored = store.read(cache, key)
    if stored is not None:
        return RuleSet.stored(stored)
    rules = shipped + own
    store.write(cache, key, store.to_bytes(rules.digest, rules.plans, rules.tables))
    store.tidy("sets")
    return rules


def _own_cache(files: list[Path], remark: str = "") -> Path:
    """Where the compiled form of these files is kept, whatever is in them: the cache does not grow when a file is edited."""
    import hashlib

    names = "\n".join((remark, *map(os.path.abspath, files)))
    return store.cache_dir() / "sets" / f"{hashlib.sha256(names.encode()).hexdigest()[:32]}.bin"


def ship(path: Path) -> None:
    """Write the compiled form of the shipped rules to a file, as the wheel carries it."""
    folder = rules_dir()
    files = rule_files(folder)
    rules = RuleSet(_compiled(files, _keys(files)[0]))
    names = [(file.relative_to(folder).as_posix(), file.stat().st_size) for file in (*files, folder / "labels.toml")]
    store.write(path, store.names_key(names), store.to_bytes(rules.digest, rules.plans, rules.tables))


def _keys(files: list[Path]) -> tuple[list[str], str]:
    """A key for the content of each file, and one for all of them."""
    import hashlib

    labels = (rules_dir() / "labels.toml").read_bytes()
    keys = [hashlib.sha256(f"{COMPILER}\n".encode() + labels + content(file)).hexdigest()[:32] for file in files]
    return keys, hashlib.sha256("".join(keys).encode()).hexdigest()[:32]


def _compiled(files: list[Path], keys: list[str]) -> list[Plan]:
    """The plans of all files. Processes that begin at the same time share the work, for each takes the files in an order of its own."""
    from contextlib import suppress
    from random import Random

    own: dict[int, list[Plan]] = {}
    turns = list(range(len(files)))
    Random(os.getpid()).shuffle(turns)
    with suppress(RuleError):  # of several bad files, the first in order is told, below
        for i in turns:
            own[i] = _plans(files[i], keys[i])
    taken: dict[str, str] = {}
    plans: list[Plan] = []
    for i, file in enumerate(files):
        for plan in own[i] if i in own else _plans(file, keys[i]):
            if plan.id in taken:
                raise RuleError(shown_name(file), plan.id, "id", f"is taken by a rule in {taken[plan.id]}; ids must be unique")
            taken[plan.id] = shown_name(file)
            plans.append(plan)
    return plans


def _plans(file: Path, key: str) -> list[Plan]:
    """The plans of one file, from the cache if nobody has changed it, so that editing one of a hundred is quick."""
    path = store.cache_dir() / "files" / f"{key}.bin"
    stored = store.read(path, key)
    if stored is not None:
        return list(stored.plans)
    from cleaner.ruleset.compile import compile_rule

    plans = [compile_rule(rule) for rule, _ in read_rules([file])]
    store.write(path, key, store.to_bytes("", plans, None))
    return plans


def _by_id(plan: Plan) -> str:
    return plan.id


def _set(values: Iterable[str] | None) -> frozenset[str] | None:
    return None if values is None else frozenset([values] if isinstance(values, str) else values)
