#!/usr/bin/env python3
"""scale.py PROGRAM FILE.jsonl [--queries 500] [--work DIR] [--without-sqlite] [--data DIR]

Imports FILE, then measures start, search and the whole landscape answer over varied
queries, over HTTP with the time inside the engine beside; and the same work with SQLite
FTS5, in the same run: load (durable), search by bm25, and the landscape answer by SQL.
With --data, only asks DIR, into which FILE or one like it was imported before.
"""
import argparse
import collections
import json
import os
import pathlib
import random
import re
import shutil
import sqlite3
import subprocess
import time

from served import Served

FACETS = ["source", "party", "channel", "topic", "org", "lang"]


def quantile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def line(name, values):
    print(f"  {name:34} p50 {quantile(values, .5):9.2f} ms   p99 {quantile(values, .99):9.2f} ms   "
          f"max {max(values):9.2f} ms   n {len(values)}", flush=True)


def size_of(path):
    path = pathlib.Path(path)
    return sum(p.stat().st_size for p in path.rglob("*") if p.is_file()) if path.is_dir() else path.stat().st_size


def rows_of(path):
    with open(path) as lines:
        for text in lines:
            yield json.loads(text)


def word_lists(path, seed=1):
    """Words of every frequency class, from a sample."""
    counts = collections.Counter()
    for number, row in enumerate(rows_of(path)):
        if number % 37 == 0:
            counts.update(set(re.findall(r"[a-z]{3,}", row["text"].lower())))
    operators = {"and", "or", "not"}  # words here, not the language's own
    ranked = [word for word, count in counts.most_common(20_000) if count > 2 and word not in operators]
    return ranked[:40], ranked[40:1000], ranked[1000:]


def make_queries(path, count):
    common, middle, rare = word_lists(path)
    rng = random.Random(7)
    made = []
    for number in range(count):
        words = [rng.choice(rng.choice([common, middle, middle, rare, rare])) for _ in range(1 + number % 3)]
        made.append((words, "any" if number % 2 else "all"))
    return made


def firsthand(options, queries):
    data = options.work / "firsthand"
    shutil.rmtree(data, ignore_errors=True)
    begin = time.monotonic()
    done = subprocess.run(["/usr/bin/time", "-v", options.program, "import", options.file, "--data", data],
                          stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    took = time.monotonic() - begin
    if done.returncode not in (0, 3):
        raise SystemExit(done.stdout + done.stderr)
    peak = int(re.search(r"Maximum resident set size \(kbytes\): (\d+)", done.stderr).group(1)) / 1024
    print("\n".join(done.stdout.splitlines()[-6:]))
    print(f"  import {took:.1f} s, peak {peak:.0f} MiB; disk {size_of(data) / 1e6:.0f} MB "
          f"(record {size_of(data / 'record.db') / 1e6:.0f}, index {size_of(data / 'index') / 1e6:.0f})")
    ask_firsthand(options, data, queries)
    return took


def ask_firsthand(options, data, queries):
    begin = time.monotonic()
    with Served(options.program, data) as server:
        server.search(limit=1)
        print(f"  start to first answer {1000 * (time.monotonic() - begin):.0f} ms")
        measure_firsthand(server, queries)
        memory = server.memory_mib()
        print(f"  memory: {memory['anonymous']:.0f} MiB of its own, {memory['resident']:.0f} resident with mapped files")


def measure_firsthand(server, queries):
    landscape = {"facets": ",".join(FACETS), "ratings": "true", "people": "true", "histogram": "month",
                 "telling_words": 20, "highlight": "true"}
    kinds = {"search, top 10": {}, "whole landscape answer": landscape,
             "landscape with a filter": {**landscape, "filtered": True}}
    for name, asked in kinds.items():
        wall, inside = [], []
        for words, match in queries:
            arguments = dict(asked)
            text = " ".join(words)
            if arguments.pop("filtered", False):
                text += " by:customer felt:<5"
            begin = time.perf_counter()
            answer = server.search(q=text, match=match, limit=10, **arguments)
            wall.append(1000 * (time.perf_counter() - begin))
            inside.append(answer["took_us"] / 1000)
        line(f"{name}, in the engine", inside)
        line(f"{name}, over HTTP", wall)
    everything = []
    for _ in range(20):
        everything.append(server.search(q="", limit=10, **landscape)["took_us"] / 1000)
    line("landscape of everything, in engine", everything)


def sqlite(options, queries):
    path = options.work / "fts5.db"
    path.unlink(missing_ok=True)
    db = sqlite3.connect(path)
    db.executescript("""PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -400000;
        PRAGMA mmap_size = 4000000000; PRAGMA temp_store = MEMORY;
        CREATE TABLE d(id INTEGER PRIMARY KEY, source_id TEXT, person TEXT, month TEXT, source TEXT, party TEXT,
                       channel TEXT, topic TEXT, org TEXT, lang TEXT, felt REAL, body TEXT);
        CREATE VIRTUAL TABLE f USING fts5(body, content='d', content_rowid='id', tokenize='porter unicode61');""")
    begin = time.monotonic()
    rows = ((r.get("id"), r.get("author"), str(r.get("time") or "")[:7], r.get("source"), r.get("actor"),
             labels.get("channel"), labels.get("topic"), r.get("org"), r.get("lang"), r.get("rating"), r["text"])
            for r in rows_of(options.file) for labels in [r.get("labels") or {}])
    with db:
        db.executemany("INSERT INTO d(source_id, person, month, source, party, channel, topic, org, lang, felt, body) "
                       "VALUES (?,?,?,?,?,?,?,?,?,?,?)", rows)
        db.execute("INSERT INTO f(rowid, body) SELECT id, body FROM d")
    took = time.monotonic() - begin
    print(f"  load {took:.1f} s; disk {size_of(path) / 1e6:.0f} MB")
    search, landscape = [], []
    for words, match in queries:
        asked = (" AND " if match == "all" else " OR ").join(f'"{w}"' for w in words)
        begin = time.perf_counter()
        db.execute("SELECT d.id, d.body, f.rank FROM f JOIN d ON d.id = f.rowid WHERE f MATCH ? ORDER BY f.rank "
                   "LIMIT 10", (asked,)).fetchall()
        db.execute("SELECT count(*) FROM f WHERE f MATCH ?", (asked,)).fetchone()
        search.append(1000 * (time.perf_counter() - begin))
        if len(landscape) >= options.sqlite_landscapes:
            continue
        begin = time.perf_counter()
        db.execute("SELECT rowid FROM f WHERE f MATCH ? ORDER BY rank LIMIT 10", (asked,)).fetchall()
        db.execute("DROP TABLE IF EXISTS temp.h")
        db.execute("CREATE TEMP TABLE h AS SELECT d.person, d.month, d.source, d.party, d.channel, d.topic, d.org, "
                   "d.lang, d.felt FROM f CROSS JOIN d ON d.id = f.rowid WHERE f MATCH ?", (asked,))
        for column in [*FACETS, "felt", "month"]:
            db.execute(f"SELECT {column}, count(*) FROM h GROUP BY 1 ORDER BY 2 DESC").fetchall()
        db.execute("SELECT count(*), count(DISTINCT person) FROM h").fetchone()
        landscape.append(1000 * (time.perf_counter() - begin))
    line("search, top 10 and total", search)
    line("landscape (without telling words)", landscape)
    return took


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--sqlite-landscapes", type=int, default=200)
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path("build/bench"))
    parser.add_argument("--data", type=pathlib.Path)
    parser.add_argument("--without-sqlite", action="store_true")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    queries = make_queries(options.file, options.queries)
    if options.data:
        return ask_firsthand(options, options.data, queries)
    rows = sum(1 for _ in open(options.file))
    raw = sum(len(row["text"].encode()) for row in rows_of(options.file))
    print(f"{rows} rows, {raw / 1e6:.0f} MB of words, {os.cpu_count()} cores")
    print("firsthand:")
    took = firsthand(options, queries)
    print(f"  {rows / took:.0f} rows/s")
    if options.without_sqlite:
        return
    print("SQLite FTS5:")
    took = sqlite(options, queries)
    print(f"  {rows / took:.0f} rows/s")


if __name__ == "__main__":
    main()
