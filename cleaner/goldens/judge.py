"""Samples judged: cleaned, and compared with their goldens, in one process or several."""

from __future__ import annotations

import signal
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

from cleaner.batch.files import InputError, display
from cleaner.choice import ChoiceError, speaking
from cleaner.document import Document
from cleaner.goldens.compare import Move, moves
from cleaner.goldens.samples import Sample, SampleSettings
from cleaner.pipeline import Cleaner
from cleaner.render.tsv import TsvError, rows, to_tsv
from cleaner.ruleset.load import RuleSet
from cleaner.segment.decode import DecodeError, decode

FEW = 50
"""So many samples take less time than starting another process."""


class Outcome(NamedTuple):
    """What came of one sample."""

    sample: Sample
    tsv: str
    """What its golden would have to be."""
    moves: tuple[Move, ...] = ()
    missing: bool = False
    """There is no golden."""
    broken: str = ""
    """What is wrong with the golden, when it cannot be read."""

    @property
    def right(self) -> bool:
        """Whether all is as the golden says."""
        return not (self.moves or self.missing or self.broken)


class Judge:
    """Cleans samples with one set of rules, and says how they differ from their goldens."""

    def __init__(self, rules: RuleSet, kept: Collection[str] = ()) -> None:
        self._rules, self._kept = rules, kept
        self._cleaners: dict[tuple[str, ...], Cleaner] = {}

    def outcome(self, sample: Sample) -> Outcome:
        """The sample beside its golden. Raises InputError for a sample that cannot be read."""
        document = self.document(sample)
        tsv = to_tsv(document)
        try:
            golden = sample.golden.read_bytes().decode("utf-8")
            return Outcome(sample, tsv, tuple(moves(golden, list(rows(document)))))
        except FileNotFoundError:
            return Outcome(sample, tsv, missing=True)
        except OSError as error:
            raise InputError(display(sample.golden), f"cannot be read: {error.strerror or error}") from None
        except UnicodeDecodeError as error:
            return Outcome(sample, tsv, broken=f"is not UTF-8 at byte {error.start}")
        except TsvError as error:
            return Outcome(sample, tsv, broken=str(error))

    def document(self, sample: Sample) -> Document:
        """The sample, cleaned. Raises InputError when it cannot be read."""
        place = display(sample.input) if sample.text is None else sample.name
        try:
            content = sample.input.read_bytes() if sample.text is None else sample.text
            cleaner = self._cleaner(sample.settings.langs)
            document = (_page if sample.kind == "html" else _text)(cleaner, content, sample.settings)
        except OSError as error:
            raise InputError(place, f"cannot be read: {error.strerror or error}") from None
        except (DecodeError, ChoiceError) as error:
            raise InputError(place, str(error)) from None
        return document.keeping(self._kept) if self._kept else document

    def _cleaner(self, langs: tuple[str, ...]) -> Cleaner:
        if langs not in self._cleaners:
            self._cleaners[langs] = Cleaner(speaking(self._rules, langs) if langs else self._rules)
        return self._cleaners[langs]


def outcomes(samples: Sequence[Sample], rules: RuleSet, kept: Collection[str], jobs: int) -> Iterator[Outcome | InputError]:
    """What came of each sample, in order, by at most `jobs` processes; fewer where there is little to do."""
    parts = min(jobs, max(1, len(samples) // FEW))
    if parts < 2:
        yield from _part(rules, kept, samples)
        return
    with ProcessPoolExecutor(parts, initializer=_leave_interrupts) as pool:
        futures = [pool.submit(_part, rules, kept, samples[start::parts]) for start in range(parts)]
        done = [future.result() for future in futures]
    for number in range(len(samples)):
        yield done[number % parts][number // parts]


def _text(cleaner: Cleaner, content: str | bytes, settings: SampleSettings) -> Document:
    text = decode(content, settings.encoding).text if isinstance(content, bytes) else content
    return cleaner.clean(text, url=settings.url, title=settings.title)


def _page(cleaner: Cleaner, content: str | bytes, settings: SampleSettings) -> Document:
    from cleaner.segment.limits import PageError

    page = decode(content, settings.encoding).text if settings.encoding and isinstance(content, bytes) else content
    try:
        return cleaner.clean_html(page, url=settings.url, engine=settings.engine)
    except PageError as error:
        raise DecodeError(str(error)) from None


def _part(rules: RuleSet, kept: Collection[str], samples: Sequence[Sample]) -> list[Outcome | InputError]:
    judge, out = Judge(rules, kept), []
    for sample in samples:
        try:
            result: Outcome | InputError = judge.outcome(sample)
        except InputError as error:
            result = error
        out.append(result)
    return out


def _leave_interrupts() -> None:
    """Ctrl-C reaches every process of a terminal; the first one ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
