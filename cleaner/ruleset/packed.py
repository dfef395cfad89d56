"""Rules as bytes, to travel to other processes and machines: their compiled form, which takes a third of a pickle and no compiler."""

from __future__ import annotations

import zlib
from functools import lru_cache

from cleaner.ruleset import store
from cleaner.ruleset.errors import RuleError
from cleaner.ruleset.load import RuleSet
from cleaner.ruleset.plan import COMPILER

_MARK = b"article-cleaner rules "
_LEVEL = 1
"""The default level takes three times as long, to save a seventh."""


@lru_cache(maxsize=2)
def pack(rules: RuleSet) -> bytes:
    """The rules as bytes that `unpack` reads in any process with the same version of this package.

    Remembered, for a job sends its rules along with every part of its work.
    """
    return _MARK + f"{COMPILER}\n".encode() + zlib.compress(store.to_bytes(rules.digest, rules.plans, rules.tables), _LEVEL)


def unpack(packed: bytes) -> RuleSet:
    """The rules that `pack` made bytes of. Raises RuleError when another version packed them."""
    head, _, payload = packed.partition(b"\n")
    if head != _MARK + str(COMPILER).encode():
        problem = "were packed by another version of article-cleaner; install the same version on every machine of the job"
        raise RuleError("rules", None, None, problem)
    return RuleSet.stored(store.from_bytes(zlib.decompress(payload)))
