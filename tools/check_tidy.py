#!/usr/bin/env python3
"""Runs clang-tidy over sources whose text, or a header they include, has changed since it
last found nothing. Stamps lie in build/tidy."""
import concurrent.futures
import hashlib
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
STAMPS = ROOT / "build/tidy"
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)


def closure(path, seen):
    if path in seen or not path.exists():
        return
    seen.add(path)
    for header in INCLUDE.findall(path.read_text()):
        closure(ROOT / "src" / header, seen)
        closure(ROOT / header, seen)


def stamp_of(path):
    seen = set()
    closure(path, seen)
    digest = hashlib.sha256((ROOT / ".clang-tidy").read_bytes())
    for part in sorted(seen):
        digest.update(part.read_bytes())
    return STAMPS / f"{path.stem}-{digest.hexdigest()[:32]}"


def tidy(path):
    stamp = stamp_of(path)
    if stamp.exists():
        return ""
    done = subprocess.run(
        ["clang-tidy-19", "--quiet", path, "--", "-std=c++23", f"-I{ROOT}/src", f"-I{ROOT}"],
        capture_output=True, text=True)
    if done.returncode == 0 and "warning:" not in done.stdout:
        for old in STAMPS.glob(f"{path.stem}-????????????????????????????????"):
            old.unlink()
        stamp.touch()
        return ""
    return done.stdout or done.stderr


def main():
    STAMPS.mkdir(parents=True, exist_ok=True)
    paths = [ROOT / name for name in sys.argv[1:]] or sorted(
        path for path in (ROOT / "src").rglob("*.cc") if not path.name.endswith("_test.cc"))
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        findings = [finding for finding in pool.map(tidy, paths) if finding]
    print("\n".join(findings))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
