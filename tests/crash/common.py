"""What the killing tests share: a server, and what must hold of a data directory."""
import json
import subprocess
import sys

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
