"""Read the words of a PDF that Typst wrote, with the standard library alone: fonts, their ToUnicode maps, text operators."""

from __future__ import annotations

import re
import zlib

OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)endobj", re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*)endstream", re.DOTALL)
SHOWN = re.compile(rb"/(f\d+) [\d.]+ Tf|\[((?:\((?:\\.|[^\\)])*\)|[^\]()])*)\]TJ|(\((?:\\.|[^\\)])*\))\s*Tj|(?<=\s)ET\b", re.DOTALL)  # fmt: skip
STRING = re.compile(rb"\(((?:\\.|[^\\)])*)\)", re.DOTALL)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text_of(pdf: bytes) -> str:
    """Everything the pages show, in writing order."""
    objects = {int(number): body for number, body in OBJECT.findall(pdf)}
    words = []
    for body in objects.values():
        if b"/Type/Page/" in body:
            maps = _maps_of(objects, body)
            words.append(_shown(_stream(objects[_reference(body, b"Contents")]), maps))
    return "\n".join(words)


def _maps_of(objects: dict[int, bytes], page: bytes) -> dict[bytes, dict[int, str]]:
    resources = objects[_reference(page, b"Resources")]
    fonts = re.search(rb"/Font<<(.*?)>>", resources).group(1)
    return {
        name: _unicode_map(_stream(objects[_reference(objects[int(number)], b"ToUnicode")]))
        for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", fonts)
    }


def _shown(content: bytes, maps: dict[bytes, dict[int, str]]) -> str:
    words, current = [], {}
    for match in SHOWN.finditer(content):
        font, listed, single = match.group(1), match.group(2), match.group(3)
        if font:
            current = maps[font]
        for raw in STRING.findall(listed if listed is not None else single or b""):
            plain = re.sub(rb"\\([0-7]{3}|\r?\n|.)", _unescaped, raw, flags=re.DOTALL)
            words.extend(current.get(int.from_bytes(plain[at : at + 2], "big"), "?") for at in range(0, len(plain), 2))
    return "".join(words)


def _unescaped(match: re.Match[bytes]) -> bytes:
    said = match.group(1)
    return bytes([int(said, 8)]) if said.isdigit() and len(said) == 3 else ESCAPES.get(said, said)


def _unicode_map(cmap: bytes) -> dict[int, str]:
    found = {}
    for code, text in re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", cmap.split(b"endcodespacerange")[-1]):
        found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    return found


def _stream(body: bytes) -> bytes:
    raw = STREAM.search(body).group(1)
    return zlib.decompressobj().decompress(raw) if b"FlateDecode" in body else raw


def _reference(body: bytes, name: bytes) -> int:
    return int(re.search(rb"/" + name + rb" (\d+) 0 R", body).group(1))
