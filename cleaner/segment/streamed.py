"""Pages that arrive in pieces: what a server streams later stands at the end, hidden, until a line of script moves it into place.

React's server renderer writes `<template id="B:0">` or `"P:0"` where a piece belongs and `<div hidden id="S:0">` when it is ready; the
scripts `$RC("B:0","S:0")` and `$RS("S:0","P:0")` only move it. Without that a reader's whole article counts as hidden.
"""

from __future__ import annotations

import re
from typing import Any

MAX_PIECES = 2000
"""Pieces that are moved; real pages have a hundred, and each move looks through its siblings."""
_PIECE = re.compile(r"S:[0-9a-z]+")
_MOVES = re.compile(r"""\$R[A-Z]\("([BPS]:[0-9a-z]+)","([BPS]:[0-9a-z]+)\"""")


def put_in_place(tree: Any) -> None:
    """Move the streamed pieces of a parsed page to where its reader sees them; the tree is changed."""
    pieces = {piece.get("id"): piece for piece in tree.iterfind(".//div[@hidden][@id]") if _PIECE.fullmatch(piece.get("id"))}
    if not pieces:
        return
    for piece in pieces.values():
        del piece.attrib["hidden"]  # one whose place is unknown is shown where it stands
    targets = {place.get("id"): place for place in tree.iterfind(".//template[@id]")}
    moves = {**_by_name(pieces, targets), **_by_script(tree)}
    for name, place_name in list(moves.items())[:MAX_PIECES]:
        piece, place = pieces.pop(name, None), targets.pop(place_name, None)
        if piece is None or place is None or piece.getparent() is None or any(above is piece for above in place.iterancestors()):
            continue
        piece.drop_tree()
        piece.tail = place.tail
        place.getparent().replace(place, piece)
        piece.drop_tag()


def _by_name(pieces: dict[str, Any], targets: dict[str, Any]) -> dict[str, str]:
    """The place of each piece by number, where the page's scripts have been taken out."""
    return {name: kind + name[2:] for kind in ("P:", "B:") for name in pieces if kind + name[2:] in targets}


def _by_script(tree: Any) -> dict[str, str]:
    """The place of each piece as the page's scripts name it."""
    moves = {}
    for script in tree.iter("script"):
        if script.text and "$R" in script.text:
            for pair in _MOVES.findall(script.text):
                piece, place = sorted(pair, reverse=True)
                if piece[0] == "S" != place[0]:
                    moves[piece] = place
    return moves
