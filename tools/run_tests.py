#!/usr/bin/env python3
"""Runs the parts of ./test and counts what ran. Called by ./test, which sets things up."""
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
CLANG = ROOT / "build/clang"
PROGRAM = ROOT / "build/release/firsthand"

# The first that fits the suite's name says what kind of test it is.
KINDS = [("differential", r"Differential|Naive|Twin"), ("crash", r"Kill|Crash|Power"),
         ("API", r"Script|Server|Answers|Live|Stream"), ("unit", r"")]


class Tally:
    def __init__(self):
        self.passed, self.failed, self.skipped = {}, [], []

    def add(self, kind, count):
        self.passed[kind] = self.passed.get(kind, 0) + count

    def fail(self, what, output=""):
        self.failed.append(what)
        print(f"FAILED: {what}\n{output}".rstrip(), flush=True)


def run(command, **options):
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace", **options)


def checks(tally):
    files = run(["git", "ls-files", "-co", "--exclude-standard", "src", "testing", "fuzz", "bench"]).stdout.split()
    sources = [name for name in files if name.endswith((".cc", ".h")) and (ROOT / name).exists()]
    commands = {
        "format": ["clang-format-19", "--dry-run", "-Werror", *sources],
        "layers": ["python3", "tools/check_layers.py"],
        "sizes": ["python3", "tools/check_sizes.py"],
        "banned calls": ["python3", "tools/check_banned.py"],
    }
    for name, command in commands.items():
        run_check(tally, name, command)


def run_check(tally, name, command):
    done = run(command)
    if done.returncode == 0:
        tally.add("check", 1)
    else:
        tally.fail(name, done.stdout)


def tidy(tally):
    run_check(tally, "clang-tidy", ["python3", "tools/check_tidy.py"])


def run_gtest(binary):
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        done = run([binary, f"--gtest_output=json:{report.name}", "--gtest_brief=1"], timeout=1500)
        try:
            return binary.name, done, json.loads(pathlib.Path(report.name).read_text())
        except ValueError:
            return binary.name, done, None


def count_gtest(tally, name, done, report):
    if report is None:
        tally.fail(f"{name} ended with {done.returncode} before it could report", done.stdout[-4000:])
        return
    for suite in report["testsuites"]:
        kind = next(kind for kind, pattern in KINDS if re.search(pattern, suite["name"]))
        for case in suite["testsuite"]:
            label = f"{suite['name']}.{case['name']}"
            if case.get("failures"):
                tally.fail(label, "\n".join(f["failure"] for f in case["failures"]))
            elif case.get("result") == "SKIPPED":
                reason = " ".join(s.get("message", "") for s in case.get("skipped", []))
                tally.skipped.append(f"{label} {reason.strip()}")
            else:
                tally.add(kind, 1)
    if done.returncode != 0 and not any(s.get("failures") for s in report["testsuites"]):
        tally.fail(f"{name} ended with {done.returncode}", done.stdout[-4000:])


def run_fuzzer(fuzzer):
    corpus = ROOT / "fuzz/corpus" / fuzzer.name.removeprefix("fuzz_")
    with tempfile.TemporaryDirectory() as found:
        return fuzzer, run([fuzzer, "-runs=20000", "-max_total_time=5", f"-artifact_prefix={found}/", found,
                            *([corpus] if corpus.is_dir() else [])])


def unit(tally):
    subprocess.run(["tools/build", "tests"], cwd=ROOT, check=True)
    # The largest take longest: first, so that no core waits for another at the end.
    binaries = sorted(CLANG.glob("fh_*_test"), key=lambda binary: -binary.stat().st_size)
    if not binaries:
        tally.fail("there are no unit tests in build/clang")
    fuzzers = [one for one in sorted((CLANG / "fuzz").glob("fuzz_*")) if one.is_file() and os.access(one, os.X_OK)]
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        tested = pool.map(run_gtest, binaries)
        fuzzed = pool.map(run_fuzzer, fuzzers)
        for name, done, report in tested:
            count_gtest(tally, name, done, report)
        for fuzzer, done in fuzzed:
            if done.returncode == 0:
                tally.add("fuzz", 1)
            else:
                tally.fail(f"fuzzer {fuzzer.name.removeprefix('fuzz_')}", done.stdout[-4000:])


def build_program():
    subprocess.run(["tools/build", "program"], cwd=ROOT, check=True)


def crash(tally):
    build_program()
    for mode in ("serve", "import", "erase", "requests"):
        done = run(["python3", "tests/crash/kill.py", str(PROGRAM), mode, "--rounds", "6"])
        found = re.search(r"(\d+) kills", done.stdout)
        if done.returncode == 0 and found:
            tally.add("crash", int(found.group(1)))
        else:
            tally.fail(f"crash test ({mode})", done.stdout[-4000:])


def browser(tally):
    build_program()
    web = ROOT / "web"
    done = subprocess.run(["npm", "test", "--silent"], cwd=web, capture_output=True, text=True)
    found = re.search(r"Tests\s+(\d+) passed", re.sub(r"\x1b\[[0-9;]*m", "", done.stdout))
    if done.returncode == 0 and found:
        tally.add("page unit", int(found.group(1)))
    else:
        tally.fail("the pages' unit tests", done.stdout[-4000:] + done.stderr[-2000:])
    environment = dict(os.environ, FIRSTHAND_PROGRAM=str(PROGRAM))
    done = subprocess.run(["npm", "run", "--silent", "e2e"], cwd=web, capture_output=True, text=True, env=environment)
    found = re.search(r"(\d+) browser tests", done.stdout)
    if done.returncode == 0 and found:
        tally.add("browser", int(found.group(1)))
    else:
        tally.fail("browser tests", done.stdout[-6000:] + done.stderr[-2000:])


def main():
    tally = Tally()
    parts = {"checks": checks, "tidy": tidy, "unit": unit, "crash": crash, "browser": browser}
    for name in sys.argv[1:]:
        if name not in parts:
            sys.exit(f"./test: {name} is not one of {', '.join(parts)}")
    for name in sys.argv[1:]:
        begin = time.monotonic()
        print(f"== {name}", flush=True)
        parts[name](tally)
        print(f"   {time.monotonic() - begin:.0f} s", flush=True)
    for reason in tally.skipped:
        print(f"SKIPPED: {reason}")
    for kind, count in sorted(tally.passed.items()):
        print(f"{count:6} {kind}")
    for what in tally.failed:
        print(f"FAILED: {what.splitlines()[0]}")
    passed = sum(tally.passed.values())
    print(f"{passed} passed, {len(tally.failed)} failed, {len(tally.skipped)} skipped")
    return 1 if tally.failed or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
