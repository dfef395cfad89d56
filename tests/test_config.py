"""The settings file: where it is found, what it may say."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.cli.clean import command
from cleaner.config import FORMATS, ConfigError, Settings, find_config, read_config


def test_the_nearest_file_above_holds(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert find_config(deep) in (None, find_config(tmp_path)), "nothing below tmp_path yet"
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n\n[tool.cleaner]\nkeep = ["promo"]\n', "utf8")
    assert find_config(deep) == tmp_path / "pyproject.toml"
    (tmp_path / "a" / "pyproject.toml").write_text('[project.scripts]\ncleaner = "x:main"\n[tool.other]\nx = 1\n', "utf8")
    assert find_config(deep) == tmp_path / "pyproject.toml", "a project file without our table is passed by"
    (tmp_path / "a" / "cleaner.toml").write_text("", "utf8")
    assert find_config(deep) == tmp_path / "a" / "cleaner.toml"
    (tmp_path / "cleaner.toml").write_text("", "utf8")
    assert find_config(tmp_path) == tmp_path / "cleaner.toml", "our own file comes before pyproject.toml"


@pytest.mark.parametrize(
    "text",
    [
        "[tool.cleaner]\nbody_only = true",
        "[ tool . cleaner ]\nbody_only = true",
        '["tool"."cleaner"]\nbody_only = true',
        "tool.cleaner.body_only = true",
        "[tool]\ncleaner.body_only = true",
        "[tool]\ncleaner = { body_only = true }",
        "tool = { cleaner = { body_only = true } }",
    ],
)
def test_every_way_to_write_our_table_is_seen(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text, "utf8")
    assert find_config(tmp_path) == tmp_path / "pyproject.toml"
    assert read_config(tmp_path / "pyproject.toml").body_only


def test_all_keys(tmp_path: Path) -> None:
    file = tmp_path / "cleaner.toml"
    file.write_text(
        'rules = ["mine.toml", "/abs/pack"]\ndefault_rules = false\nkeep = ["caption"]\nonly_labels = ["promo"]\nlangs = ["en", "de"]\n'
        'format = "jsonl"\nbody_only = true\nencoding = "latin-1"\n',
        "utf8",
    )
    assert read_config(file) == Settings(
        (str(tmp_path / "mine.toml"), "/abs/pack"), False, ("caption",), ("promo",), ("en", "de"), "jsonl", True, encoding="latin-1"
    )


def test_nothing_set_is_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "cleaner.toml").write_text("", "utf8")
    assert read_config(tmp_path / "cleaner.toml") == Settings()


def test_keys_are_the_options_of_clean() -> None:
    options = {param.name for param in command.params}
    assert set(Settings._fields) <= options
    assert Settings().format == FORMATS[0]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("kepe = []", "kepe: unknown key; known are rules"),
        ("keep = 'promo'", "keep: must be a list"),
        ("keep = [1]", "keep: must be a list"),
        ("langs = ['']", "langs: must be a list"),
        ("default_rules = 1", "default_rules: must be true or false"),
        ("format = 'xml'", "format: must be one of text"),
        ("encoding = 8", "encoding: must be a text"),
        ("keep =", "not readable as TOML"),
        ("keep = []\nkeep = []", "not readable as TOML"),
    ],
)
def test_what_is_wrong_is_named_with_its_file(tmp_path: Path, line: str, words: str) -> None:
    file = tmp_path / "cleaner.toml"
    file.write_text(line, "utf8")
    with pytest.raises(ConfigError) as caught:
        read_config(file)
    assert str(caught.value).startswith(f"{file}: {words}")
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "cleaner.toml"
    file.write_bytes(b"keep = ['\xff']")
    with pytest.raises(ConfigError, match=r"cleaner\.toml: cannot be read"):
        read_config(file)


def test_our_table_must_be_a_table(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text("[tool]\ncleaner = 1\n", "utf8")
    with pytest.raises(ConfigError, match=r"pyproject\.toml: tool\.cleaner: must be a table"):
        read_config(file)
