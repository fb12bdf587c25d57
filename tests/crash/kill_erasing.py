"""Kills while a person is erased with every byte: all of theirs is there or nothing, and then no
file holds any of it once the next command has ended, and telling it again brings nothing back."""
import json
import sqlite3
import subprocess

from common import check, exported, fail, run

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
            process.wait(rng.uniform(0.002, 0.07))
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
