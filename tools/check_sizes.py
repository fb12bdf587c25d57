#!/usr/bin/env python3
"""Checks that files stay one idea and functions one thought: lines, parameters, nesting."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FILE_MAX = {".h": 400, ".cc": 700, "_test.cc": 900, ".ts": 400, ".tsx": 400, ".py": 400, ".mjs": 400}
FUNCTION_MAX = {".cc": 70, ".h": 70, ".ts": 100, ".tsx": 100}
PARAMETERS_MAX = 4
# Tables of data are as long as what they hold.
TABLES = re.compile(r"src/example/(table|grammar|words)_|\btypes\.ts$|\.test\.tsx?$")

TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<d>[^(]*)\(.*?\)(?P=d)"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
NOT_FUNCTION = re.compile(
    r"^\s*(if|for|while|switch|catch|else|do|try|namespace|class|struct|enum|union|return)\b|=\s*$")
HEAD = re.compile(r"\)\s*(const|noexcept|override|final|mutable|&|\s|->\s*[\w:<>,&*\s()]+|:[^;{}]*)*$", re.S)


def blank(match):
    return re.sub(r"[^\n]", " ", match.group(0))


def blocks(text):
    """Yields (head, first line, last line) for every brace pair; head is what leads to it."""
    stack, start, line = [], 0, 1
    for at, char in enumerate(text):
        if char == "\n":
            line += 1
        elif char == "{":
            stack.append((text[start:at], line))
            start = at + 1
        elif char == "}":
            if stack:
                head, begin = stack.pop()
                yield head, begin, line
            start = at + 1
        elif char == ";":
            start = at + 1


def parameters(head):
    """The number of parameters of the function the head declares."""
    open_at = head.find("(")
    depth, count, seen = 0, 0, False
    angle = 0
    for char in head[open_at:]:
        if char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
            if depth == 0:
                break
        elif char == "<":
            angle += 1
        elif char == ">":
            angle = max(0, angle - 1)
        elif char == "," and depth == 1 and angle == 0:
            count += 1
        elif not char.isspace():
            seen = True
    return count + 1 if seen else 0


def check_functions(path, text, limit):
    for head, begin, end in blocks(TOKEN.sub(blank, text)):
        head = head.strip()
        if not head or NOT_FUNCTION.match(head) or not HEAD.search(head):
            continue
        lines = end - begin + 1 + head.count("\n")
        if lines > limit:
            yield f"{path}:{begin}: a function of {lines} lines; the limit is {limit}"
        # An override's parameters are somebody else's choice.
        if re.search(r"\boverride\b", head):
            continue
        is_test = re.match(r"(TEST|TEST_F|TEST_P|BENCHMARK)\b", head)
        if path.suffix in (".cc", ".h") and not is_test and parameters(head) > PARAMETERS_MAX:
            yield f"{path}:{begin}: {parameters(head)} parameters; beyond {PARAMETERS_MAX} use an options struct"


def check(path):
    text = (ROOT / path).read_text()
    kind = "_test.cc" if path.name.endswith("_test.cc") else path.suffix
    if TABLES.search(str(path)):
        return
    lines = text.count("\n")
    if lines > FILE_MAX[kind]:
        yield f"{path}: {lines} lines; the limit is {FILE_MAX[kind]}"
    if path.suffix in (".cc", ".h"):
        yield from check_functions(path, text, FUNCTION_MAX[path.suffix])


def main():
    folders = ["src", "testing", "fuzz", "bench", "tools", "tests", "web/src", "web/e2e"]
    files = sorted(p.relative_to(ROOT) for folder in folders for p in (ROOT / folder).rglob("*")
                   if p.suffix in (".h", ".cc", ".ts", ".tsx", ".py", ".mjs")
                   and "node_modules" not in p.parts)
    findings = [finding for path in files for finding in check(path)]
    print("\n".join(findings))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
