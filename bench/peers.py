#!/usr/bin/env python3
"""peers.py [PEER…]: firsthand and other search engines over one made corpus, in one run.

Prints milliseconds and ratios, firsthand : the best peer, for each query; load seconds and
megabytes; and warns where an engine counts other hits or people than firsthand does.
Everything measured is in WORK/results, the table in WORK/results/table.SIZE.json.

With --loads N only loading is timed, N times in turns, so that what else the machine does
meets all engines alike; WORK/loads/results has the last of each.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BOOST = "libboost-system1.81-dev"  # beside the Boost the program is built with
# peer: what it is called in its results, and what `--install` brings.
PEERS = {
    "lucenepp": ("lucenepp", ["g++", "pkg-config", "liblucene++-dev", BOOST], []),
    "lucene8": ("lucene8", ["liblucene8-java", "default-jdk-headless"], []),
    "xapian": ("xapian", ["g++", "libxapian-dev"], []),
    "sqlite": ("sqlite_fts5", ["python3"], []),
    "sphinx": ("sphinx2.2", ["sphinxsearch", "python3-pymysql"], []),
    "groonga": ("groonga13", ["groonga-bin"], []),
    "pg15gin": ("postgresql15_gin", ["postgresql-15", "python3-psycopg2"], []),
    "duckdb": ("duckdb_sql", ["nodejs", "npm"], ["@duckdb/node-api"]),
    "chdb": ("chdb26_postings", ["nodejs", "npm"], ["chdb"]),
}
SIZES = {"100k": 100_000, "1m": 1_000_000}
OURS = "firsthand"
UNMERGED = "firsthand_unmerged"
AGAIN = "firsthand_again"  # after the peers: how far the machine has wandered meanwhile


def install(peers, work):
    """Asked for by name only: nothing of this is needed to build, run or test firsthand."""
    packages = sorted({package for peer in peers for package in PEERS[peer][1]})
    modules = sorted({module for peer in peers for module in PEERS[peer][2]})
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    subprocess.run([*sudo, "apt-get", "install", "-y", "-q", "--no-install-recommends", *packages], check=True)
    if modules:
        subprocess.run(["npm", "install", "--prefix", work / "npm", "--no-audit", "--no-fund", *modules], check=True)


def prepare(source, work, size):
    """The peers write beside themselves, so they run from a copy; returns the corpus."""
    shutil.copytree(source, work, dirs_exist_ok=True)
    for folder in ("data", "results", "build"):
        (work / folder).mkdir(exist_ok=True)
    corpus = work / "data" / f"docs{size}.tsv"
    if not corpus.exists():
        subprocess.run(["g++", "-O2", "-std=c++20", "gen.cpp", "-o", "gen"], cwd=work, check=True)
        subprocess.run(["./gen", str(SIZES[size]), corpus], cwd=work, check=True)
    return corpus


class Turn:
    """Engines asked one after the other, so that they do not disturb each other."""

    def __init__(self, options, work, corpus):
        self.options, self.work, self.corpus = options, work, corpus
        self.engines = [OURS, UNMERGED, *(PEERS[peer][0] for peer in options.peers)]
        self.settings = {**os.environ, "N": options.size, "PEERS_WORK": str(work / "stores"),
                         "NPM_DIR": str(options.work / "npm"), "LIMIT": str(options.limit_s)}
        (work / "stores").mkdir(exist_ok=True)

    def forget(self):
        for engine in self.engines:
            (self.work / "results" / f"{engine}.{self.options.size}.json").unlink(missing_ok=True)

    def ours(self, results):
        subprocess.run([self.options.program, self.corpus, self.work / "queries.json", self.work / "stores" / OURS,
                        self.work / results], env=self.settings, check=True)

    def peers(self):
        for peer in self.options.peers:
            subprocess.run(["./run_all.sh", peer], cwd=self.work, env=self.settings, check=False)


def run_all(options, corpus):
    work = options.work
    turn = Turn(options, work, corpus)
    turn.forget()
    turn.ours("results")
    turn.peers()
    turn.ours("again")
    shutil.move(work / "again" / f"{OURS}.{options.size}.json", work / "results" / f"{AGAIN}.{options.size}.json")
    return [*turn.engines, AGAIN]


def time_loads(options, corpus):
    """Loads alone: the peers have a copy of the questions in which there are none."""
    work = options.work / "loads"
    shutil.copytree(options.source, work, dirs_exist_ok=True)
    for folder in ("data", "results", "build"):
        (work / folder).mkdir(exist_ok=True)
    (work / "data" / corpus.name).unlink(missing_ok=True)
    (work / "data" / corpus.name).symlink_to(corpus)
    questions = json.loads((options.source / "queries.json").read_text())
    (work / "queries.json").unlink(missing_ok=True)
    (work / "queries.json").write_text(json.dumps({**questions, "queries": []}))
    turn = Turn(options, work, corpus)
    seconds = {engine: [] for engine in turn.engines}
    for _ in range(options.loads):
        turn.forget()
        turn.ours("results")
        turn.peers()
        for engine, result in read_results(work, options.size, turn.engines).items():
            seconds[engine].append(result["load_s"])
    print(f"\n{options.size}, seconds of loading in turns: median (all)")
    for engine, taken in seconds.items():
        if taken:
            print(f"{engine}: {statistics.median(taken):.1f} ({', '.join(f'{one:.1f}' for one in taken)})")


def read_results(work, size, engines):
    results = {}
    for engine in engines:
        path = work / "results" / f"{engine}.{size}.json"
        if path.exists():
            results[engine] = json.loads(path.read_text())
        else:
            print(f"WARNING: {engine} gave no results", file=sys.stderr)
    return results


def prefer_exact(results):
    """Who counts hits only so far in a search has its exact count as a query of its own."""
    for result in results.values():
        queries = result["queries"]
        for name in [name for name in queries if name.endswith("_exacttotal")]:
            queries[name.removesuffix("_exacttotal")] = queries.pop(name)


def is_exact(timing):
    """Lucene writes 2832+ where it stopped counting."""
    return not str(timing["hits"]).endswith("+")


def counted(timing, whole):
    """(hits,) of a search, (hits, people) of a landscape answer, however they were printed."""
    numbers = [int(number) for number in re.findall(r"\d+", str(timing["hits"]))]
    return tuple(numbers[:2] if whole else numbers[:1])


def disagreements(results):
    for engine, result in results.items():
        for name, timing in result["queries"].items():
            ours = results[OURS]["queries"].get(name)
            if ours is None or not is_exact(timing):
                continue
            whole = "landscape" in name
            wanted, found = counted(ours, whole), counted(timing, whole)
            if wanted != found:
                yield f"{engine} {name}: {'/'.join(map(str, found))}, firsthand {'/'.join(map(str, wanted))}"


def shown(value):
    return "-" if value is None else f"{value:.3f}" if value < 1 else f"{value:.2f}" if value < 10 else f"{value:.0f}"


def row(cells):
    return "| " + " | ".join(cells) + " |"


def tabulate(results, metric):
    """The table's rows as text, and for each query who is the best peer and by what ratio."""
    names = [name for name in results[OURS]["queries"] if "+" not in name]
    of = lambda result, name: result["queries"].get(name, {}).get(metric)
    mark = lambda result, name: "" if name not in result["queries"] or is_exact(result["queries"][name]) else "*"
    heads = ["engine", "load s", "MB", *(name.replace("_", " ") for name in names)]
    lines = [row(heads), "|---" * len(heads) + "|"]
    for engine, result in results.items():
        lines.append(row([engine, shown(result["load_s"]), shown(result["size_mb"]),
                          *(shown(of(result, name)) + mark(result, name) for name in names)]))
    ratios = {}
    for name in names:
        peers = {engine: of(result, name) for engine, result in results.items()
                 if not engine.startswith(OURS) and of(result, name)}
        if peers:
            best = min(peers, key=peers.get)
            ratios[name] = {"peer": best + mark(results[best], name), "ratio": of(results[OURS], name) / peers[best]}
    lines.append(row(["firsthand : best peer", "", "", *(f"{ratios[name]['ratio']:.2f} ({ratios[name]['peer']})"
                                                       if name in ratios else "-" for name in names)]))
    lines += ["", "* without an exact total, which the others count", ""]
    lines.append("With 10 telling words besides, which no peer has: " + ", ".join(
        f"{name.removesuffix('+telling').replace('_', ' ')} {shown(of(results[OURS], name))}"
        for name in results[OURS]["queries"] if "+" in name))
    return lines, ratios


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peers", nargs="*", metavar="PEER", help=f"of {', '.join(PEERS)}; default: all")
    parser.add_argument("--size", choices=SIZES, default="100k")
    parser.add_argument("--metric", choices=["ms", "min", "cpu"], default="ms", help="medians, minima, processor time")
    parser.add_argument("--source", type=pathlib.Path, default=ROOT / "../shared/peers", help="where the peers are")
    parser.add_argument("--work", type=pathlib.Path, default=ROOT / "build/peers", help="where they are copied and run")
    parser.add_argument("--program", type=pathlib.Path, default=ROOT / "build/release/bench/peers_firsthand")
    parser.add_argument("--limit-s", type=int, default=400, help="a peer that takes longer is left out")
    parser.add_argument("--loads", type=int, default=0, metavar="N", help="only load, N times in turns")
    parser.add_argument("--install", action="store_true", help="only install what the peers need, by apt-get and npm")
    options = parser.parse_args()
    unknown = set(options.peers) - set(PEERS)
    if unknown:
        parser.error(f"no such peer: {', '.join(sorted(unknown))}")
    options.peers = options.peers or list(PEERS)
    options.work = options.work.resolve()
    options.work.mkdir(parents=True, exist_ok=True)
    if options.install:
        install(options.peers, options.work)
        return
    corpus = prepare(options.source, options.work, options.size)
    if options.loads:
        time_loads(options, corpus)
        return
    engines = run_all(options, corpus)
    results = read_results(options.work, options.size, engines)
    prefer_exact(results)
    lines, ratios = tabulate(results, options.metric)
    print(f"\n{options.size}, {options.metric}:\n" + "\n".join(lines))
    warnings = list(disagreements(results))
    print("\n".join(f"WARNING: {warning}" for warning in warnings) or "All agree on hits and people.")
    table = {"size": options.size, "metric": options.metric, "ratios": ratios, "warnings": warnings, "engines": results}
    (options.work / "results" / f"table.{options.size}.json").write_text(json.dumps(table, indent=1))


if __name__ == "__main__":
    main()
