"""Work spread over processes: order, what goes wrong in one of them, and what a command says of it."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence

import click
import pytest
from click.testing import CliRunner

from cleaner.batch.spread import FEW, WorkerDiedError, spread
from cleaner.cli import Commands

ITEMS = range(2 * FEW)


def doubled(part: Sequence[int]) -> list[int]:
    return [2 * number for number in part]


def killed(part: Sequence[int]) -> list[int]:
    os.kill(os.getpid(), signal.SIGKILL)
    return list(part)


def failing(part: Sequence[int]) -> list[int]:
    raise LookupError(f"part of {len(part)}")


def test_results_come_in_order_from_however_many_processes() -> None:
    assert spread(doubled, ITEMS, 2) == spread(doubled, ITEMS, 1) == [2 * number for number in ITEMS]


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
