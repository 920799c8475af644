"""The order-free checksum of rows, as server/src/shred/shardRows.ts computes it.

Two 32-bit lanes over a row without its line end, finished and summed. With numpy, rows of one length
are taken together, which is many times as fast.
"""

import struct

MIX_A = 0x85EBCA6B
MIX_B = 0xC2B2AE35
U32 = 0xFFFFFFFF


def lanes_of(row):
    """The two hash lanes of one row without its line end."""
    a, b = len(row), MIX_A
    at = 0
    for low, high in struct.iter_unpack("<II", row[: len(row) & ~7]):
        a = ((a ^ low) * MIX_B) & U32
        a ^= a >> 15
        b = ((b ^ high) * MIX_A) & U32
        b ^= b >> 13
        at += 8
    if len(row) - at >= 4:
        a = ((a ^ int.from_bytes(row[at : at + 4], "little")) * MIX_B) & U32
        a ^= a >> 15
        at += 4
    if at < len(row):
        b = ((b ^ int.from_bytes(row[at:], "little")) * MIX_A) & U32
        b ^= b >> 13
    return a, b


def finish(lane):
    mixed = ((lane ^ (lane >> 16)) * MIX_A) & U32
    mixed = ((mixed ^ (mixed >> 13)) * MIX_B) & U32
    return mixed ^ (mixed >> 16)


def checksum(rows):
    """Sums of both finished lanes over rows, in any order."""
    try:
        import numpy
    except ImportError:
        return tuple(sum(lane) & U32 for lane in zip(*map(finished, rows))) or (0, 0)
    by_length = {}
    for row in rows:
        by_length.setdefault(len(row), []).append(row)
    sums = [0, 0]
    for length, alike in by_length.items():
        if length == 0 or len(alike) < 8:
            pairs = [finished(row) for row in alike]
            for lane in (0, 1):
                sums[lane] += sum(pair[lane] for pair in pairs)
            continue
        for lane, values in enumerate(finished_alike(numpy, alike, length)):
            sums[lane] += int(values.sum(dtype=numpy.uint64))
    return sums[0] & U32, sums[1] & U32


def finished(row):
    a, b = lanes_of(row)
    return finish(a ^ (b >> 16)), finish(b ^ a)


def finished_alike(numpy, rows, length):
    """`finished` of many rows of one length at once; 32-bit arithmetic wraps as it should."""
    u32 = numpy.uint32
    data = numpy.frombuffer(b"".join(rows), numpy.uint8).reshape(len(rows), length)
    a = numpy.full(len(rows), length, u32)
    b = numpy.full(len(rows), MIX_A, u32)

    def word(at, end):
        part = numpy.zeros((len(rows), 4), numpy.uint8)
        part[:, : end - at] = data[:, at:end]
        return part.view("<u4")[:, 0]

    def step(lane, value, mix, shift):
        lane = (lane ^ value) * u32(mix)
        return lane ^ (lane >> u32(shift))

    at = 0
    while at + 8 <= length:
        a = step(a, word(at, at + 4), MIX_B, 15)
        b = step(b, word(at + 4, at + 8), MIX_A, 13)
        at += 8
    if length - at >= 4:
        a = step(a, word(at, at + 4), MIX_B, 15)
        at += 4
    if at < length:
        b = step(b, word(at, length), MIX_A, 13)

    def finish_all(lane):
        mixed = (lane ^ (lane >> u32(16))) * u32(MIX_A)
        mixed = (mixed ^ (mixed >> u32(13))) * u32(MIX_B)
        return mixed ^ (mixed >> u32(16))

    return finish_all(a ^ (b >> u32(16))), finish_all(b ^ a)
