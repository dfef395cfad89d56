"""Chunks worked off by several processes, results in order, a bounded number of both in memory.

Each worker hangs on a pipe of its own, and ends as soon as the other end is gone: also when the main process was killed, which
`concurrent.futures` does not see, for its workers hold both ends of their shared queue.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Generator, Iterable, Iterator
from itertools import chain, islice
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from queue import SimpleQueue

from cleaner.batch.labour import Done, Labour, Orders
from cleaner.batch.records import Chunk
from cleaner.batch.spread import WorkerDiedError

AT_HAND = 2
"""Chunks that a worker has at a time: the one it works on, and the next, so that it never waits for the main process."""
AHEAD = 4
"""So many times the number of workers is the distance that results may run ahead of the slowest one."""


def results(chunks: Iterable[Chunk], orders: Orders, jobs: int) -> Generator[tuple[Chunk, Done], None, None]:
    """Each chunk with what came of it, in order.

    One job, or one chunk, is done in this process. Raises WorkerDiedError when a worker is gone, for instance for want of memory.
    """
    chunks = iter(chunks)
    first = list(islice(chunks, 2))
    chunks = chain(first, chunks)
    if jobs == 1 or len(first) < 2:
        labour = Labour(orders)
        yield from ((chunk, labour(chunk)) for chunk in chunks)
        return
    crew = _Crew(orders, jobs)
    try:
        yield from crew.work(chunks)
    finally:
        crew.dismiss()


class _Worker:
    """A process, this end of its pipe, and the numbers of the chunks it has."""

    def __init__(self) -> None:
        # Not forked: libraries that the formats need run threads, whose locks a fork would copy in whatever state they are.
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        # The orders come by the pipe: what is given along here goes by one of which multiprocessing holds both ends, and would wait for
        # ever when it does not fit in at once and the process dies before it has read it.
        self.process: SpawnProcess = context.Process(target=_serve, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()
        self.numbers: list[int] = []


class _Crew:
    """The workers. Started one by one, when those that are there have their hands full."""

    def __init__(self, orders: Orders, jobs: int) -> None:
        self._orders, self._jobs = orders, jobs
        self._workers: list[_Worker] = []

    def work(self, chunks: Iterator[Chunk]) -> Iterator[tuple[Chunk, Done]]:
        """Results in order."""
        sent: dict[int, Chunk] = {}
        done: dict[int, Done] = {}
        given = taken = 0
        more = True
        while more or sent:
            while more and given - taken < AHEAD * self._jobs and (worker := self._free()):
                chunk = next(chunks, None)
                if chunk is None:
                    more = False
                    break
                _send(worker, (given, chunk), chunk)
                worker.numbers.append(given)
                sent[given] = chunk._replace(data=None)
                given += 1
            if len(done) < len(sent):
                self._receive(done, sent)
            while taken in done:
                yield sent.pop(taken), done.pop(taken)
                taken += 1

    def dismiss(self) -> None:
        """End all workers, whatever they are doing: none of them writes anything."""
        for worker in self._workers:
            worker.pipe.close()
        for worker in self._workers:
            worker.process.kill()
            worker.process.join()

    def _free(self) -> _Worker | None:
        """The worker that has least to do, or a new one; None when all have enough."""
        least = min(self._workers, key=lambda worker: len(worker.numbers), default=None)
        if (least is None or least.numbers) and len(self._workers) < self._jobs:
            least = _Worker()
            self._workers.append(least)
            _send(least, self._orders, None)
        return least if least is not None and len(least.numbers) < AT_HAND else None

    def _receive(self, done: dict[int, Done], sent: dict[int, Chunk]) -> None:
        """Wait for a result, and take all that are there."""
        pipes = {worker.pipe: worker for worker in self._workers}
        for pipe in wait(list(pipes)):
            assert isinstance(pipe, Connection)
            worker = pipes[pipe]
            try:
                number, result = pipe.recv()
            except (EOFError, OSError):
                raise _death(worker, sent[min(worker.numbers)] if worker.numbers else None) from None
            worker.numbers.remove(number)
            done[number] = result


def _send(worker: _Worker, message: object, chunk: Chunk | None) -> None:
    """Hand a worker its orders, or a chunk. Raises WorkerDiedError when it is gone."""
    try:
        worker.pipe.send(message)
    except OSError:
        raise _death(worker, chunk) from None


def _death(worker: _Worker, chunk: Chunk | None) -> WorkerDiedError:
    worker.process.join(10)
    code = worker.process.exitcode
    how = f"by {signal.Signals(-code).name}" if code is not None and code < 0 else f"with {code}"
    memory = " (it may have run out of memory: try fewer with -j)" if code == -signal.SIGKILL else ""
    at = f" at {chunk.name}, in the {chunk.read:,} bytes read so far" if chunk else ""
    return WorkerDiedError(f"a worker process ended {how}{memory}{at}; the same command goes on from there")


def _serve(pipe: Connection) -> None:
    """The worker's life: chunks come in by a thread of their own, so that nobody waits for room in a pipe that nobody empties."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the main one sees to it
    try:
        orders: Orders = pipe.recv()
    except (EOFError, OSError):
        os._exit(0)
    chunks: SimpleQueue[tuple[int, Chunk]] = SimpleQueue()
    threading.Thread(target=_take_in, args=(pipe, chunks), daemon=True).start()
    labour = Labour(orders)
    while True:
        number, chunk = chunks.get()
        result = labour(chunk)
        try:
            pipe.send((number, result))
        except OSError:
            os._exit(0)


def _take_in(pipe: Connection, chunks: SimpleQueue[tuple[int, Chunk]]) -> None:
    while True:
        try:
            chunks.put(pipe.recv())
        except (EOFError, OSError):
            os._exit(0)  # the main process is gone: nobody wants the rest
