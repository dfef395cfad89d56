"""Rule files that cannot be used: one clear message each, naming file, rule and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import RuleError, load_rules

HEAD = '[file]\nlabel = "promo"\nlang = "en"\nabout = "A test."\n'


def rule(**keys: str | None) -> str:
    """A good rule, with keys put in, changed, or left out where None. Double underscores stand for dots."""
    good: dict[str, str | None] = {
        "id": '"en-promo-x"',
        "effect": '"drop"',
        "why": '"A test."',
        "when.starts": '["read more:"]',
        "hits": '["Read more: x"]',
        "misses": '["Read more books."]',
    }
    good.update({key.replace("__", "."): value for key, value in keys.items()})
    return "[[rule]]\n" + "".join(f"{key} = {value}\n" for key, value in good.items() if value is not None)


def load(tmp_path: Path, text: str) -> None:
    file = tmp_path / "my-rules.toml"
    file.write_text(text, "utf8")
    load_rules(file)


def test_the_good_rule_is_good(tmp_path: Path) -> None:
    load(tmp_path, HEAD + rule())


FILES = [
    ("", "[file]", "missing"),
    ("[file]\nlabel = 'promo'\nabout = 'x'\n" + rule(), "[file] lang", "missing"),
    ("[file]\nlabel = 'promo'\nlang = 'en'\n" + rule(), "[file] about", "missing"),
    ("[file]\nlabel = 'promo'\nlang = 5\nabout = 'x'\n" + rule(), "[file] lang", "text in quotes"),
    (HEAD + "labl = 'x'\n" + rule(), "[file] labl", "unknown key"),
    (HEAD + "hosts = 'example.com'\n" + rule(), "[file] hosts", "list of texts"),
    (HEAD + "expires = '2027-06-30'\n" + rule(), "[file] expires", "without quotes"),
    (HEAD, "[[rule]]", "missing"),
    (HEAD + rule() + "[rules]\nx = 1\n", "rules", "unknown table"),
    (HEAD + "[rule]\nid = 'x'\n", "[[rule]]", "missing"),
]


@pytest.mark.parametrize(("text", "key", "says"), FILES)
def test_bad_heads(tmp_path: Path, text: str, key: str, says: str) -> None:
    with pytest.raises(RuleError) as caught:
        load(tmp_path, text)
    assert (caught.value.rule, caught.value.key) == (None, key)
    assert says in str(caught.value)
    assert str(tmp_path / "my-rules.toml") in str(caught.value)
    assert "\n" not in str(caught.value)


RULES = [
    ({"effect": '"remove"'}, "effect", "must be one of drop, cut, hint, keep"),
    ({"effect": None}, "effect", "must be one of"),
    ({"why": None}, "why", "missing"),
    ({"why": '" "'}, "why", "text in quotes"),
    ({"reach": '"page"'}, "reach", "must be one of block, above, list, rest"),
    ({"label": '"promotion"'}, "label", "not in rules/labels.toml"),
    ({"colour": '"red"'}, "colour", "unknown key"),
    ({"when.starts": None}, "when", "missing"),
    ({"when.starts": None, "when": "{}"}, "when", "at least one condition"),
    ({"when.begins": '["x"]'}, "when.begins", "unknown condition"),
    ({"unless.begins": '["x"]'}, "unless.begins", "unknown condition"),
    ({"when.starts": "5"}, "when.starts", "list of texts"),
    ({"when.starts": "[]"}, "when.starts", "is empty"),
    ({"when.starts": '["read more", " "]'}, "when.starts", "empty entry"),
    ({"when.starts": f'["{"x" * 201}"]'}, "when.starts", "longer than 200"),
    ({"when.max_words": '"five"'}, "when.max_words", "whole number"),
    ({"when.max_words": "-1"}, "when.max_words", "whole number"),
    ({"when.max_words": "true"}, "when.max_words", "whole number"),
    ({"when.min_words": "9", "when.max_words": "5"}, "when.min_words", "no block can match"),
    ({"when.starts": '["one two three"]', "when.max_words": "2"}, "when.starts", "no block can match"),
    ({"when.whole": '["one two three"]', "when.max_words": "2"}, "when.whole", "no block can match"),
    ({"when.min_link_share": "0.9", "when.max_link_share": "0.1"}, "when.min_link_share", "no block can match"),
    ({"when.min_link_share": "1.5"}, "when.min_link_share", "from 0 to 1"),
    ({"when.zone": '["top"]'}, "when.zone", "is not one of head, story, tail"),
    ({"when.shape": '["line"]'}, "when.shape", "is not one of separator"),
    ({"when.kind": '["div"]'}, "when.kind", "is not one of p, li"),
    ({"when.run": '"z+"'}, "when.run", "no shape letter"),
    ({"when.run": '"(nx"'}, "when.run", "RE2 refuses"),
    ({"when.regex": "['read (more']"}, "when.regex", "'read \\(more'|unterminated|missing"),
    ({"when.regex": "['read (?=more)']"}, "when.regex", "look-around"),
    ({"when.regex": "['(read) \\1']"}, "when.regex", "back-references"),
    ({"when.regex": "['\\bread']"}, "when.regex", "boundaries are added"),
    ({"when.regex": "['read {nmae}']"}, "when.regex", "no placeholder"),
    ({"when.regex": "['read (?:(?:a{1,500}){1,500})']"}, "when.regex", "RE2 refuses"),
    ({"unless.regex": "['read (?=more)']"}, "unless.regex", "look-around"),
    ({"when.starts": None, "when.regex": "['[a-z]+ .*']"}, "when.regex", "no literal"),
    ({"hits": None}, "hits", "missing"),
    ({"misses": None}, "misses", "missing"),
    ({"misses": "[]"}, "misses", "missing"),
    ({"hits": '"Read more: x"'}, "hits", "list of texts"),
    ({"todo_hits": "[5]"}, "todo_hits", "list of texts"),
]


@pytest.mark.parametrize(("keys", "key", "says"), RULES, ids=[f"{key}: {says}"[:50] for _, key, says in RULES])
def test_bad_rules(tmp_path: Path, keys: dict[str, str | None], key: str, says: str) -> None:
    with pytest.raises(RuleError, match=says) as caught:
        load(tmp_path, HEAD + rule(**keys))
    assert (caught.value.file, caught.value.rule, caught.value.key) == (str(tmp_path / "my-rules.toml"), "en-promo-x", key)
    message = str(caught.value)
    assert message.startswith(f"{tmp_path / 'my-rules.toml'}: rule en-promo-x: {key}: ")
    assert "\n" not in message


def test_a_rule_without_id_is_named_by_its_number(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"rule number 2: id: missing"):
        load(tmp_path, HEAD + rule() + rule(id=None))


def test_ids_are_unique_in_a_file(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"my-rules.toml: rule en-promo-x: id: is taken by a rule in .*my-rules.toml"):
        load(tmp_path, HEAD + rule() + rule())


def test_ids_are_unique_among_files(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(HEAD + rule(), "utf8")
    with pytest.raises(RuleError, match=r"b.toml: rule en-promo-x: id: is taken by a rule in .*a.toml"):
        load_rules(tmp_path)


def test_ids_are_unique_among_sets(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(HEAD + rule(), "utf8")
    rules = load_rules(tmp_path)
    with pytest.raises(RuleError, match="en-promo-x: id: is in both sets"):
        rules + rules


@pytest.mark.parametrize("text", ["[file", HEAD + rule() + "x", HEAD + 'label = "promo"\n', "[[rule]]\nid = 'a\n"])
def test_broken_toml_names_file_and_place(tmp_path: Path, text: str) -> None:
    with pytest.raises(RuleError, match=r"my-rules.toml: not readable as TOML: .*(line \d+|end of document)"):
        load(tmp_path, text)


def test_bytes_that_are_no_utf8(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(HEAD.replace("A test", "Für").encode("latin-1"))
    with pytest.raises(RuleError, match=r"latin\.toml: not readable as TOML"):
        load_rules(tmp_path / "latin.toml")


def test_missing_files_and_empty_folders(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"nothing.toml: no such file or folder"):
        load_rules(tmp_path / "nothing.toml")
    with pytest.raises(RuleError, match=r"holds no \.toml rule file"):
        load_rules(tmp_path)


def test_choosing_rules(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(
        HEAD + rule() + rule(id='"en-legal-x"', label='"legal"') + rule(id='"en-keep-x"', label='"body"', effect='"keep"'), "utf8"
    )
    (tmp_path / "b.toml").write_text(HEAD.replace('"en"', '"de"') + rule(id='"de-promo-x"'), "utf8")
    rules = load_rules(tmp_path)
    assert rules.ids == {"en-promo-x", "en-legal-x", "en-keep-x", "de-promo-x"}
    assert rules.only(labels=["legal"]).ids == {"en-legal-x", "en-keep-x"}, "rules that protect stay"
    assert rules.only(langs="de").ids == {"de-promo-x"}
    assert rules.without("en-legal-x").ids == rules.ids - {"en-legal-x"}
    with pytest.raises(KeyError, match="no-such-rule"):
        rules.without("no-such-rule")
    assert rules.only(labels=["legal"]).digest != rules.digest
    assert len(rules) == 4
