"""The result of cleaning one text: its verdicts, and views on them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from cleaner import keeping
from cleaner import spans as span_math
from cleaner.model import Caution, PageSource, Verdict
from cleaner.ruleset.files import check_labels

if TYPE_CHECKING:
    from cleaner.metadata import Metadata

_BREAK = re.compile(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BLANK_LINE = re.compile(r"(?:\r\n|\r(?!\n)|\n)[ \t>]*[\r\n]")
Form = Literal["lines", "sentences", "markup"]

MUCH_SHARE = 0.85
"""A text that loses more than this share of its words is suspicious …"""
MUCH_WORDS = 60
"""… unless so many words of story are left."""
MENU_WORDS, MENU_LINKS = 15, 0.5
"""A removed block of a page with fewer words, or a greater share of its letters in links, is a menu or a teaser: no loss."""


class Document:
    """The story of one input, and everything that was taken away from it. Immutable.

    `source` is the caller's own string, or the reader-visible text of a page; every span in the verdicts is an offset into it.
    `page` is the page's markup and address, and None for a text. `form` says how the blocks of the source stand together: each on
    its own `lines`, as `sentences` on one line, or with `markup` such as Markdown's, which stays on what is kept.
    """

    __slots__ = ("__dict__", "form", "page", "rules_digest", "source", "verdicts")

    source: str
    verdicts: tuple[Verdict, ...]
    rules_digest: str
    page: PageSource | None
    form: Form

    def __init__(
        self, source: str, verdicts: tuple[Verdict, ...], rules_digest: str = "", page: PageSource | None = None, form: Form = "lines"
    ) -> None:
        object.__setattr__(self, "source", source)
        object.__setattr__(self, "verdicts", verdicts)
        object.__setattr__(self, "rules_digest", rules_digest)
        object.__setattr__(self, "page", page)
        object.__setattr__(self, "form", form)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"Document is immutable; {name} cannot be set")

    def __reduce__(self) -> tuple[type[Document], tuple[str, tuple[Verdict, ...], str, PageSource | None, Form]]:
        return Document, (self.source, self.verdicts, self.rules_digest, self.page, self.form)

    def __repr__(self) -> str:
        return f"<Document of {len(self.verdicts)} blocks, {len(self.removed)} removed>"

    @cached_property
    def headline(self) -> str:
        """The headline as it stands in the input, or an empty text; two lines where two blocks were kept as headlines."""
        return "\n".join(self.kept_text(v) for v in self.verdicts if v.kept and v.label == "headline")

    @cached_property
    def body(self) -> str:
        """The story without its headline, one block a line; of one line, or of Markdown, with the breaks that the source has."""
        kept = [v for v in self.verdicts if v.kept and v.label != "headline"]
        if self.form == "lines":
            return "\n".join(map(self.kept_text, kept))
        return self._joined(kept)

    @property
    def text(self) -> str:
        """Headline and body, one block a line."""
        return ("\n\n" if self.form == "markup" else "\n").join(part for part in (self.headline, self.body) if part)

    def plain(self, *, headline: bool = True) -> str:
        """Headline and body as a reader sees them, one block a line, without Markdown or HTML marks; the text itself where it has none."""
        if self.form != "markup":
            return self.text if headline else self.body
        kept = [v for v in self.verdicts if v.kept and (headline or v.label != "headline")]
        lines = (self.seen_text(v) for v in sorted(kept, key=lambda v: v.label != "headline"))
        return "\n".join(filter(None, lines))

    def _joined(self, verdicts: list[Verdict]) -> str:
        """Blocks with what parts them in the source: a blank line, which ends a paragraph of Markdown, a line break, or a space."""
        parts: list[str] = []
        end = 0
        for verdict in verdicts:
            if parts:
                gap = self.source[end : verdict.block.start]
                parts.append(
                    "\n\n" if self.form == "markup" and _BLANK_LINE.search(gap) else "\n" if _BREAK.search(gap) else " " if gap else ""
                )
            parts.append(self.kept_text(verdict))
            end = verdict.block.end
        return "".join(parts)

    @cached_property
    def removed(self) -> tuple[Verdict, ...]:
        """The verdicts of all blocks that were removed whole."""
        return tuple(v for v in self.verdicts if not v.kept)

    @cached_property
    def metadata(self) -> Metadata:
        """Facts about the story: what a page declares, and what was found in the removed blocks; see `metadata.complete` for which wins.

        For a page this parses the markup once more, on first use.
        """
        from cleaner.metadata import complete, gather

        title = self._seen(self.headline)
        found = gather(self.source, map(self._as_seen, map(keeping.undo, self.verdicts)))
        if self.page is None:
            return complete(found, title=title)
        from cleaner.segment.about import declared, heard

        return complete(found, title=title, sited=self.page.sited, declared=declared(self.page), heard=heard(self.page))

    def _as_seen(self, verdict: Verdict) -> Verdict:
        """A removed block without its markup."""
        return verdict if verdict.kept else verdict._replace(block=verdict.block._replace(text=self._seen(verdict.block.text)))

    def _seen(self, text: str) -> str:
        if self.form != "markup":
            return text
        from cleaner.segment.markdown import plain

        return plain(text)

    @cached_property
    def warnings(self) -> tuple[Caution, ...]:
        """Reasons to look at this document before trusting it; empty for most."""
        return (*_cautions(self), *(self.page.cautions if self.page is not None else ()))

    def kept_text(self, verdict: Verdict) -> str:
        """What is left of a block, on one line: cuts taken out, wrapped lines joined."""
        block = verdict.block
        if not verdict.cuts:
            return span_math.join(self.source, block.lines) if block.lines else block.text
        spans = span_math.without(self.source, block.spans, verdict.cuts)
        return span_math.join(self.source, spans) if spans else ""

    def seen_text(self, verdict: Verdict) -> str:
        """What a reader sees of what is left of a block: without its marks, where the source has markup."""
        return self._seen(self.kept_text(verdict))

    def keeping(self, labels: Iterable[str]) -> Document:
        """The document when furniture of these labels is to stay in the text, all else as it was.

        Verdicts say so with evidence of their own (`context-keep`); metadata still holds what the kept blocks tell.
        Raises ValueError for a label that there is not.
        """
        wanted = frozenset([labels] if isinstance(labels, str) else labels)
        check_labels(wanted)
        return Document(self.source, tuple(keeping.keep(v, wanted) for v in self.verdicts), self.rules_digest, self.page, self.form)

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
    told = {
        "text": block.text, "start": block.start, "end": block.end, "kept": verdict.kept, "label": verdict.label,
        "cuts": [list(cut) for cut in verdict.cuts],
        "evidence": [e._asdict() for e in verdict.evidence],
    }  # fmt: skip
    if block.element is not None:
        sets = {key: sorted(value) for key, value in block.element._asdict().items() if isinstance(value, frozenset)}
        told["element"] = {**block.element._asdict(), **sets}
    return told


def _cautions(document: Document) -> Iterator[Caution]:
    left = len(document.text.split(None, MUCH_WORDS))
    if left >= MUCH_WORDS:  # the most usual case; no other needs its words counted
        return
    total = sum(_words(v) for v in document.verdicts)
    if not total:
        yield Caution("no-text", "the input holds no text" + _instead(document.page))
        return
    if not left:
        yield Caution("lost-all", f"all {total} words were removed as furniture" + _instead(document.page))
        return
    lost = sum(_words(v) for v in document.verdicts if not _is_menu(v))
    if lost - left > MUCH_SHARE * lost:
        yield Caution("lost-much", f"only {left} of {total} words were kept")


def _words(verdict: Verdict) -> int:
    return len(verdict.block.text.split())


def _is_menu(verdict: Verdict) -> bool:
    element = verdict.block.element
    return element is not None and not verdict.kept and (element.link_share > MENU_LINKS or _words(verdict) < MENU_WORDS)


def _instead(page: PageSource | None) -> str:
    """Where the text is, for a page that only shows other pages in frames."""
    if page is None:
        return ""
    from cleaner.segment.about import frames

    shown = frames(page)
    return f"; the page shows others in frames, clean those: {', '.join(shown)}" if shown else ""
