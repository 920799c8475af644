"""Stage 1 of a shred on a Spark cluster: every row of a delimited file to exactly one shard file.

Heddle writes this job and its specification into the run and submits it; the manifest, the loads
and the proof stay Heddle's. The source and the shard folder must lie where every worker sees them
by the same path. Shards hold the source's rows byte for byte and in the source's order, so that they
are the files that Heddle's own stage 1 writes.

A file is cut into blocks after line ends. Whether such a place lies within quotes only the blocks
before it tell: the first pass finds for each block where it would end, from outside and from inside
quotes; the driver threads these together; the second pass divides the rows.

Needs PySpark alone. Submitted with row_checksum.py beside it (--py-files).
"""

import json
import os
import re
import sys
import threading
import time

from row_checksum import MIX_A, MIX_B, U32, checksum

READ_ON_BYTES = 1 << 20
PRIME = 2_147_483_647
MULTIPLIER = 1_583_458_089
FNV_BASIS = 0x811C9DC5
FNV_PRIME = 0x01000193
BOM = b"\xef\xbb\xbf"
LINE_FEED = b"\n"


class Layout:
    """How the file is written, with the patterns that find its rows."""

    def __init__(self, spec):
        self.delimiter = bytes([spec["delimiter"]])
        self.quote = bytes([spec["quote"]])
        self.newline = bytes([spec["newline"]])
        delimiter, quote, newline = (re.escape(one) for one in (self.delimiter, self.quote, self.newline))
        escape = re.escape(bytes([spec["escape"]]))
        if escape == quote:
            rest = b"[^%s]*(?:%s%s[^%s]*)*%s(?!%s)" % (quote, quote, quote, quote, quote, quote)
        else:
            rest = b"[^%s%s]*(?:%s.[^%s%s]*)*%s" % (quote, escape, escape, quote, escape, quote)
        plain = b"[^%s%s]*" % (delimiter, newline)
        field = b"(?:%s%s%s|(?!%s)%s)" % (quote, rest, plain, quote, plain)
        end = b"(?:%s|\\Z)" % newline
        self.field = re.compile(field, re.DOTALL)
        self.row = re.compile(b"%s(?:%s%s)*%s" % (field, delimiter, field, end), re.DOTALL)
        self.close = re.compile(rest, re.DOTALL)
        # What follows a closing quote up to the end of its row.
        self.row_rest = re.compile(b"%s(?:%s%s)*%s" % (plain, delimiter, field, end), re.DOTALL)
        self.opening = re.compile(b"[%s%s]%s" % (delimiter, newline, quote), re.DOTALL)


def read_range(path, start, end):
    with open(path, "rb") as source:
        source.seek(start)
        return source.read(end - start)


def row_break(spec, layout, at):
    """The first place at or after `at` that follows a line end; the file's end where there is none."""
    if at <= spec["start"]:
        return spec["start"]
    with open(spec["file"], "rb") as source:
        place = at - 1
        source.seek(place)
        while True:
            chunk = source.read(1 << 16)
            if not chunk:
                return spec["size"]
            found = chunk.find(layout.newline)
            if found >= 0:
                return min(place + found + 1, spec["size"])
            place += len(chunk)


def is_inside_after(layout, data, is_inside):
    """Whether a quote is open at the end of `data`, of which the start is inside quotes or not."""
    if layout.quote not in data:
        return is_inside
    at = 0
    while True:
        if is_inside or data[at : at + 1] == layout.quote:
            closed = layout.close.match(data, at if is_inside else at + 1)
            if closed is None:
                return True
            at = closed.end()
            is_inside = False
        opened = layout.opening.search(data, at)
        if opened is None:
            return False
        at = opened.end() - 1


def probe(spec, block):
    """Block with its real bounds and its end, seen from outside and from inside quotes."""
    layout = Layout(spec)
    index, nominal_start, nominal_end = block
    start = row_break(spec, layout, nominal_start)
    end = row_break(spec, layout, nominal_end) if nominal_end < spec["size"] else spec["size"]
    data = read_range(spec["file"], start, end)
    return index, start, end, is_inside_after(layout, data, False), is_inside_after(layout, data, True)


def rows_of(spec, layout, block):
    """Rows that begin in the block, with their line ends. A row may end in a later block."""
    _, start, end, is_inside, ends_inside = block
    data = read_range(spec["file"], start, end)
    if not is_inside and layout.quote not in data:
        *lines, last = data.split(layout.newline)
        for line in lines:
            yield line + layout.newline
        # The file's last row may lack its line end.
        if last:
            yield last
        return
    while ends_inside and end < spec["size"]:
        more = read_range(spec["file"], end, min(end + READ_ON_BYTES, spec["size"]))
        end += len(more)
        # The row that is open at the block's end closes at the first line end outside quotes.
        closed = first_end(layout, data, is_inside, more, end == spec["size"])
        if closed is not None:
            data = closed
            break
        data += more
    at = 0
    if is_inside:
        closed = layout.close.match(data)
        if closed is None:
            return
        at = layout.row_rest.match(data, closed.end()).end()
    while at < len(data):
        row = layout.row.match(data, at)
        if row is None or row.end() == at:
            raise ValueError("a quote never closes")
        yield row.group()
        at = row.end()


def first_end(layout, data, is_inside, more, is_last):
    """`data` with what of `more` belongs to its last row; None where that row does not end in `more`."""
    whole = data + more
    at = 0
    if is_inside:
        closed = layout.close.match(whole)
        if closed is None or (closed.end() == len(whole) and not is_last):
            return None
        rest = layout.row_rest.match(whole, closed.end())
        if rest is None:
            return None
        at = rest.end()
    while at < len(data):
        row = layout.row.match(whole, at)
        if row is None:
            return None
        at = row.end()
    if at == len(whole) and not whole.endswith(layout.newline) and not is_last:
        return None
    return whole[:at]


def whole_number(key):
    """The whole number that `key` is written as, however long; None where it is none."""
    digits = key[1:] if key[:1] in (b"+", b"-") else key
    if not digits.isdigit():
        return None
    if len(digits) <= 4000:
        return int(key)
    # Python refuses longer texts; a decimal taken in parts is the same number.
    value = 0
    for at in range(0, len(digits), 4000):
        part = digits[at : at + 4000]
        value = value * 10 ** len(part) + int(part)
    return -value if key[:1] == b"-" else value


def hash_of_text(key):
    value = FNV_BASIS
    for byte in key:
        value = ((value ^ byte) * FNV_PRIME) & U32
    value = ((value ^ (value >> 15)) * MIX_A) & U32
    value = ((value ^ (value >> 13)) * MIX_B) & U32
    return ((value ^ (value >> 16)) >> 1) % PRIME


def divide(spec, block):
    """Yields `((shard, block), part)`, for shard 0 always, as it carries the block's facts."""
    layout = Layout(spec)
    count, kind, nulls = spec["shards"], spec["function"], spec["nulls"]
    key_index, width = spec["keyIndex"], spec["width"]
    delimiter, quote, newline = layout.delimiter, layout.quote, layout.newline
    is_line_feed = newline == LINE_FEED
    line_end = bytes(spec["lineEnd"])
    texts = [[] for _ in range(count)]
    contents = [[] for _ in range(count)]
    key_sums = [0] * count
    unkeyed = [0] * count
    # Rows in turn start anew in each block: as even, without counting all blocks before.
    turn = block[0] % count
    rows = blank = ragged = first_ragged = 0
    awaits_header = spec["hasHeader"] and block[1] == spec["start"] and block[2] > block[1]
    for row in rows_of(spec, layout, block):
        content = row[:-1] if row.endswith(newline) else row
        if is_line_feed and content.endswith(b"\r"):
            content = content[:-1]
        if not content and width != 1:
            blank += 1
            continue
        if awaits_header:
            awaits_header = False
            continue
        rows += 1
        fields = content.split(delimiter) if quote not in content else fields_of(layout, content)
        if len(fields) != width:
            ragged += 1
            first_ragged = first_ragged or rows
        shard = None
        is_keyed = True
        if key_index >= 0:
            key = fields[key_index] if key_index < len(fields) else b""
            if len(key) >= 2 and key[:1] == quote and key[-1:] == quote:
                key = key[1:-1]
            number = whole_number(key)
            if number is not None:
                shard = (number if kind == "mod" else number % PRIME * MULTIPLIER % PRIME) % count
                key_sums[shard] += number
            elif kind == "hash" and key:
                shard = hash_of_text(key) % count
            else:
                is_keyed = False
                shard = None if nulls == "spread" else nulls
        if shard is None:
            shard = turn
            turn = turn + 1 if turn + 1 < count else 0
        if not is_keyed:
            unkeyed[shard] += 1
        # Only the file's last row may lack its line end, or half of it.
        if not row.endswith(newline):
            row += line_end[1:] if len(line_end) == 2 and row.endswith(line_end[:1]) else line_end
        texts[shard].append(row)
        contents[shard].append(content)
    facts = (block[0], rows, blank, ragged, first_ragged)
    for shard in range(count):
        if shard > 0 and not texts[shard]:
            continue
        a, b = checksum(contents[shard])
        part = (len(texts[shard]), a, b, key_sums[shard], unkeyed[shard], b"".join(texts[shard]))
        yield (shard, block[0]), (part, facts if shard == 0 else None)


def fields_of(layout, content):
    """Fields of a row with quotes in it."""
    fields = []
    at = 0
    while True:
        field = layout.field.match(content, at)
        if field is None:
            raise ValueError("a quote never closes")
        fields.append(field.group())
        at = field.end()
        if at >= len(content):
            return fields
        at += 1


def write_shard(spec, shard, parts):
    """Writes one shard file in the order of its blocks; safe to be tried twice at once."""
    path = os.path.join(spec["folder"], spec["names"][shard])
    attempt = "%s.%d-%d" % (path, os.getpid(), time.time_ns())
    total = [0, 0, 0, 0, 0]
    facts = []
    with open(attempt, "wb") as out:
        out.write(bytes(spec["header"]))
        for _, ((rows, a, b, key_sum, unkeyed, text), fact) in parts:
            out.write(text)
            total = [x + y for x, y in zip(total, (rows, a, b, key_sum, unkeyed))]
            if fact is not None:
                facts.append(fact)
        out.flush()
        os.fsync(out.fileno())
        size = out.tell()
    os.replace(attempt, path)
    entry = {
        "shard": shard,
        "rows": total[0],
        "bytes": size,
        "checksum": "%08x%08x" % (total[1] & U32, total[2] & U32),
        "keySum": str(total[3]),
        "unkeyed": total[4],
    }
    yield entry, facts, (total[1], total[2])


def end_with(parent):
    """Ends the job when the Heddle that submitted it is gone."""
    if os.name != "posix":
        return

    def watch():
        while True:
            time.sleep(1)
            try:
                os.kill(parent, 0)
            except ProcessLookupError:
                os._exit(1)
            except PermissionError:
                return

    threading.Thread(target=watch, daemon=True).start()


def run(spec, context):
    size, block_bytes = spec["size"], spec["blockBytes"]
    with open(spec["file"], "rb") as source:
        spec["start"] = len(BOM) if source.read(3) == BOM else 0
    nominal = [
        (index, start, min(start + block_bytes, size))
        for index, start in enumerate(range(0, max(size, 1), block_bytes))
    ]
    probed = context.parallelize(nominal, len(nominal)).map(lambda block: probe(spec, block)).collect()
    blocks = []
    is_inside = False
    for index, start, end, from_outside, from_inside in sorted(probed):
        ends_inside = from_inside if is_inside else from_outside
        blocks.append((index, start, end, is_inside, ends_inside))
        # An empty block between two line ends changes nothing.
        is_inside = ends_inside if end > start else is_inside
    if is_inside:
        return {"refusal": "a quote that opens never closes; mend the file or give --quote"}
    written = (
        context.parallelize(blocks, len(blocks))
        .flatMap(lambda block: divide(spec, block))
        .repartitionAndSortWithinPartitions(spec["shards"], lambda key: key[0])
        .mapPartitionsWithIndex(lambda shard, parts: write_shard(spec, shard, parts))
        .collect()
    )
    facts = sorted(fact for _, found, _ in written for fact in found)
    before = 0
    first_ragged = 0
    for _, rows, _, _, first in facts:
        if first and not first_ragged:
            first_ragged = before + first
        before += rows
    lanes = [sum(pair[lane] for _, _, pair in written) & U32 for lane in (0, 1)]
    return {
        "rows": before,
        "blankLines": sum(fact[2] for fact in facts),
        "raggedRows": sum(fact[3] for fact in facts),
        "firstRagged": first_ragged,
        "checksum": "%08x%08x" % tuple(lanes),
        "shards": sorted((entry for entry, _, _ in written), key=lambda entry: entry["shard"]),
    }


def main(path):
    from pyspark.sql import SparkSession

    with open(path, encoding="utf-8") as file:
        spec = json.load(file)
    end_with(spec["parent"])
    spark = SparkSession.builder.appName("heddle shred %s" % spec["run"]).getOrCreate()
    try:
        result = run(spec, spark.sparkContext)
    finally:
        spark.stop()
    with open(spec["result"] + ".new", "w", encoding="utf-8") as out:
        json.dump(result, out)
        out.flush()
        os.fsync(out.fileno())
    os.replace(spec["result"] + ".new", spec["result"])


if __name__ == "__main__":
    main(sys.argv[1])
