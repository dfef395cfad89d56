"""Work that fits in memory, spread over processes. For data sets of any size see `batch.runner`."""

from __future__ import annotations

import math
import multiprocessing
import pickle
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

FEW = 200
"""So many texts take less time than starting another process, which loads the rules once more."""
ROUNDS = 8
"""Parts for each process, so that none waits long for the others."""
Item = TypeVar("Item")
Result = TypeVar("Result")


class WorkerDiedError(ChildProcessError):
    """A worker process ended on its own; the message says at what, and what may help."""


def spread(work: Callable[[Sequence[Item]], list[Result]], items: Sequence[Item], jobs: int, few: int = FEW) -> list[Result]:
    """What `work` gives for the items, in their order, by at most `jobs` processes, of which this is one.

    `few` items, or less, are no work for a process of its own. `work` and the items are pickled. Raises what `work` raises, and
    WorkerDiedError when a process is gone.
    """
    workers = min(jobs, len(items) // few)
    if workers < 2:
        return work(items)
    size = max(1, math.ceil(len(items) / (workers * ROUNDS)))
    parts = [items[start : start + size] for start in range(0, len(items), size)]
    packed = pickle.dumps(work)  # once: packing a whole set of rules for each part would take longer than some parts
    # Not forked: libraries below run threads, whose locks a fork would copy in whatever state they are.
    context = multiprocessing.get_context("spawn")
    others = set(multiprocessing.active_children())
    with TemporaryDirectory() as begun, ProcessPoolExecutor(workers - 1, context, initializer=_leave_interrupts) as pool:
        futures = [pool.submit(_done, packed, begun, number, part) for number, part in enumerate(parts)]
        try:
            own = {}
            for number in reversed(range(len(parts))):  # from the other end: neighbours are alike, and much is made ready once
                for future in futures:
                    if future.done():
                        future.result()  # what went wrong elsewhere ends this too
                if _begins(begun, number):
                    own[number] = work(parts[number])
            return [result for number, future in enumerate(futures) for result in (own.get(number) or future.result())]
        except BrokenProcessPool:
            raise WorkerDiedError("a worker process ended on its own (it may have run out of memory: try fewer with -j)") from None
        except BaseException:
            for child in set(multiprocessing.active_children()) - others:
                child.terminate()  # else Ctrl-C would wait for what they are at
            raise


def _begins(begun: str, number: int) -> bool:
    """Whether nobody has begun this part; from now on somebody has."""
    try:
        Path(begun, str(number)).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _done(packed: bytes, begun: str, number: int, items: Sequence[Any]) -> list[Any]:
    """What comes of a part; nothing when another process does it."""
    done: list[Any] = _unpacked(packed)(items) if _begins(begun, number) else []
    return done


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> Any:
    """The work of a process, unpacked once for all its parts."""
    return pickle.loads(packed)


def _leave_interrupts() -> None:
    """Ctrl-C reaches every process of a terminal; the first one ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
