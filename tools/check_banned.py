#!/usr/bin/env python3
"""Checks for calls that go round the doors of base/, and for words nobody should commit."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
# pattern, where it is allowed, what to do instead
BANNED = [
    (r"\bstd::chrono::(system|steady|high_resolution)_clock::now\b", r"src/base/|bench/|testing/|_test\.cc$",
     "take the time from base/clock.h"),
    (r"\bstd::(random_device|mt19937|rand|uniform_int_distribution)|\b(s?rand|random)\(\)", r"src/base/",
     "take chance from base/random.h"),
    (r"\bstd::(ofstream|fstream|ifstream)\b|\bfopen\(", r"src/base/|_test\.cc$|testing/|bench/|src/cli/|src/doors/byte_source|src/api/metrics",
     "go through base/file_system.h"),
    (r"\b(strcpy|strcat|sprintf|gets|strtok|system|popen|tmpnam)\(", r"_test\.cc$", "there is a safe way"),
    (r"\busing namespace std\b", r"^$", "name what you use"),
    (r"\b(throw)\b", r"src/api/|_test\.cc$|testing/", "return an Error"),
    (r"\b(TODO|FIXME|XXX|HACK)\b", r"^$", "finish it, or write an issue"),
    (r"\bstd::(cout|cerr)\b", r"src/cli/|src/main\.cc|bench/|tests/", "only the command line prints"),
]
COMMENT_OR_STRING = re.compile(r'//[^\n]*|"(?:\\.|[^"\\\n])*"')


def main():
    files = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "src", "testing", "fuzz", "bench"],
                           cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    findings = []
    for name in files:
        if not name.endswith((".cc", ".h")) or not (ROOT / name).exists():
            continue
        for number, line in enumerate((ROOT / name).read_text().splitlines(), 1):
            code = COMMENT_OR_STRING.sub("", line)
            for pattern, allowed, instead in BANNED:
                text = line if "TODO" in pattern else code
                if re.search(pattern, text) and not re.search(allowed, name):
                    findings.append(f"{name}:{number}: {line.strip()[:80]}: {instead}")
    print("\n".join(findings))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
