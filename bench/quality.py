#!/usr/bin/env python3
"""quality.py PROGRAM FOLDER…: search quality over HTTP with match=any.

Each folder holds corpus.jsonl (or .gz), queries.jsonl and qrels.tsv. Prints nDCG@10 with
linear gain, averaged over the queries that have a judgement.
"""
import gzip
import json
import math
import pathlib
import re
import sys
import tempfile

from served import Served


def read_lines(path):
    packed = path.with_name(path.name + ".gz")
    opened = gzip.open(packed, "rt") if packed.exists() else open(path)
    with opened as lines:
        return [json.loads(line) for line in lines]


def ndcg(found, gains, depth=10):
    ideal = sum(gain / math.log2(rank + 2) for rank, gain in enumerate(sorted(gains.values(), reverse=True)[:depth]))
    got = sum(gains.get(name, 0) / math.log2(rank + 2) for rank, name in enumerate(found[:depth]))
    return got / ideal if ideal > 0 else 0


def measure(program, folder):
    gains = {}
    for line in (folder / "qrels.tsv").read_text().splitlines()[1:]:
        query, document, gain = line.split("\t")
        gains.setdefault(query, {})[document] = float(gain)
    corpus = read_lines(folder / "corpus.jsonl")
    with tempfile.TemporaryDirectory() as data, Served(program, data) as server:
        drafts = [json.dumps({"source": folder.name, "source_id": d["_id"],
                              "text": (d.get("title", "") + "\n" + d["text"]).strip()})
                  for d in corpus if d["text"].strip()]
        server.request("POST", "/v1/experiences", "\n".join(drafts).encode(), "application/x-ndjson")
        scores = []
        for query in read_lines(folder / "queries.jsonl"):
            if not any(gain > 0 for gain in gains.get(query["_id"], {}).values()):
                continue
            words = " ".join(re.findall(r"[\w']+", query["text"]))
            quoted = " ".join(f'"{w}"' if w.lower() in ("and", "or", "not") else w for w in words.split())
            answer = server.search(q=quoted[:4000], match="any", limit=10)
            scores.append(ndcg([hit["source_id"] for hit in answer["hits"]], gains[query["_id"]]))
    print(f"{folder.name}: nDCG@10 {sum(scores) / len(scores):.4f} over {len(scores)} queries, "
          f"{len(drafts)} documents")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    for name in sys.argv[2:]:
        measure(sys.argv[1], pathlib.Path(name))
