"""The cache of compiled rules changes nothing but the time it takes."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from smallrules import HEAD, SMALL, one

from cleaner import RuleError, load_rules
from cleaner.ruleset import compile as compile_module
from cleaner.ruleset import load as load_module
from cleaner.ruleset import store
from cleaner.ruleset.files import rules_dir
from cleaner.ruleset.load import load_with_shipped
from cleaner.ruleset.store import CACHE_VARIABLE


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv(CACHE_VARIABLE, str(folder))
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "my-rules.toml"
    path.write_text(HEAD + SMALL, "utf8")
    return path


def cached_files(cache: Path) -> list[Path]:
    return sorted(path for path in cache.rglob("*") if path.is_file()) if cache.exists() else []


def test_what_is_read_is_what_was_compiled(cache: Path, file: Path) -> None:
    compiled = load_rules(file)
    written = [(path, path.read_bytes()) for path in cached_files(cache)]
    assert written
    again = load_rules(file)
    assert list(again) == list(compiled)
    assert [type(value) for plan in again for value in plan] == [type(value) for plan in compiled for value in plan]
    assert again.digest == compiled.digest
    assert [(path, path.read_bytes()) for path in cached_files(cache)] == written


def test_rules_can_be_pickled(cache: Path, file: Path) -> None:
    """Those that were just compiled, those that were read, and a choice of them."""
    for rules in (load_rules(file), load_rules(file), load_rules(file).only(langs="en")):
        copy = pickle.loads(pickle.dumps(rules))
        assert (list(copy), copy.digest) == (list(rules), rules.digest)


def test_the_cache_is_used(cache: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = load_rules(file)
    monkeypatch.setattr(compile_module, "compile_rule", lambda rule: pytest.fail(f"{rule.id} was compiled again"))
    assert load_rules(file).digest == rules.digest


def test_sets_of_other_files_do_not_drive_each_other_out(cache: Path, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does an edit leave the set that was there before."""
    other = tmp_path / "other.toml"
    other.write_text(HEAD + one('when.starts = ["more"]', id="en-new"), "utf8")
    sets = [load_rules(file), load_rules(other), load_rules(file, other)]
    count = len(list((cache / "sets").iterdir()))
    monkeypatch.setattr(load_module, "tables", lambda plans: pytest.fail("tables were made again"))
    assert [load_rules(file).tables, load_rules(other).tables, load_rules(file, other).tables] == [own.tables for own in sets]
    monkeypatch.undo()
    monkeypatch.setenv(CACHE_VARIABLE, str(cache))
    other.write_text(HEAD + one('when.starts = ["less"]', id="en-new"), "utf8")
    assert load_rules(other).digest != sets[1].digest
    assert len(list((cache / "sets").iterdir())) == count == 3


@pytest.fixture
def warm(cache_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache that holds the shipped rules, file by file; to compile them takes half a minute. Those of a wheel need none."""
    load_rules()
    folder = tmp_path / "warm"
    if (cache_dir / "files").exists():
        shutil.copytree(cache_dir / "files", folder / "files", ignore=lambda _, names: {n for n in names if not n.endswith(".bin")})
    monkeypatch.setenv(CACHE_VARIABLE, str(folder))
    return folder


def test_rules_beside_the_shipped_are_kept_together(warm: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both = load_with_shipped(file)
    assert both.digest == (load_rules() + load_rules(file)).digest
    monkeypatch.setattr(load_module, "tables", lambda plans: pytest.fail("tables were made again"))
    again = load_with_shipped(file)
    assert (list(again), again.digest, again.tables) == (list(both), both.digest, both.tables)
    monkeypatch.undo()
    monkeypatch.setenv(CACHE_VARIABLE, str(warm))
    file.write_text(HEAD + one('when.starts = ["more"]', id="en-new"), "utf8")
    assert load_with_shipped(file).ids == load_rules().ids | {"en-new"}


def test_changed_rules_are_compiled(cache: Path, file: Path) -> None:
    before = load_rules(file)
    file.write_text(HEAD + SMALL + one('when.starts = ["more"]', id="en-new"), "utf8")
    assert load_rules(file).ids == before.ids | {"en-new"}
    file.write_text(HEAD + SMALL, "utf8")
    assert load_rules(file).digest == before.digest


def test_a_rule_that_became_bad_is_told(cache: Path, file: Path) -> None:
    load_rules(file)
    file.write_text(HEAD + SMALL.replace('"drop"', '"dorp"', 1), "utf8")
    with pytest.raises(RuleError, match="dorp"):
        load_rules(file)


def test_the_digest_names_the_content(cache: Path, file: Path, tmp_path: Path) -> None:
    """The same rules in another folder are the same rules; other rules are others."""
    other = tmp_path / "elsewhere" / "other-name.toml"
    other.parent.mkdir()
    shutil.copy(file, other)
    rules = load_rules(file)
    assert load_rules(other).digest == rules.digest
    assert load_rules(other).digest == rules.digest, "from the cache, too"
    other.write_text(HEAD + SMALL + one('when.starts = ["more"]', id="en-new"), "utf8")
    assert load_rules(other).digest != rules.digest


def damaged(content: bytes) -> list[bytes]:
    middle = len(content) // 2
    return [
        b"",
        content[:10],
        content[:middle],
        content[:-1],
        content[:middle] + b"X" + content[middle + 1 :],
        content[::-1],
        b"\x00" * len(content),
        b"[]",
        b"{}",
        b"null",
        content + b"\n",
        content.replace(b"drop", b"keep", 1),
        b"\x80\x04]\x94.",
        json.dumps([["x"]]).encode(),
    ]


@pytest.mark.parametrize("number", range(len(damaged(b"0123456789" * 9))))
def test_damaged_files_are_compiled_anew(cache: Path, file: Path, number: int) -> None:
    rules = load_rules(file)
    for path in cached_files(cache):
        path.write_bytes(damaged(path.read_bytes())[number])
    assert list(load_rules(file)) == list(rules)
    assert list(load_rules(file)) == list(rules), "and the cache is mended"


def test_a_folder_where_the_file_should_be(cache: Path, file: Path) -> None:
    rules = load_rules(file)
    for path in cached_files(cache):
        path.unlink()
        path.mkdir()
    assert list(load_rules(file)) == list(rules)


def test_a_file_where_the_folder_should_be(cache: Path, file: Path) -> None:
    cache.write_text("in the way")
    assert load_rules(file).ids
    assert cache.read_text() == "in the way"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_nobody_may_write(cache: Path, file: Path) -> None:
    cache.mkdir()
    cache.chmod(stat.S_IRUSR | stat.S_IXUSR)
    assert load_rules(file).ids
    assert cached_files(cache) == []


def test_a_folder_that_cannot_be_made(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, "/proc/no/such/folder")
    assert load_rules(file).ids


def test_without_a_home(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CACHE_VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/no/such/folder")
    assert load_rules(file).ids


def test_nothing_is_left_lying_about(cache: Path, file: Path) -> None:
    """A write that was stopped leaves no temporary file behind for good, and one that worked leaves none at all."""
    load_rules(file)
    first = cached_files(cache)
    shutil.rmtree(cache)
    load_rules(file)
    assert cached_files(cache) == first


CHILD = """
import sys
from cleaner import Cleaner, load_rules
for _ in range(30):
    rules = load_rules(sys.argv[1])
    for path in __import__("pathlib").Path(sys.argv[2]).rglob("*"):
        if sys.argv[3] == "remove" and path.is_file():
            path.unlink(missing_ok=True)
print(rules.digest, len(rules), Cleaner(rules).clean("The river rose.\\nRead more: x").body)
"""


def test_processes_that_write_at_once(cache: Path, file: Path) -> None:
    """Four processes load the same rules over and over, two of them removing the cache under the others."""
    expected = load_rules(file)
    shutil.rmtree(cache)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    children = [
        subprocess.Popen(
            [sys.executable, "-c", CHILD, str(file), str(cache), what],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for what in ("keep", "remove", "keep", "remove")
    ]
    for child in children:
        out, err = child.communicate()
        assert (child.returncode, err) == (0, "")
        assert out == f"{expected.digest} {len(expected)} The river rose.\n"
    assert list(load_rules(file)) == list(expected)


@pytest.fixture
def wheel(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of rules with their compiled form beside them, as the wheel carries it."""
    folder = tmp_path / "_rules"
    (folder / "en").mkdir(parents=True)
    shutil.copy(rules_dir() / "labels.toml", folder)
    (folder / "en" / "promo.toml").write_text(HEAD + SMALL, "utf8")
    monkeypatch.setattr(load_module, "rules_dir", lambda: folder)
    load_module.ship(folder / load_module.SHIPPED)
    shutil.rmtree(cache)
    return folder


def test_the_wheel_carries_its_rules_compiled(wheel: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compile_module, "compile_rule", lambda rule: pytest.fail(f"{rule.id} was compiled again"))
    assert load_rules().ids == {plan.id for plan in load_rules()}
    assert len(load_rules())
    assert cached_files(cache) == [], "nothing is written for them"


@pytest.mark.parametrize("change", ["longer", "another", "younger", "damaged"])
def test_rules_changed_inside_the_wheel_are_compiled(wheel: Path, change: str) -> None:
    shipped, file = wheel / load_module.SHIPPED, wheel / "en" / "promo.toml"
    if change == "longer":
        file.write_text(HEAD + SMALL + one('when.starts = ["more"]', id="en-new"), "utf8")
    elif change == "another":
        (wheel / "en" / "share.toml").write_text(HEAD + one('when.starts = ["more"]', id="en-new"), "utf8")
    elif change == "younger":
        content = HEAD + SMALL
        first = next(iter(load_rules())).id
        file.write_text(content.replace(f'"{first}"', f'"{first[:-1]}x"'), "utf8")
        later = shipped.stat().st_mtime + store.GRACE + 1
        os.utime(file, (later, later))
    else:
        shipped.write_bytes(shipped.read_bytes()[:-3])
    rules = load_rules()
    assert rules.ids == {rule.id for rule, _ in load_module.read_rules(load_module.rule_files(wheel))}


@pytest.fixture
def checkout(wheel: Path) -> Path:
    """The same folder without the compiled form, its files older than what is too young to be trusted."""
    (wheel / load_module.SHIPPED).unlink()
    return wheel


def aged(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let as much time go by as stamps need to settle."""
    now = max(stamp[3] for stamp in store.stamps(folder))
    monkeypatch.setattr("time.time_ns", lambda: now + store.SETTLED + 1)


def test_files_with_the_same_stamps_are_not_read_again(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    aged(checkout, monkeypatch)
    rules = load_rules()
    monkeypatch.setattr(load_module, "_keys", lambda files: pytest.fail("the files were read again"))
    assert load_rules().digest == rules.digest


def test_a_file_of_the_same_size_and_time_is_read_again(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever changes a file can set its time of modification back, but not the time of its change."""
    aged(checkout, monkeypatch)
    before = load_rules()
    file = checkout / "en" / "promo.toml"
    status, first = file.stat(), next(iter(before)).id
    file.write_text(file.read_text("utf8").replace(f'"{first}"', f'"{first[:-1]}x"'), "utf8")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert file.stat().st_size == status.st_size
    assert load_rules().ids == before.ids - {first} | {f"{first[:-1]}x"}


def test_young_files_are_read_each_time(checkout: Path, cache: Path) -> None:
    load_rules()
    assert not (cache / "stamps").exists(), "a second change in the same moment would leave the same stamp"


def test_stamps_of_another_folder_or_compiler_say_nothing(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    aged(checkout, monkeypatch)
    load_rules()
    seen = store.stamps(checkout)
    assert store.recall(checkout, seen)
    assert store.recall(tmp_path, seen) is None
    monkeypatch.setattr(store, "COMPILER", store.COMPILER + 1)
    assert store.recall(checkout, seen) is None


def test_folders_of_the_cache_do_not_grow_for_ever(cache: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written longest ago goes; a folder that the user calls the cache keeps what else it holds."""
    load_rules(file)
    size = sum(path.stat().st_size for path in cached_files(cache / "files"))
    monkeypatch.setattr(store, "ROOM", 3 * size)
    mine = cache / "mine.bin"
    mine.write_bytes(bytes(9 * size))
    for number in range(6):
        file.write_text(HEAD + SMALL.replace("more", "m" + "o" * number + "re"), "utf8")
        load_rules(file)
    assert 2 <= len(cached_files(cache / "files")) <= 3
    assert mine.exists()
    newest = {path: path.stat().st_mtime_ns for path in cached_files(cache / "files")}
    load_rules(file)
    assert {path: path.stat().st_mtime_ns for path in cached_files(cache / "files")} == newest


def test_of_several_bad_files_the_first_is_told(cache: Path, tmp_path: Path) -> None:
    """Files are compiled in an order that differs from process to process."""
    folder = tmp_path / "bad"
    folder.mkdir()
    for number in range(20):
        rule = one('when.starts = ["more"]', id=f"en-promo-{number}")
        (folder / f"{number:02}.toml").write_text(HEAD + (rule if number < 4 else rule.replace('"drop"', '"dorp"')), "utf8")
    with pytest.raises(RuleError, match=r"04\.toml"):
        load_rules(folder)
