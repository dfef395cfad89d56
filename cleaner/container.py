"""The story by its markup alone: the element that holds most of a page's prose, and what in it stands apart.

Prose weighs its words, links weigh nothing. From the root down the walk follows the child that holds nearly all of its parent's
prose; where none does, the story is spread over the children (the idea of Arc90's readability, by shares instead of scores).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from cleaner.model import Block, Element
from cleaner.text import closes, count_words

PROSE_WORDS, LONG_WORDS, WORDS_CAP = 8, 25, 100
"""A block of so many words that ends like a sentence is prose, and one of so many however it ends; words that count at the most."""
WIDE, NARROW = 0.9, 0.7
"""A child that holds such a share of its parent's prose is the story's frame, or its core. Beside the core stand leads and last
sections: they belong to the story when they are mostly prose."""
PURE = 0.7
"""Share of words in prose from which a part beside the core counts as mostly prose."""
OVERRULED = 0.4
"""A class word that such a share of the page's prose stands under names the page and not its furniture ("newsletter" on a newsletter)."""
LEFT = 0.1
"""Less than this share of the prose outside furniture means that the page names everything furniture; its words are not heard."""
COMMENTS = frozenset(
    """comments comment commentlist comment-list comments-area respond disqus_thread wpdiscuz wpdcom spotim spot-im coral_thread isso-thread
    webmentions kommentare leserkommentare kommentarer kommentit comentarios commentaires commenti reacties yorumlar komentarze
    talkbacks""".split()  # noqa: SIM905
)
"""Class words of what readers wrote."""
FURNITURE = COMMENTS | frozenset(
    """nav navigation menu submenu breadcrumb breadcrumbs footer contentinfo form button figcaption cookie consent copyright caption
    imagecaption photocaption""".split()  # noqa: SIM905
)
"""Elements, roles and class words of what is never story, however much there is of it."""
BESIDE = frozenset(
    """navbar aside sidebar complementary dialog alertdialog related related-posts relatedposts recommended recommendations more-stories
    trending popular teaser teasers carousel share sharing social newsletter subscribe signup subscription widget widget-area modal popup
    author-bio author-box byline tags pagination promo advertisement ad ads banner toolbar tooltip search""".split()  # noqa: SIM905
)
"""Elements, roles and class words of what stands beside a story."""
APART = frozenset({"aside", "figcaption", "figure", "nav", "footer", "form", "dialog", "button", "comments", "comment"})
"""Elements, roles and class words under which nothing is rescued, unless the whole story has them: `has-comments` around a page."""
_LEAVES = frozenset("ul ol dl li table tbody tr figure blockquote p".split())  # noqa: SIM905
"""Elements that are parts of a story and never its frame."""


def framed(blocks: Sequence[Block]) -> frozenset[int]:
    """The blocks that are story by the page's markup; none when the page holds no prose."""
    elements = [block.element for block in blocks if block.element is not None]
    if len(elements) < len(blocks):
        return frozenset()
    words = [count_words(block.text) for block in blocks]
    prose = [_prose(block, element, count) for block, element, count in zip(blocks, elements, words, strict=True)]
    if not any(prose):
        return frozenset()
    apart = _apart(elements, prose)
    weights = [0.0 if weight and apart & element.tokens else weight for element, weight in zip(elements, prose, strict=True)]
    if sum(weights) < LEFT * sum(prose):
        weights = prose
    paths = [element.path.partition("#")[0] for element in elements]
    frame, core = _frames(paths, weights)
    inner = [i for i, path in enumerate(paths) if _under(path, core)]
    shared = around(blocks, inner)
    for part in _parts_beside(paths, frame, core):
        if sum(weights[i] for i in part) >= max(1.0, PURE * sum(words[i] for i in part)):
            inner += part
    return frozenset(i for i in inner if not (apart - shared) & elements[i].tokens)


def naming(blocks: Sequence[Block], inner: Iterable[int]) -> frozenset[str]:
    """The words that name the page and not its furniture: such a share of the story's prose stands under each of them."""
    held: defaultdict[str, int] = defaultdict(int)
    whole = 0
    for i in inner:
        element, words = blocks[i].element, count_words(blocks[i].text)
        if element is not None and words >= PROSE_WORDS:
            whole += words
            for word in element.tokens:
                held[word] += words
    return frozenset(word for word, words in held.items() if words >= OVERRULED * whole)


def around(blocks: Sequence[Block], numbers: Iterable[int]) -> frozenset[str]:
    """The words of the elements that stand around all of these blocks, of which there must be one."""
    return frozenset.intersection(*(element.tokens if (element := blocks[i].element) is not None else frozenset() for i in numbers))


def _prose(block: Block, element: Element, words: int) -> float:
    if words < PROSE_WORDS or element.kind == "caption" or (words < LONG_WORDS and not closes(block.text)):
        return 0.0
    return min(words, WORDS_CAP) * (1 - element.link_share)


def _apart(elements: Sequence[Element], prose: Sequence[float]) -> frozenset[str]:
    """The words that mean furniture on this page: those of the whole page and those over much of its prose do not."""
    held: defaultdict[str, float] = defaultdict(float)
    for element, weight in zip(elements, prose, strict=True):
        if weight:
            for word in BESIDE & element.tokens:
                held[word] += weight
    overruled = {word for word, weight in held.items() if weight >= OVERRULED * sum(prose)}
    everywhere = frozenset.intersection(*(element.tokens for element in elements))
    return (FURNITURE | BESIDE) - overruled - everywhere


def _frames(paths: Iterable[str], weights: Iterable[float]) -> tuple[str, str]:
    """The paths of the story's frame and of its core, which stands in it."""
    held: defaultdict[str, float] = defaultdict(float)
    children: defaultdict[str, set[str]] = defaultdict(set)
    for path, weight in zip(paths, weights, strict=True):
        if weight:
            above = ""
            held[above] += weight
            for step in path.split("/")[1:]:
                at = f"{above}/{step}"
                held[at] += weight
                children[above].add(at)
                above = at
    frame = _descend("", WIDE, held, children)
    return frame, _descend(frame, NARROW, held, children)


def _descend(at: str, share: float, held: dict[str, float], children: dict[str, set[str]]) -> str:
    while children.get(at):
        heaviest = max(children[at], key=lambda child: (held[child], child))
        name = heaviest.rpartition("/")[2].partition("[")[0]
        if held[heaviest] < share * held[at] or name in _LEAVES or not children.get(heaviest):
            break
        at = heaviest
    return at


def _parts_beside(paths: Sequence[str], frame: str, core: str) -> list[list[int]]:
    """The blocks in the frame and outside the core, grouped by the element in which they leave the way to the core."""
    way = core.split("/")
    parts: defaultdict[str, list[int]] = defaultdict(list)
    for i, path in enumerate(paths):
        if _under(path, frame) and not _under(path, core):
            steps = path.split("/")
            same = next((n for n, (ours, theirs) in enumerate(zip(steps, way, strict=False)) if ours != theirs), len(steps))
            parts["/".join(steps[: same + 1])].append(i)
    return list(parts.values())


def _under(path: str, above: str) -> bool:
    return path.startswith(above) and path[len(above) : len(above) + 1] in ("", "/")
