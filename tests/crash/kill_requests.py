"""Kills while people's requests and timers erase: what is gone stands in one receipt, what a
receipt names is gone, and what had begun is finished at the next start, once."""
import http.client
import json
import threading
import time

from common import Server, exported, fail, run

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


def kill_requests(options, folder, rng):
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
    print(f"{options.rounds} kills while requests and timers erase: {len(acknowledged)} requests "
          f"acknowledged, {len(there)} experiences there")
