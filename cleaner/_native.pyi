from typing import Any

from cleaner.index import Offer

FORM: int

class Gates:
    """What some rules look for, compiled; see `cleaner.native.gates`, which makes it."""

    def __new__(cls, wanted: dict[str, Any], /) -> Gates: ...
    def offers(self, texts: list[str], words: list[int], shapes: str, /) -> list[Offer]:
        """As `cleaner.index.Index.offers` gives them."""
