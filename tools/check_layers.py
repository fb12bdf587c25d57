#!/usr/bin/env python3
"""Checks what may include what: rooms by LAYERS, third-party headers by their one home."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')

# Headers of libraries and the only files that may name them.
HOMES = {
    r"sqlite3\.h": r"src/record/",
    r"boost/": r"src/api/|fuzz/http_fuzz\.cc",
    r"openssl/": r"src/api/",
    r"curl/": r"src/api/smtp\.cc",
    r"unicode/|libstemmer\.h|cld2/": r"src/text/",
    r"simdjson\.h": r"src/base/json\.cc",
    r"sodium\.h": r"src/(base|record)/",
    r"xxhash\.h": r"src/base/hash\.cc",
    r"toml\+\+/": r"src/doors/",
    r"zlib\.h|zstd\.h": r"src/(base|record|doors|api)/",
}
# A header another room can see must not drag a library in.
HEADERS_KEEP_OUT = re.compile(r"sqlite3\.h|boost/|openssl/|curl/|unicode/|libstemmer|cld2/|simdjson|sodium|toml\+\+|zlib|zstd|xxhash|fmt/")


def layers():
    level = {}
    lines = [line for line in (ROOT / "LAYERS").read_text().splitlines()
             if line and not line.startswith("#")]
    for height, line in enumerate(lines):
        for room in line.split():
            level[room] = height
    return level


def room_of(path):
    parts = path.parts
    return "main" if parts == ("src", "main.cc") else parts[1]


def check(path, level):
    room = room_of(path)
    if room not in level:
        yield f"{path}: room {room} is not in LAYERS"
        return
    is_test = path.name.endswith(("_test.cc", "_fixture.h")) or path.name.startswith("test_")
    for number, line in enumerate((ROOT / path).read_text().splitlines(), 1):
        found = INCLUDE.match(line)
        if not found:
            continue
        quote, header = found.groups()
        where = f"{path}:{number}"
        if quote == '"':
            target = header.split("/")[0]
            if target == "testing":
                if not is_test:
                    yield f"{where}: only tests include testing/"
            elif target not in level:
                yield f"{where}: {header} is in no room of LAYERS"
            elif target != room and level[target] >= level[room]:
                yield f"{where}: {room} must not include {target} ({header}): see LAYERS"
            continue
        for pattern, home in HOMES.items():
            if re.match(pattern, header) and not re.match(home, str(path)):
                yield f"{where}: <{header}> has its home in {home}"
        # Inside api/ a few headers share Beast; they are named by nobody else.
        private = path.suffix == ".h" and HEADERS_KEEP_OUT.match(header)
        if private and room not in PRIVATE_HEADERS.get(path.name, ()):
            yield f"{where}: <{header}> shows in a header; keep it in a .cc"


# Headers that only their own room includes (checked below) may name a library.
PRIVATE_HEADERS = {}


def private_headers(files):
    includers = {}
    for path in files:
        for line in (ROOT / path).read_text().splitlines():
            found = INCLUDE.match(line)
            if found and found.group(1) == '"':
                includers.setdefault(found.group(2), set()).add(room_of(path))
    for path in files:
        name = str(path.relative_to("src"))
        if path.suffix == ".h" and includers.get(name, set()) <= {room_of(path)}:
            PRIVATE_HEADERS[path.name] = {room_of(path)}


def main():
    files = sorted(p.relative_to(ROOT) for p in (ROOT / "src").rglob("*")
                   if p.suffix in (".h", ".cc"))
    private_headers(files)
    level = layers()
    findings = [finding for path in files for finding in check(path, level)]
    print("\n".join(findings))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
