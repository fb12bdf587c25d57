#!/usr/bin/env python3
"""mixed_load.py PROGRAM DATA FILE.jsonl: searches and tellings over HTTP on a fixed schedule.

Serves DATA, a data directory that FILE was imported into, and sends it so many searches and
as many tellings a second, timed from when each was due. Then kills the server without
warning, starts it again, and looks for every telling it had acknowledged. What is told
stays in DATA.
"""
import argparse
import itertools
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time
import urllib.parse

from scale import make_queries, rows_of
from served import Served

ROOT = pathlib.Path(__file__).resolve().parent.parent
WHOLE = {"facets": "source,party,channel,topic,org,lang", "ratings": "true", "people": "true", "histogram": "month"}


def targets(path, landscapes):
    """Searches of one to three words of every frequency; some ask for the whole landscape."""
    rng = random.Random(11)
    for words, match in make_queries(path, 2000):
        asked = {"q": " ".join(words), "match": match, "limit": 10, "highlight": "true"}
        if rng.random() < landscapes:
            asked |= WHOLE
        yield "/v1/search?" + urllib.parse.urlencode(asked)


def drafts(path, count):
    run = f"mixed-{time.time_ns()}"
    for number, row in enumerate(itertools.islice(itertools.cycle(itertools.islice(rows_of(path), 20_000)), count)):
        yield json.dumps({"source": run, "source_id": str(number), "text": row["text"], "person": f"p{number % 997}",
                          "channel": "mixed", "felt": number % 11})


def check(program, data, acknowledged):
    """Every receipt's experience is there, after a start that had to recover."""
    begin = time.monotonic()
    with Served(program, data) as server:
        server.search(limit=1)
        print(f"killed; started again in {1000 * (time.monotonic() - begin):.0f} ms")
        lost = 0
        for receipt in acknowledged:
            server.connection.request("GET", f"/v1/experiences/{receipt['id']}")
            reply = server.connection.getresponse()
            body = reply.read()
            lost += reply.status != 200 or json.loads(body)["sequence"] != receipt["sequence"]
        found = server.search(q=f"source:{json.loads(body)['source']}", limit=0)["total"]
    print(f"{len(acknowledged)} acknowledged, {lost} of them lost; {found} found by search")
    return lost == 0 and found >= len(acknowledged)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--rate", type=int, default=200, help="of each, a second")
    parser.add_argument("--landscapes", type=float, default=0.0, help="share of whole landscape answers, 0 to 1")
    parser.add_argument("--load", type=pathlib.Path, default=ROOT / "build/release/bench/mixed_load")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        asks, tells, receipts = (pathlib.Path(work) / name for name in ("asks", "tells", "receipts"))
        asks.write_text("\n".join(targets(options.file, options.landscapes)) + "\n")
        tells.write_text("\n".join(drafts(options.file, options.seconds * options.rate)) + "\n")
        server = Served(options.program, options.data)
        print(f"{options.rate} searches and {options.rate} tellings a second for {options.seconds} s, "
              f"{options.landscapes:.0%} of the searches whole landscape answers", flush=True)
        subprocess.run([options.load, str(server.port), str(options.rate), asks, tells, receipts], check=True)
        memory = server.memory_mib()
        print(f"memory: {memory['anonymous']:.0f} MiB of its own, {memory['resident']:.0f} with mapped files")
        server.process.kill()
        server.process.wait()
        acknowledged = [json.loads(line) for line in receipts.read_text().splitlines()]
    if not acknowledged or not check(options.program, options.data, acknowledged):
        sys.exit(1)


if __name__ == "__main__":
    main()
