#!/usr/bin/env python3
"""http_cost.py PROGRAM DATA [--query Q]: what HTTP adds to an answer, what an idle connection
costs, and what becomes of those who come when there are too many."""
import argparse
import pathlib
import subprocess
import urllib.parse

from served import Served

ROOT = pathlib.Path(__file__).resolve().parent.parent
WHOLE = {"facets": "source,party,channel,topic,org,lang", "ratings": "true", "people": "true", "histogram": "month",
         "telling_words": 20}


def target(**asked):
    return "/v1/search?" + urllib.parse.urlencode(asked)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--query", default="refund", help="of the small answer; its words also make the large one")
    parser.add_argument("--idle", type=int, default=9_990)
    parser.add_argument("--flood", type=int, default=400, help="connections that ask without pause")
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--load", type=pathlib.Path, default=ROOT / "build/release/bench/http_load")
    options = parser.parse_args()

    def load(server, mode, path, *rest):
        command = [options.load, str(server.port), mode, path, *map(str, rest)]
        print(subprocess.run(command, capture_output=True, text=True, check=True).stdout, end="", flush=True)

    small = target(q=options.query, limit=1)
    with Served(options.program, options.data) as server:
        print("one connection, one small answer after the other:")
        for _ in range(3):
            load(server, "latency", small, 3000)
        before = server.memory_mib()["anonymous"]
        holder = subprocess.Popen([options.load, str(server.port), "idle", small, str(options.idle)],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        print(f"idle: {holder.stdout.readline().strip()}; the server's own memory went from {before:.0f} "
              f"to {server.memory_mib()['anonymous']:.0f} MiB")
        holder.communicate("\n")
    with Served(options.program, options.data) as server:
        print(f"{options.flood} connections that ask for whole landscape answers without pause:")
        load(server, "flood", target(q=options.query, **WHOLE), options.flood, options.seconds)


if __name__ == "__main__":
    main()
