#!/usr/bin/env python3
"""kill.py PROGRAM serve|import|erase|requests [--rounds N] [--seed S]

Kills a working process with SIGKILL at random moments, starts again on the same data, and
checks: everything acknowledged is there, nothing is there twice, `verify` finds nothing,
and the index answers as one made anew from the record does. What erasing
must keep to is said in kill_erasing.py and kill_requests.py.
"""
import argparse
import http.client
import json
import pathlib
import random
import subprocess
import tempfile
import threading
import time

from common import Server, check, drafts, fail, run
from kill_erasing import kill_erasing
from kill_requests import kill_requests


def tell(port, lines, acknowledged, sent, lock):
    """Tells line after line, singly or in groups, until the server is gone."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    rng = random.Random(len(lines))
    try:
        while lines:
            group = [lines.pop() for _ in range(min(len(lines), rng.choice([1, 1, 1, 40])))]
            keys = [(draft["source"], draft["source_id"]) for draft in map(json.loads, group)]
            with lock:
                sent.update(keys)
            many = len(group) > 1
            connection.request("POST", "/v1/experiences", "\n".join(group).encode(),
                               {"Content-Type": "application/x-ndjson" if many else "application/json"})
            reply = connection.getresponse()
            body = reply.read().decode()
            receipts = [json.loads(line) for line in body.splitlines()] if many else [json.loads(body)]
            with lock:
                acknowledged.update(key for key, receipt in zip(keys, receipts) if "id" in receipt)
    except (OSError, http.client.HTTPException, ValueError):
        return


def kill_serving(options, folder, rng):
    data = folder / "data"
    lines = drafts(options.program, 40 * options.rounds + 4000, options.seed, folder).read_text().splitlines()
    acknowledged, sent, lock = set(), set(), threading.Lock()
    for kill in range(options.rounds):
        server = Server(options.program, data)
        tellers = [threading.Thread(target=tell, args=(server.port, lines, acknowledged, sent, lock))
                   for _ in range(4)]
        for teller in tellers:
            teller.start()
        time.sleep(rng.uniform(0.01, 0.6))
        server.kill()
        for teller in tellers:
            teller.join()
        there = check(options.program, data, acknowledged, sent, compare=kill % 10 == 0)
    print(f"{options.rounds} kills of a serving process: {len(acknowledged)} acknowledged, {there} there")


def kill_importing(options, folder, rng):
    path = drafts(options.program, 30_000, options.seed, folder)
    every = {(d["source"], d["source_id"]) for d in map(json.loads, path.read_text().splitlines())}
    kills = restarts = 0
    data = folder / "data0"
    while kills < options.rounds:
        process = subprocess.Popen([options.program, "import", path, "--data", data],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(rng.uniform(0.02, 0.9))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            kills += 1
            if data.joinpath("record.db").exists():
                check(options.program, data, set(), every, compare=kills % 10 == 0)
            continue
        # It got through: all must be there; then the next kills begin with nothing.
        if check(options.program, data, every, every, compare=False) != len(every):
            fail("rows are missing after the import ended")
        restarts += 1
        data = folder / f"data{restarts}"
    if run(options.program, "import", path, "--data", data).returncode != 0:
        fail("the import did not end after the last kill")
    check(options.program, data, every, every, compare=True)
    print(f"{kills} kills of an importing process, {restarts + 1} imports brought to their end")


MODES = {"serve": kill_serving, "import": kill_importing, "erase": kill_erasing, "requests": kill_requests}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("mode", choices=MODES)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.program = options.program.resolve()
    with tempfile.TemporaryDirectory() as folder:
        MODES[options.mode](options, pathlib.Path(folder), random.Random(options.seed))


if __name__ == "__main__":
    main()
