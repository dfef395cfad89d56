"""Samples judged: cleaned, and compared with their goldens, in one process or several."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from cleaner.batch.files import InputError, display
from cleaner.batch.kinds import KINDS, Origin
from cleaner.batch.spread import spread
from cleaner.choice import ChoiceError, kept_labels, speaking
from cleaner.config import Settings
from cleaner.document import Document
from cleaner.goldens.compare import Move, moves
from cleaner.goldens.samples import Sample
from cleaner.pipeline import Cleaner
from cleaner.render.tsv import TsvError, rows, to_tsv
from cleaner.ruleset.load import RuleSet
from cleaner.segment.decode import DecodeError
from cleaner.segment.limits import PageError


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

    def __init__(self, rules: RuleSet, settings: Settings) -> None:
        self._rules, self._settings, self._kept = rules, settings, kept_labels(settings)
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
        own, place = sample.settings, display(sample.input) if sample.text is None else sample.name
        settings = self._settings._replace(encoding=own.encoding or self._settings.encoding, engine=own.engine or self._settings.engine)
        try:
            cleaner = self._cleaner(own.langs)
            if sample.text is None:
                origin = Origin(own.url, own.title)
                document = KINDS[sample.kind].reader(cleaner, sample.input.read_bytes(), settings, origin).document
            elif sample.kind == "html":
                document = cleaner.clean_html(sample.text, url=own.url, title=own.title, engine=settings.engine)
            else:
                document = cleaner.clean(sample.text, url=own.url, title=own.title)
        except OSError as error:
            raise InputError(place, f"cannot be read: {error.strerror or error}") from None
        except (DecodeError, PageError, ChoiceError) as error:
            raise InputError(place, str(error)) from None
        return document.keeping(self._kept) if self._kept else document

    def _cleaner(self, langs: tuple[str, ...]) -> Cleaner:
        if langs not in self._cleaners:
            self._cleaners[langs] = Cleaner(speaking(self._rules, langs) if langs else self._rules)
        return self._cleaners[langs]


def outcomes(samples: Sequence[Sample], rules: RuleSet, settings: Settings, jobs: int) -> list[Outcome | InputError]:
    """What came of each sample, in order, by at most `jobs` processes."""
    return spread(partial(_part, rules, settings), samples, jobs)


def _part(rules: RuleSet, settings: Settings, samples: Sequence[Sample]) -> list[Outcome | InputError]:
    judge, out = Judge(rules, settings), []
    for sample in samples:
        try:
            result: Outcome | InputError = judge.outcome(sample)
        except InputError as error:
            result = error
        out.append(result)
    return out
