"""Stories made up on the spot, any number of them, with furniture between the paragraphs: input for runs of any size."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

PARAGRAPHS = 30
"""Of a story; with their lengths this makes about 5 KB."""
_WHO = ("The mayor", "A ferryman", "The engineer", "Her neighbour", "The council", "A witness", "The baker", "The harbour master")
_DID = ("said", "wrote", "told the court", "heard", "denied", "recalled", "found", "explained")
_WHAT = (
    "that the bridge had stood for forty years before the river took it", "that nobody had asked for a new road along the bank",
    "how the water came over the wall at night and into the lower street", "why the tickets cost no more than they did then",
    "that the money for the dam would have to come from the valley itself", "what the brass band played when the ferry came back",
)  # fmt: skip
_FURNITURE = (
    "Read more: Who will pay for the dam?", "Photo: Jens Lind/Varn Picture Desk", "Sign up for our newsletter and get the best of it.",
    "Also read: Ten walks along the river", "© 2024 Varn Valley Press. All rights reserved.", "Advertisement",
)  # fmt: skip


def stories(seed: int = 1) -> Iterator[dict[str, Any]]:
    """Records with id, url and text, without end; the same for the same seed."""
    chance = random.Random(seed)
    number = 0
    while True:
        lines = [f"Old ferry number {number} returns to the Varn", "By Ida Holm"]
        for paragraph in range(PARAGRAPHS):
            lines.append(_sentence(chance) + " " + _sentence(chance))
            if paragraph % 5 == 4:
                lines.append(chance.choice(_FURNITURE))
        yield {"id": number, "url": f"https://varn.example/{number}", "text": "\n".join(lines)}
        number += 1


def json_lines(size: int, seed: int = 1, padding: int = 0) -> Iterator[bytes]:
    """Stories as JSON lines, until so many bytes are reached; each with a further column of so many characters."""
    total = 0
    for record in stories(seed):
        if total >= size:
            return
        if padding:
            record["html"] = "<p>The page as it was.</p>" * (padding // 25)
        line = json.dumps(record).encode() + b"\n"
        total += len(line)
        yield line


def _sentence(chance: random.Random) -> str:
    return f"{chance.choice(_WHO)} {chance.choice(_DID)} {chance.choice(_WHAT)}, {chance.randrange(1900, 2024)}."
