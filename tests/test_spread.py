"""Work spread over processes: order, what goes wrong in one of them, and what a command says of it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from functools import partial
from multiprocessing import active_children, parent_process
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from cleaner.batch.spread import FEW, WorkerDiedError, spread
from cleaner.cli import Commands

ITEMS = range(2 * FEW)


def doubled(part: Sequence[int]) -> list[int]:
    return [2 * number for number in part]


def doubled_by_two(begun: Path, part: Sequence[int]) -> list[int]:
    """This process waits until the other has begun."""
    if parent_process() is not None:
        begun.touch()
    while not begun.exists():
        time.sleep(0.01)
    return doubled(part)


def killed(part: Sequence[int]) -> list[int]:
    if parent_process() is not None:
        os.kill(os.getpid(), signal.SIGKILL)
    for child in active_children():
        child.join()
    return list(part)


def failing(part: Sequence[int]) -> list[int]:
    raise LookupError(f"part of {len(part)}")


def test_results_come_in_order_from_however_many_processes() -> None:
    assert spread(doubled, ITEMS, 2) == spread(doubled, ITEMS, 1) == [2 * number for number in ITEMS]


def test_this_process_works_too(tmp_path: Path) -> None:
    """Between them the two do each part once."""
    begun = tmp_path / "begun"
    assert spread(partial(doubled_by_two, begun), ITEMS, 2) == doubled(ITEMS)
    assert begun.exists()


def test_what_work_raises_arrives() -> None:
    with pytest.raises(LookupError, match="part of"):
        spread(failing, ITEMS, 2)


def test_a_process_that_is_gone_is_said() -> None:
    with pytest.raises(WorkerDiedError, match="ended on its own"):
        spread(killed, ITEMS, 2)


def test_a_command_says_it_in_one_line() -> None:
    @click.command()
    def work() -> None:
        raise WorkerDiedError("a worker process ended on its own")

    result = CliRunner().invoke(type("One", (Commands,), {"get_command": lambda *_: work})(name="cleaner"), ["work"])
    assert (result.exit_code, result.stderr) == (3, "cleaner: a worker process ended on its own\n")
