"""Bytes of pages: what they are, whatever they declare."""

from __future__ import annotations

import pytest

from cleaner import DecodeError
from cleaner.segment.charset import decode_page

GERMAN = "<p>Straße, Köln, „schöne Grüße“ — die Brücke über die Weiß bleibt für Fußgänger gesperrt.</p>"
RUSSIAN = "<p>В понедельник вечером вода начала спадать, сообщили в районной администрации жителям двух улиц.</p>" * 3
JAPANESE = "<p>市議会は火曜日、橋の修理についての決定を六月まで延期すると発表した。</p>" * 3

SHIFTED = f"<meta charset=shift_jis>{JAPANESE}".encode("cp932")


@pytest.mark.parametrize(
    ("text", "declared", "real", "encoding"),
    [
        (GERMAN, "utf-8", "utf-8", "utf-8"),
        (GERMAN, "iso-8859-1", "utf-8", "utf-8"),
        (GERMAN, "ISO-8859-1", "windows-1252", "windows-1252"),
        (GERMAN, "utf-8", "windows-1252", "windows-1252"),
        (GERMAN, None, "windows-1252", "windows-1252"),
        (GERMAN, None, "utf-16", "utf-16"),
        (GERMAN, None, "utf-16-le", "utf-16-le"),
        (GERMAN, None, "utf-16-be", "utf-16-be"),
        (GERMAN, None, "utf-8-sig", "utf-8"),
        (GERMAN, "utf-16", "utf-8", "utf-8"),
        (GERMAN, "no-such-charset", "utf-8", "utf-8"),
        (GERMAN, "punycode", "windows-1252", "windows-1252"),
        (RUSSIAN, "windows-1251", "windows-1251", "windows-1251"),
        (RUSSIAN, None, "windows-1251", "windows-1251"),
        (RUSSIAN, "utf-8", "koi8-r", "koi8-r"),
        (JAPANESE, "Shift_JIS", "shift_jis", "cp932"),
        (JAPANESE, "iso-2022-jp", "iso-2022-jp", "iso-2022-jp"),
        (JAPANESE, None, "euc-jp", None),
    ],
)
def test_page_is_read_as_what_it_is(text: str, declared: str | None, real: str, encoding: str | None) -> None:
    head = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={declared}"></head>' if declared else "<html>"
    found = decode_page((head + text).encode(real))
    assert found.text == head + text
    assert encoding is None or found.encoding.replace("-", "_").lower() == encoding.replace("-", "_")


@pytest.mark.parametrize(
    ("data", "doubt"),
    [
        (GERMAN.encode(), ""),
        (GERMAN.encode("windows-1252"), "declares no charset; read as windows-1252"),
        (f"<meta charset=utf-8>{GERMAN}".encode("windows-1252"), "declares utf-8, which it is not; read as windows-1252"),
        (f"<meta charset=windows-1252>{GERMAN}".encode("windows-1252"), ""),
        (f"<?xml version='1.0' encoding='windows-1252'?><html>{GERMAN}".encode("windows-1252"), ""),
        (JAPANESE.encode()[:-6] + b"\xe2\x80", "holds bytes that are no UTF-8; they are shown as U+FFFD"),
        (SHIFTED + b"\x81", "declares shift_jis, but 1 characters do not fit; they are shown as U+FFFD"),
    ],
)  # fmt: skip
def test_doubts_are_said(data: bytes, doubt: str) -> None:
    assert decode_page(data).doubt == doubt


@pytest.mark.parametrize(
    ("header", "declared", "real", "encoding", "doubt"),
    [
        ("windows-1251", None, "windows-1251", "windows-1251", ""),
        ("Windows-1251", "koi8-r", "windows-1251", "windows-1251", ""),
        ("utf-8", "windows-1251", "windows-1251", "windows-1251", ""),
        ("no-such-charset", "windows-1251", "windows-1251", "windows-1251", ""),
        ("iso-8859-1", None, "utf-8", "utf-8", ""),
        ("utf-8", None, "windows-1251", "windows-1251", "declares utf-8, which it is not; read as windows-1251"),
    ],
)
def test_an_http_header_comes_before_the_page(header: str, declared: str | None, real: str, encoding: str, doubt: str) -> None:
    page = (f"<meta charset={declared}>" if declared else "<html>") + RUSSIAN
    found = decode_page(page.encode(real), header=header)
    assert (found.text, found.encoding.lower(), found.doubt) == (page, encoding, doubt)


def test_a_named_encoding_is_taken_at_its_word() -> None:
    assert decode_page("Köln".encode("latin-1"), "latin-1").text == "Köln"
    with pytest.raises(DecodeError, match="is not ascii at byte 1"):
        decode_page("Köln".encode(), "ascii")


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"\x89PNG\r\n", bytes(range(256)) * 8, b"PK\x03\x04"])
def test_binary_data_are_refused(data: bytes) -> None:
    with pytest.raises(DecodeError):
        decode_page(data)
