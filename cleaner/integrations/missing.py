"""One message for a framework that is not installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def needs(extra: str) -> Iterator[None]:
    """Around the imports of a framework: what is missing is named together with the command that installs it.

    Raises ImportError for a package that is not there; a package that is there and breaks says so itself.

    >>> with needs("spark"):
    ...     import no_such_engine
    Traceback (most recent call last):
    ImportError: cleaner.integrations.spark needs no_such_engine, which is not installed: pip install 'article-cleaner[spark]'
    """
    try:
        yield
    except ModuleNotFoundError as error:
        message = f"cleaner.integrations.{extra} needs {error.name}, which is not installed: pip install 'article-cleaner[{extra}]'"
        raise ImportError(message, name=error.name) from None
