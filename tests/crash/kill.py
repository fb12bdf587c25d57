#!/usr/bin/env python3
"""kill.py PROGRAM serve|import|erase [--rounds N] [--seed S]

Kills a working process with SIGKILL at random moments, starts again on the same data, and
checks: everything acknowledged is there, nothing is there twice, `verify` finds nothing,
and the index answers as one made anew from the record does. Of whoever was being erased,
everything is there or nothing: then no file holds a byte of it once the next command has
ended, and telling it again brings nothing back.
"""
import argparse
import http.client
import json
import pathlib
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

QUERIES = ["", "late", "train or bus", '"the driver"', "felt:<4", "wait* -app", "by:employee",
           "touchpoint:*", "tickt~"]


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True)


def fail(what):
    print(f"FAILED: {what}")
    sys.exit(1)


class Server:
    def __init__(self, program, data):
        self.process = subprocess.Popen([program, "serve", "--data", data, "--listen", "127.0.0.1:0"],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            if "http://127.0.0.1:" in line:
                self.port = int(line.split("http://127.0.0.1:")[1].split("/")[0].split()[0])
                return
        fail(f"the server did not start: {self.process.stderr.read()}")

    def kill(self):
        self.process.kill()
        self.process.wait()


def drafts(program, rows, seed, folder):
    path = folder / "drafts.ndjson"
    done = run(program, "example", "--out", path, "--people", max(rows // 2, 10), "--seed", seed)
    if done.returncode != 0:
        fail(f"example: {done.stderr}")
    return path


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


def exported(program, data):
    done = run(program, "export", "--data", data)
    if done.returncode != 0:
        fail(f"export: {done.stderr}")
    return [(row["source"], row["source_id"]) for row in map(json.loads, done.stdout.splitlines())]


def answers(program, data):
    found = []
    for query in QUERIES:
        done = run(program, "search", query, "--data", data, "--json", "--limit", "20", "--facet", "touchpoint")
        if done.returncode != 0:
            fail(f"search {query!r}: {done.stderr}")
        answer = json.loads(done.stdout)
        answer.pop("took_us", None)
        found.append(answer)
    return found


def check(program, data, acknowledged, sent, compare):
    verified = run(program, "verify", "--data", data)
    if verified.returncode != 0:
        fail(f"verify: {verified.stdout}{verified.stderr}")
    keys = exported(program, data)
    if len(keys) != len(set(keys)):
        fail(f"{len(keys) - len(set(keys))} are there twice")
    if lost := acknowledged - set(keys):
        fail(f"{len(lost)} acknowledged ones are lost, such as {sorted(lost)[0]}")
    if strange := set(keys) - sent:
        fail(f"{len(strange)} are there that nobody told")
    if compare:
        before = answers(program, data)
        if (done := run(program, "rebuild", "--data", data)).returncode != 0:
            fail(f"rebuild: {done.stderr}")
        if before != answers(program, data):
            fail("the index answers otherwise than one made anew")
    return len(keys)


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


TOLD_EACH = 25
PEOPLE_MORE = 20  # than rounds: who is never erased stays among the others


def marked_drafts(path, people, rng):
    """Everyone uses words that nobody else does, in one place of every sort that keeps words."""
    words = {}
    with path.open("w") as out:
        for person in range(people):
            words[person] = [f"zq{rng.getrandbits(64):016x}" for _ in range(4)]
            for telling in range(TOLD_EACH):
                one, two, three, four = words[person]
                draft = {"source": "killed", "source_id": f"{person}-{telling}", "person": f"{one} {two}",
                         "text": f"The {one} train was late for {two}, as on day {telling}; {rng.getrandbits(40):x}.",
                         "signifiers": {"remark": three}, "subject": [{"level": "service", "name": f"{four} line"}]}
                out.write(json.dumps(draft) + "\n")
    return words


def pieces_of(data, person, words):
    """What may be in no file: the words, and stretches of the packed bodies that nobody shares."""
    with sqlite3.connect(data / "record.db") as database:
        told = database.execute("SELECT source_id, body FROM experience JOIN told_key USING (number)").fetchall()
    theirs = [body for source_id, body in told if source_id.startswith(f"{person}-")]
    others = b"|".join(body for source_id, body in told if not source_id.startswith(f"{person}-"))
    stretch = 24
    packed = [body[at:at + stretch] for body in theirs for at in range(0, len(body) - stretch, stretch // 2)]
    own = [piece for piece in packed if piece not in others]
    if len(own) < len(theirs):
        fail("too little of what is packed is anybody's own to look for")
    return [word.encode() for word in words] + own


def check_gone(data, pieces):
    for path in data.rglob("*"):
        if not path.is_file():
            continue
        held = path.read_bytes()
        for piece in pieces:
            if piece in held:
                fail(f"{path.name} still holds {piece!r} of who was erased")


def kill_erasing(options, folder, rng):
    path, data = folder / "drafts.ndjson", folder / "data"
    words = marked_drafts(path, options.rounds + PEOPLE_MORE, rng)
    if run(options.program, "import", path, "--data", data).returncode not in (0, 1):
        fail("the import did not end")
    every = {(draft["source"], draft["source_id"]) for draft in map(json.loads, path.read_text().splitlines())}
    keys = {row["source_id"].split("-")[0]: row["person"]
            for row in map(json.loads, run(options.program, "export", "--data", data).stdout.splitlines())}
    killed = {"before anything": 0, "in between": 0, "after all": 0}
    for person in range(options.rounds):
        pieces = pieces_of(data, person, words[person])
        theirs = {key for key in every if key[1].startswith(f"{person}-")}
        erase = [options.program, "erase", "--person", keys[str(person)], "--purge", "--data", data]
        process = subprocess.Popen(erase, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(rng.uniform(0.005, 0.15))
            killed["after all"] += 1
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        left = set(exported(options.program, data)) & theirs
        if left and left != theirs:
            fail(f"{len(theirs) - len(left)} of {len(theirs)} are erased")
        if left:
            killed["before anything"] += 1
            if (done := run(*erase)).returncode != 0:
                fail(f"erase: {done.stderr}")
        elif process.returncode != 0:
            killed["in between"] += 1
        every -= theirs
        check_gone(data, pieces)
        if person % 10 == 0:
            run(options.program, "import", path, "--data", data)
        check(options.program, data, every, every, compare=person % 10 == 0)
        check_gone(data, pieces)
    print(f"{options.rounds} kills of an erasing process: " + ", ".join(f"{n} {when}" for when, n in killed.items()))


MODES = {"serve": kill_serving, "import": kill_importing, "erase": kill_erasing}


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
