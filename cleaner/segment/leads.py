"""Where a block's links lead, as words of its element: promos lead into the site, and a list of promos is links from end to end."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from cleaner.hosts import host_of, site_of
from cleaner.model import Block
from cleaner.segment.walk import Run

OUTBOUND = frozenset({"outbound"})
"""The word of a block all of whose links lead to other sites: sources, shops, what the story is about."""
MIXED = frozenset({"mixed-list"})
"""The word of a block in a list of which more than half is no links: a linked item is one of its items."""
LINKED = 0.6
"""Share of its letters in links from which on an item of a list counts as a link."""
HOME = 10
"""Blocks that link to one site, more than to any other, from which on it counts as the page's own: menus do."""
_LIST = re.compile(r".*/(?:ul|ol)(?:\[\d+\])?(?=/)")


def own_sites(tree: Any, url: str | None) -> frozenset[str]:
    """The domains that a parsed page gives as its own, and that of the address by which the caller knows it. Syndicated pages name two."""
    named = [link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    named += [meta.get("content") for meta in tree.iter("meta") if meta.get("property") == "og:url"]
    return frozenset(site_of(host) for address in (url, *named) if (host := host_of(address)))


def outbound(runs: Sequence[Run], own: frozenset[str]) -> list[bool]:
    """For each run whether all its links lead to sites other than these and the one that the page's menus link to."""
    sites = {host: site_of(host) for run in runs for host in run.hosts}
    linked = Counter(sites[host] for run in runs for host in run.hosts)
    own |= {site for site, count in linked.most_common(1) if site and count >= HOME}
    if not own:
        return [False] * len(runs)
    away = {host for host, site in sites.items() if site and site not in own}
    return [bool(run.hosts) and run.hosts <= away for run in runs]


def in_lists(blocks: list[Block]) -> list[Block]:
    """The blocks, with the word of those that stand in a mixed list."""
    lists: defaultdict[str, list[int]] = defaultdict(list)
    for i, block in enumerate(blocks):
        match = _LIST.match(block.element.path) if block.element is not None else None
        if match:
            lists[match[0]].append(i)
    out = blocks.copy()
    for items in lists.values():
        shares = [element.link_share for i in items if (element := blocks[i].element) is not None]
        linked = sum(share >= LINKED for share in shares)
        if 0 < linked < len(shares) - linked:
            for i in items:
                element = blocks[i].element
                if element is not None:
                    out[i] = blocks[i]._replace(element=element._replace(tokens=element.tokens | MIXED))
    return out
