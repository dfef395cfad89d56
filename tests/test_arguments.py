"""What the library is given by mistake: each is refused with a message that names it, none is taken for something else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from smallrules import SMALL, ruleset

import cleaner
from cleaner import Cleaner

RULES = ruleset(SMALL)
SMALL_CLEANER = Cleaner(RULES)


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: SMALL_CLEANER.clean(b"x"), TypeError, "takes a str, not bytes; decode bytes with cleaner.decode first"),  # type: ignore[arg-type]
        (lambda: SMALL_CLEANER.clean("x", title=3), TypeError, "title must be a str or None, not int"),  # type: ignore[arg-type]
        (lambda: SMALL_CLEANER.clean("x", url=float("nan")), TypeError, "url must be a str or None, not float"),  # type: ignore[arg-type]
        (lambda: SMALL_CLEANER.clean_html(None), TypeError, r"clean_html\(\) takes a str or bytes, not NoneType"),  # type: ignore[arg-type]
        (lambda: SMALL_CLEANER.clean_html("<p>x", url=3), TypeError, "url must be a str or None, not int"),  # type: ignore[arg-type]
        (lambda: Cleaner("my-rules.toml"), TypeError, "rules must be a RuleSet, as load_rules gives it, not str"),  # type: ignore[arg-type]
        (lambda: cleaner.clean("x", rules="my-rules.toml"), TypeError, "rules must be a RuleSet"),  # type: ignore[arg-type]
        (lambda: cleaner.decode("x"), TypeError, r"decode\(\) takes bytes, not str"),  # type: ignore[arg-type]
        (lambda: cleaner.load_site_config(""), cleaner.SiteConfigError, "a path is empty; name a site file"),
        (lambda: RULES.only(labels=["promos"]), ValueError, "'promos' is no label; known are advert, "),
        (lambda: SMALL_CLEANER.clean("x").keeping(["captoin"]), ValueError, "'captoin' is no label; known are advert, "),
    ],
)  # fmt: skip
def test_it_is_refused_by_name(call: Callable[[], object], error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        call()
