#!/usr/bin/env python3
"""bytes.py DATA: what an experience takes on disk, by part, of the record and of the index."""
import argparse
import collections
import pathlib
import sqlite3
import struct

# Sections by their numbers (docs/formats/segment.md).
PARTS = {
    "postings": (13, 16, 17, 18),
    "words": (11, 12, 14, 15, 27),
    "word order (phrases, telling words)": (19, 20),
    "ratings, times, people, lengths, grants": (*range(1, 9), 28),
    "columns": range(21, 27),
}
META = 9
PART_OF = {section: part for part, sections in PARTS.items() for section in sections}
ENTRY = struct.Struct("<IIQQQ")
FOOTER = struct.Struct("<QQQ8s")


def segment_bytes(path):
    data = path.read_bytes()
    table, entries, _, magic = FOOTER.unpack_from(data, len(data) - FOOTER.size)
    if magic != b"FHSEGMNT":
        raise SystemExit(f"{path}: not a segment")
    sizes, documents = collections.Counter(), 0
    for number in range(entries):
        section, _, offset, length, _ = ENTRY.unpack_from(data, table + number * ENTRY.size)
        sizes[PART_OF.get(section, "rest")] += length
        if section == META:
            documents = struct.unpack_from("<Q", data, offset)[0]
    sizes["rest"] += len(data) - sum(sizes.values())
    return sizes, documents


def record_bytes(path):
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    return collections.Counter(dict(db.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name")))


def print_parts(sizes, experiences, least=0.05):
    rest = 0
    for name, size in sizes.most_common():
        if size / experiences < least:
            rest += size
            continue
        print(f"  {name:40} {size / 1e6:9.1f} MB {size / experiences:8.1f}")
    if rest:
        print(f"  {'what is less':40} {rest / 1e6:9.1f} MB {rest / experiences:8.1f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=pathlib.Path)
    data = parser.parse_args().data
    index, experiences = collections.Counter(), 0
    for path in sorted((data / "index").glob("*.segment")):
        sizes, documents = segment_bytes(path)
        index += sizes
        experiences += documents
    if experiences == 0:
        raise SystemExit(f"{data}: no experiences in files of an index")
    for name, sizes in (("record, by table and index", record_bytes(data / "record.db")), ("index", index)):
        print(f"{name}: {sum(sizes.values()) / 1e6:.1f} MB, {sum(sizes.values()) / experiences:.1f} an experience")
        print_parts(sizes, experiences)


if __name__ == "__main__":
    main()
