"""Forge: Parquet files that no writer would write, byte for byte, to see what becomes of who reads them.

A file is pages, then a footer that says where they are and what they hold, in Thrift's compact protocol; see
`parquet.thrift` of the format. Here page and footer say what a test wants them to.
"""

import struct

BINARY, UTF8 = 6, 0  # type and converted type of a column of text
PLAIN, RLE, DICTIONARY = 0, 3, 8  # encodings
CODECS = {"none": 0, "snappy": 1, "gzip": 2, "zstd": 6}


class Text(bytes):
    """Bytes that Thrift calls a string."""


def varint(n):
    """An unsigned number."""
    out = bytearray()
    while n > 0x7F:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    return bytes(out + bytes([n]))


def number(n):
    """A signed number, zigzag."""
    return varint(((n << 1) ^ (n >> 63)) & 0xFFFFFFFFFFFFFFFF)


def thrift(value):
    """(type, bytes) of a value: an integer, `Text`, a list, or a struct as {field id: value}."""
    if isinstance(value, int):
        return 6, number(value)  # i64; field ids that want i32 take it by `I32`
    if isinstance(value, I32):
        return 5, number(value.n)
    if isinstance(value, Text):
        return 8, varint(len(value)) + value
    if isinstance(value, list):
        kind = thrift(value[0])[0] if value else 12
        size = bytes([len(value) << 4 | kind]) if len(value) < 15 else bytes([0xF0 | kind]) + varint(len(value))
        return 9, size + b"".join(thrift(one)[1] for one in value)
    out, last = b"", 0
    for field, one in sorted(value.items()):
        kind, raw = thrift(one)
        out += bytes([(field - last) << 4 | kind]) + raw
        last = field
    return 12, out + b"\0"


class I32:
    """A number of 32 bits."""

    def __init__(self, n):
        self.n = n


def page(kind, body, values, encoding=PLAIN, expanded=None):
    """A page as it lies in the file: kind 0 has data, kind 2 a dictionary; `expanded` is its size when unpacked."""
    said = {1: I32(values), 2: I32(encoding)}
    said |= {3: I32(RLE), 4: I32(RLE)} if kind == 0 else {}
    header = {1: I32(kind), 2: I32(len(body) if expanded is None else expanded), 3: I32(len(body)), 5 + kind: said}
    return thrift(header)[1] + body


def plain(*cells):
    """Cells of a page that is not encoded."""
    return b"".join(struct.pack("<I", len(cell)) + cell for cell in cells)


def repeated(times, width=1):
    """The indices of a page: number 0 of the dictionary, so many times."""
    return bytes([width]) + varint(times << 1) + b"\0"


def zeros(n):
    """A Zstandard frame that expands to so many zeros: blocks of one repeated byte."""
    blocks, left = [], n
    while left:
        size = min(left, 1 << 17)
        left -= size
        blocks.append((size << 3 | 1 << 1 | (not left)).to_bytes(3, "little") + b"\0")
    return b"\x28\xb5\x2f\xfd\xe0" + n.to_bytes(8, "little") + b"".join(blocks)


def forged(pages, rows, names=(b"x",), **said):
    """The bytes of a file whose columns, named so, all have these pages; the footer says what it is told to say.

    `said` may name values (of a column chunk), expanded, packed, offset, codec, total (rows), size (of the row group),
    groups (how many row groups), length (of the footer).
    """
    body = b"PAR1" + b"".join(pages)
    first = 4 + len(pages[0]) if len(pages) > 1 else 4
    chunk = {
        1: I32(BINARY),
        2: [I32(PLAIN), I32(RLE), I32(DICTIONARY)],
        4: I32(CODECS[said.get("codec", "none")]),
        5: said.get("values", rows),
        6: said.get("expanded", len(body) - 4),
        7: said.get("packed", len(body) - 4),
        9: said.get("offset", first),
    } | ({11: said.get("offset", 4)} if len(pages) > 1 else {})
    columns = [{2: 0, 3: chunk | {3: [Text(name)]}} for name in names]
    group = {1: columns, 2: said.get("size", len(body)), 3: rows}
    fields = [{4: Text(b"schema"), 5: I32(len(names))}]
    fields += [{1: I32(BINARY), 3: I32(0), 4: Text(name), 6: I32(UTF8)} for name in names]
    groups = said.get("groups", 1)
    footer = thrift({1: I32(2), 2: fields, 3: said.get("total", rows * groups), 4: [group] * groups})[1]
    return body + footer + struct.pack("<I", said.get("length", len(footer))) + b"PAR1"
