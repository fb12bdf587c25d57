#!/usr/bin/env python3
"""rights.py PROGRAM FILE.jsonl QUERIES [--told 500] [--work DIR]

What people's rights cost among many: imports FILE with one person's experiences strewn evenly
among the others', prints what build/release/bench/rights_cost measures, then erases that
person with everything overwritten, and searches every file of the data directory for words
that only they used. The time of erasing is the whole command's, from its start to its end.
"""
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import time

PERSON = "strewn person"
WORD = "zqstrewnqz"


def strew(source, target, told):
    """FILE with `told` rows more, which one person told, at equal distances."""
    rows = sum(1 for _ in open(source))
    every = max(rows // told, 1)
    left = told
    with open(source) as lines, open(target, "w") as out:
        for number, line in enumerate(lines):
            out.write(line)
            if number % every or not left:
                continue
            left -= 1
            row = json.loads(line)
            # One source's: the same key of another is somebody else.
            row.update(id=f"strewn-{number}", source="strewn", author=PERSON, text=f"{row['text']} {WORD}{number}")
            out.write(json.dumps(row) + "\n")


def holding(directory):
    """The files in which their words stand. The question by which they are found below is not theirs: figures
    were asked for with it, which is kept for a while."""
    theirs = re.compile(WORD.encode() + rb"(?!\*)")
    return [path.name for path in directory.rglob("*") if path.is_file() and theirs.search(path.read_bytes())]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("queries", type=pathlib.Path)
    parser.add_argument("--told", type=int, default=500)
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path("/tmp/firsthand-rights"))
    options = parser.parse_args()
    shutil.rmtree(options.work, ignore_errors=True)
    options.work.mkdir(parents=True)
    data, strewn = options.work / "data", options.work / "strewn.jsonl"
    strew(options.file, strewn, options.told)
    run = lambda *command: subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if (done := run(options.program, "import", strewn, "--data", data)).returncode not in (0, 1):
        sys.exit(done.stderr)
    found = run(options.program, "search", f"{WORD}*", "--data", data, "--json", "--limit", "1")
    person = json.loads(found.stdout)["hits"][0]["person"]
    costs = run(options.program.parent / "bench" / "rights_cost", data, options.queries, person)
    print(costs.stdout + costs.stderr, end="")
    held = holding(data)
    begin = time.monotonic()
    done = run(options.program, "erase", "--person", person, "--purge", "--data", data)
    took = time.monotonic() - begin
    if done.returncode != 0:
        sys.exit(done.stderr)
    receipt = json.loads(json.loads(done.stdout)["receipt"])
    print(f"erased {len(receipt['experiences'])} with their bytes in {took:.2f} s ({receipt['bytes']}); "
          f"files that held their words: {len(held)} before, {len(holding(data))} after")
    again = run(options.program, "import", strewn, "--data", data)
    found = run(options.program, "search", f"{WORD}*", "--data", data, "--json", "--limit", "1")
    print(f"told again: {json.loads(found.stdout)['total']} came back")
    shutil.rmtree(options.work)


if __name__ == "__main__":
    main()
