"""A zip file taken apart once, and put together again many times with a few words changed.

A State's workbook differs from another's in its name and in the rows that a public source answers. Writing each afresh
takes seventy milliseconds; here the constant text between those places is compressed once. A compressed stream may be
cut where the compressor was flushed in full, so that the pieces, and the words that go between them, can be joined.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

MARK: Final = "\ue000"
"""Stands on both sides of a place's name, in the text of the parts; for private use, so that no text contains it."""
_PLACE: Final = re.compile(f"{MARK}([^{MARK}]+){MARK}")
_LOCAL, _CENTRAL, _END = "<4s5H3L2H", "<4s6H3L5H2L", "<4s4H2LH"
_VERSION, _DEFLATED, _UTF8 = 20, 8, 0x800
_DAY_ONE: Final = 1 << 5 | 1
"""1 January 1980, the first day a zip file can name: the time of writing is of no interest."""


def place(name: str) -> str:
    """What to write where a value will stand."""
    return f"{MARK}{name}{MARK}"


@dataclass(frozen=True)
class Piece:
    """Text that is the same in every copy, with its compressed form."""

    raw: bytes
    last: bool

    @cached_property
    def packed(self) -> bytes:
        return _pack(self.raw, last=self.last)


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the zip: constant pieces, and the names of what stands between them."""

    name: str
    pieces: tuple[Piece, ...]
    places: tuple[str, ...]

    def filled(self, values: Mapping[str, bytes]) -> tuple[bytes, int, int]:
        """The compressed file with its checksum and its length before compression."""
        out, check, size = bytearray(), 0, 0
        for number, piece in enumerate(self.pieces):
            out += piece.packed
            check, size = zlib.crc32(piece.raw, check), size + len(piece.raw)
            if number < len(self.places):
                value = values[self.places[number]]
                out += _kept(value, last=False)
                check, size = zlib.crc32(value, check), size + len(value)
        return bytes(out), check, size


@dataclass(frozen=True, slots=True)
class Compiled:
    """A zip file with its places open."""

    parts: tuple[Part, ...]

    @classmethod
    def of(cls, parts: Mapping[str, str]) -> Compiled:
        """From the texts of its parts, in the order in which they stand in the file."""
        return cls(tuple(_part(name, text) for name, text in parts.items()))

    def filled(self, values: Mapping[str, str]) -> bytes:
        """The zip file with a value in each place. Values are text of the part: escaped, where it is XML."""
        encoded = {name: value.encode() for name, value in values.items()}
        return _zip([(part.name, *part.filled(encoded)) for part in self.parts])


def joined(parts: Mapping[str, Sequence[str]]) -> bytes:
    """A zip file of parts, each a row of stretches of text. A stretch that was met before is not compressed again."""
    files = []
    for name, stretches in parts.items():
        out, check, size = bytearray(), 0, 0
        for number, stretch in enumerate(stretches, 1):
            raw = stretch.encode()
            out += _kept(raw, number == len(stretches))
            check, size = zlib.crc32(raw, check), size + len(raw)
        files.append((name, bytes(out), check, size))
    return _zip(files)


@lru_cache(maxsize=1024)
def _kept(raw: bytes, last: bool) -> bytes:
    return _pack(raw, last=last)


def texts(data: bytes) -> dict[str, str]:
    """The parts of a zip file that holds nothing but text."""
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        return {info.filename: held.read(info).decode() for info in held.infolist()}


def _part(name: str, text: str) -> Part:
    found = _PLACE.split(text)
    raw = [piece.encode() for piece in found[::2]]
    pieces = tuple(Piece(piece, last=number == len(raw) - 1) for number, piece in enumerate(raw))
    return Part(name, pieces, tuple(found[1::2]))


def _pack(raw: bytes, *, last: bool) -> bytes:
    """One stretch of a deflate stream. All but the last end on a byte, and nothing after them looks back beyond it."""
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return squeeze.compress(raw) + squeeze.flush(zlib.Z_FINISH if last else zlib.Z_FULL_FLUSH)


def _zip(files: list[tuple[str, bytes, int, int]]) -> bytes:
    """A zip file of compressed parts: a name, the packed bytes, their checksum and length when unpacked."""
    out, index = bytearray(), bytearray()
    for name, packed, check, size in files:
        path, at = name.encode(), len(out)
        common = (_VERSION, _UTF8, _DEFLATED, 0, _DAY_ONE, check, len(packed), size, len(path))
        out += struct.pack(_LOCAL, b"PK\x03\x04", *common, 0) + path + packed
        index += struct.pack(_CENTRAL, b"PK\x01\x02", _VERSION, *common, 0, 0, 0, 0, 0, at) + path
    end = struct.pack(_END, b"PK\x05\x06", 0, 0, len(files), len(files), len(index), len(out), 0)
    return bytes(out + index + end)
