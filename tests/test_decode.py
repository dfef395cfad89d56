"""Bytes into text: the right letters, or a clear refusal."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner import DecodeError, decode

GERMAN = "Die Straße nach Köln war gesperrt, sagte ein Sprecher der Polizei. Über die Brücke fährt niemand mehr."
LEGACY = {
    "windows-1252": [
        GERMAN,
        "Straße",
        "Le café était fermé; l’été n’a duré que huit jours à Nîmes.",
        "“We had nothing left,” she said – not even the chairs.",
        "Los vecinos de dos calles esperaron toda la noche; el niño durmió en un sillón. ¿Quién lo vio?",
        "Os moradores esperaram a noite inteira. A situação não é fácil, mas as águas já começaram a baixar.",
        "På måndagen började vattnet sjunka, sade kommunen.",
        "Perché la città è così?",
    ],
    "windows-1251": [
        "Жители двух улиц ждали всю ночь, сообщили в районной администрации. Вода начала спадать только вечером.",
    ],
    "koi8-r": [
        "Жители двух улиц ждали всю ночь, сообщили в районной администрации. Вода начала спадать только вечером.",
    ],
    "windows-1250": [
        "Mieszkańcy dwóch ulic czekali całą noc na dachach, powiedział burmistrz w poniedziałek rano.",
        "Obyvatelé dvou ulic čekali celou noc na střechách, řekl v pondělí ráno starosta. Voda začala klesat až večer.",
    ],
    "shift_jis": [
        "市議会は火曜日、橋の修理についての決定を六月まで延期すると発表した。住民からは不満の声が上がっている。",
    ],
    "gb18030": [
        "两条街的居民等了一夜，市长周一早上说。水直到晚上才开始退去。",
    ],
}


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf8_is_read_as_utf8(text: str) -> None:
    if text.startswith("\ufeff"):
        return
    if not text.startswith(("PK\x03", "%PDF-", "GIF8", "{\\rtf")):
        assert decode(text.encode()) == (text, "utf-8")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]))
def test_a_byte_order_mark_is_believed_and_taken_off(text: str, encoding: str) -> None:
    if "\x00" not in text and not text.startswith("\ufeff"):
        assert decode(text.encode(encoding)).text == text


def test_utf16_with_its_mark_in_either_order() -> None:
    for mark, order in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        assert decode(mark + GERMAN.encode(order)) == (GERMAN, "utf-16")


def test_line_ends_stay() -> None:
    assert decode(b"a\r\nb\rc\n").text == "a\r\nb\rc\n"


def test_no_bytes_are_no_text() -> None:
    assert decode(b"") == ("", "utf-8")


@pytest.mark.parametrize(("encoding", "text"), [(encoding, text) for encoding, texts in LEGACY.items() for text in texts])
def test_older_encodings_are_detected(encoding: str, text: str) -> None:
    found = decode(text.encode(encoding))
    assert found.text == text
    assert text.encode(found.encoding) == text.encode(encoding), "what it is called is what writes it again"


def test_a_named_encoding_is_taken_at_its_word() -> None:
    assert decode("ÿþ".encode("latin-1"), "latin-1") == ("ÿþ", "latin-1")
    assert decode(GERMAN.encode("utf-16-le"), "utf-16-le") == (GERMAN, "utf-16-le")
    assert decode(b"a\x00b", "utf-8") == ("a\x00b", "utf-8")


@pytest.mark.parametrize(
    ("data", "encoding", "words"),
    [
        ("Straße".encode("latin-1"), "utf-8", "is not utf-8 at byte 4"),
        (b"abc", "no-such", "no such"),
        (b"\xff\xfea", None, "is not utf-16"),
        (b"abc\x00def", None, "NUL at byte 3"),
        (GERMAN.encode("utf-16-le"), None, "utf-16-le"),
        (b"%PDF-1.7 and so on", None, "PDF"),
        (b"\x1f\x8b\x08 and so on", None, "gzip"),
        (b"\x89PNG\r\n", None, "PNG"),
        (bytes(range(1, 32)) * 8, None, "control characters"),
        (bytes(range(128, 256)) * 4, None, "could be detected"),
        (bytes(range(160, 256)) * 3, None, "could be detected"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, encoding: str | None, words: str) -> None:
    with pytest.raises(DecodeError, match=words):
        decode(data, encoding)


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_utf8_cut_off_inside_a_character_stays_utf8(cut: int) -> None:
    """A text of 4,096 bytes often ends so; as windows-1251 or 1252 all of it would be gibberish."""
    text = "Жители двух улиц ждали всю ночь, 待って🔔"
    found = decode(text.encode()[:-cut])
    assert found == (text[:-1] + "\ufffd", "utf-8 (damaged)")


def test_a_replacement_character_in_the_text_itself_is_no_damage() -> None:
    assert decode("Gr\ufffdn".encode()) == ("Gr\ufffdn", "utf-8")


def test_detection_is_imported_only_when_needed() -> None:
    code = "import sys, cleaner; cleaner.decode('Köln'.encode()); assert not {'bs4', 'lxml', 'charset_normalizer'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert cleaner.decode is decode
