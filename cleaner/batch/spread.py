"""Work that fits in memory, spread over processes. For data sets of any size see `batch.runner`."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

FEW = 200
"""So many texts take less time than starting another process, which loads the rules once more."""
Item = TypeVar("Item")
Result = TypeVar("Result")


def spread(work: Callable[[Sequence[Item]], list[Result]], items: Sequence[Item], jobs: int) -> list[Result]:
    """What `work` gives for the items, in their order, by at most `jobs` processes; by this one where there is little to do.

    `work` and the items are pickled. Raises what `work` raises.
    """
    parts = min(jobs, max(1, len(items) // FEW))
    if parts < 2:
        return work(items)
    # Not forked: libraries below run threads, whose locks a fork would copy in whatever state they are.
    with ProcessPoolExecutor(parts, multiprocessing.get_context("spawn"), initializer=_leave_interrupts) as pool:
        done = [future.result() for future in [pool.submit(work, items[start::parts]) for start in range(parts)]]
    return [done[number % parts][number // parts] for number in range(len(items))]


def _leave_interrupts() -> None:
    """Ctrl-C reaches every process of a terminal; the first one ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
