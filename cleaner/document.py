"""The result of cleaning one text: its verdicts, and views on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cleaner import keeping
from cleaner import spans as span_math
from cleaner.model import Caution, Verdict

if TYPE_CHECKING:
    from cleaner.metadata import Metadata

MUCH_SHARE = 0.85
"""A text that loses more than this share of its words is suspicious …"""
MUCH_WORDS = 60
"""… unless so many words of story are left."""


class Document:
    """The story of one input, and everything that was taken away from it. Immutable.

    `source` is the caller's own string; every span in the verdicts is an offset into it.
    """

    __slots__ = ("__dict__", "rules_digest", "source", "verdicts")

    source: str
    verdicts: tuple[Verdict, ...]
    rules_digest: str

    def __init__(self, source: str, verdicts: tuple[Verdict, ...], rules_digest: str = "") -> None:
        object.__setattr__(self, "source", source)
        object.__setattr__(self, "verdicts", verdicts)
        object.__setattr__(self, "rules_digest", rules_digest)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"Document is immutable; {name} cannot be set")

    def __reduce__(self) -> tuple[type[Document], tuple[str, tuple[Verdict, ...], str]]:
        return Document, (self.source, self.verdicts, self.rules_digest)

    def __repr__(self) -> str:
        return f"<Document of {len(self.verdicts)} blocks, {len(self.removed)} removed>"

    @cached_property
    def headline(self) -> str:
        """The headline as it stands in the input, or an empty text; two lines where two blocks were kept as headlines."""
        return "\n".join(self.kept_text(v) for v in self.verdicts if v.kept and v.label == "headline")

    @cached_property
    def body(self) -> str:
        """The story without its headline, one block a line."""
        return "\n".join(self.kept_text(v) for v in self.verdicts if v.kept and v.label != "headline")

    @property
    def text(self) -> str:
        """Headline and body, one block a line."""
        return "\n".join(part for part in (self.headline, self.body) if part)

    @cached_property
    def removed(self) -> tuple[Verdict, ...]:
        """The verdicts of all blocks that were removed whole."""
        return tuple(v for v in self.verdicts if not v.kept)

    @cached_property
    def metadata(self) -> Metadata:
        """Facts found in what was removed: byline, dates, section, credits, agency, author bio, tags."""
        from cleaner.metadata import gather

        return gather(self.source, map(keeping.undo, self.verdicts))

    @cached_property
    def warnings(self) -> tuple[Caution, ...]:
        """Reasons to look at this document before trusting it; empty for most."""
        return tuple(_cautions(self))

    def kept_text(self, verdict: Verdict) -> str:
        """What is left of a block, on one line: cuts taken out, wrapped lines joined."""
        spans = span_math.without(self.source, verdict.block.spans, verdict.cuts) if verdict.cuts else verdict.block.spans
        return span_math.join(self.source, spans) if spans else ""

    def keeping(self, labels: Iterable[str]) -> Document:
        """The document when furniture of these labels is to stay in the text, all else as it was.

        Verdicts say so with evidence of their own (`context-keep`); metadata still holds what the kept blocks tell.
        """
        wanted = frozenset([labels] if isinstance(labels, str) else labels)
        return Document(self.source, tuple(keeping.keep(v, wanted) for v in self.verdicts), self.rules_digest)

    def restore(self) -> str:
        """The input, put together again from all blocks and the gaps between them."""
        return "".join(self._tiles())

    def _tiles(self) -> Iterator[str]:
        position = 0
        for verdict in self.verdicts:
            yield self.source[position : verdict.block.start]
            yield verdict.block.text
            position = verdict.block.end
        yield self.source[position:]

    def to_dict(self) -> dict[str, Any]:
        """Plain lists, dicts and texts, ready for JSON."""
        return {
            "headline": self.headline,
            "body": self.body,
            "metadata": self.metadata.to_dict(),
            "warnings": [caution._asdict() for caution in self.warnings],
            "rules": self.rules_digest,
            "blocks": [_verdict_dict(v) for v in self.verdicts],
        }


def _verdict_dict(verdict: Verdict) -> dict[str, Any]:
    block = verdict.block
    return {
        "text": block.text, "start": block.start, "end": block.end, "kept": verdict.kept, "label": verdict.label,
        "cuts": [list(cut) for cut in verdict.cuts],
        "evidence": [e._asdict() for e in verdict.evidence],
    }  # fmt: skip


def _cautions(document: Document) -> Iterator[Caution]:
    total = sum(len(v.block.text.split()) for v in document.verdicts)
    if not total:
        yield Caution("no-text", "the input holds no text")
        return
    left = len(document.text.split())
    if not left:
        yield Caution("lost-all", f"all {total} words were removed as furniture")
    elif left < MUCH_WORDS and total - left > MUCH_SHARE * total:
        yield Caution("lost-much", f"only {left} of {total} words were kept")
