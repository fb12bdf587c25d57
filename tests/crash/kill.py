#!/usr/bin/env python3
"""kill.py PROGRAM serve|import|erase [--rounds N] [--seed S]

Kills a working process with SIGKILL at random moments, starts again on the same data, and
checks: everything acknowledged is there, nothing is there twice, `verify` finds nothing,
and the index answers as one made anew from the record does. Of erasing (timers and people's
requests): what is gone stands in one receipt, what a receipt names is gone, and what had begun
is finished at the next start, once.
"""
import argparse
import http.client
import json
import pathlib
import random
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


PEOPLE, OF_EACH, OLD = 400, 3, 3000


def erasable(folder):
    """Experiences of people who will ask for erasure, and old ones for a timer."""
    path = folder / "erasable.ndjson"
    with path.open("w") as file:
        for i in range(PEOPLE * OF_EACH):
            file.write(json.dumps({"source": "desk", "source_id": f"d{i}", "person": f"p{i % PEOPLE}",
                                   "text": f"the lift stood still for the {i}th time"}) + "\n")
        for i in range(OLD):
            file.write(json.dumps({"source": "archive", "source_id": f"a{i}", "told_at": "2001-01-01",
                                   "text": f"an old word, number {i}"}) + "\n")
    return path


def ask(connection, method, target, body=None):
    connection.request(method, target, body and json.dumps(body).encode(),
                       {"Content-Type": "application/json"} if body else {})
    reply = connection.getresponse()
    return reply.status, json.loads(reply.read().decode() or "null")


def erase_people(port, people, done):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        while people:
            person = people.pop()
            status, reply = ask(connection, "POST", "/v1/requests", {
                "subject_request_type": "erasure",
                "subject_identities": [{"identity_type": "controller_customer_id", "source": "desk",
                                        "identity_value": person}]})
            if status == 201 and reply["request_status"] == "completed":
                done.add(reply["subject_request_id"])
    except (OSError, http.client.HTTPException, ValueError):
        return


def run_timers(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        after = 0
        while after is not None:
            after = ask(connection, "POST", f"/v1/retention/run?after={after}")[1].get("next")
    except (OSError, http.client.HTTPException, ValueError):
        return


def receipts(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    named, offset = [], 0
    while page := ask(connection, "GET", f"/v1/receipts?limit=100&offset={offset}")[1]["receipts"]:
        offset += len(page)
        for kept in page:
            named += json.loads(kept["receipt"])["experiences"]
    return named


def check_requests(port, acknowledged):
    """After a start none is half done, and none that was acknowledged is missing. One that had
    not begun may be pending: the server's upkeep takes it up."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    there = ask(connection, "GET", "/v1/requests?limit=1000")[1]["requests"]
    for request in there:
        done = request["request_status"] == "completed" and "receipt" in request
        if not done and request["request_status"] != "pending":
            fail(f"a request is {request['request_status']} after the start")
        if not done and request["subject_request_id"] in acknowledged:
            fail("a request that was acknowledged as completed is pending")
    if lost := acknowledged - {request["subject_request_id"] for request in there}:
        fail(f"{len(lost)} acknowledged requests are lost")


def id_of(source_id):
    """Ids are given in the order of the file."""
    return f"e{int(source_id[1:]) + 1 + (PEOPLE * OF_EACH if source_id[0] == 'a' else 0)}"


def check_erasures(program, data, acknowledged):
    """What is there and what receipts name is everything, each once. Gives what is there."""
    server = Server(program, data)
    check_requests(server.port, acknowledged)
    named = receipts(server.port)
    server.kill()
    there = [source_id for _, source_id in exported(program, data)]
    if len(named) != len(set(named)):
        fail(f"{len(named) - len(set(named))} stand in two receipts")
    if both := set(named) & set(map(id_of, there)):
        fail(f"{len(both)} are there although a receipt says they are erased")
    if len(named) + len(there) != PEOPLE * OF_EACH + OLD:
        fail(f"{PEOPLE * OF_EACH + OLD - len(named) - len(there)} are gone without a receipt")
    if (verified := run(program, "verify", "--data", data)).returncode != 0:
        fail(f"verify: {verified.stdout}{verified.stderr}")
    return there


def kill_erasing(options, folder, rng):
    data = folder / "data"
    if run(options.program, "import", erasable(folder), "--data", data).returncode != 0:
        fail("the import did not end")
    if run(options.program, "retention", "set", "--source", "archive", "--days", "30",
           "--data", data).returncode != 0:
        fail("the timer was not set")
    people, acknowledged = [f"p{i}" for i in range(PEOPLE)], set()
    for kill in range(options.rounds + 1):
        server = Server(options.program, data)
        workers = [threading.Thread(target=erase_people, args=(server.port, people, acknowledged)),
                   threading.Thread(target=run_timers, args=(server.port,))]
        for worker in workers:
            worker.start()
        if kill < options.rounds:  # the last time it may do all that is left
            time.sleep(rng.uniform(0.01, 0.3))
            server.kill()
        for worker in workers:
            worker.join()
        server.kill()
        there = check_erasures(options.program, data, acknowledged)
    if any(source_id.startswith("a") for source_id in there):
        fail("the timer was not brought to its end")
    print(f"{options.rounds} kills of an erasing process: {len(acknowledged)} requests "
          f"acknowledged, {len(there)} experiences there")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("mode", choices=["serve", "import", "erase"])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.program = options.program.resolve()
    with tempfile.TemporaryDirectory() as folder:
        mode = {"serve": kill_serving, "import": kill_importing, "erase": kill_erasing}[options.mode]
        mode(options, pathlib.Path(folder), random.Random(options.seed))


if __name__ == "__main__":
    main()
