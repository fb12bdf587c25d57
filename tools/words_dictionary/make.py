#!/usr/bin/env python3
"""Makes a dictionary for the words in the record: phrases.txt and what the invented
organisation says, never anything that people told (docs/formats/record.md says why).

    tools/words_dictionary/make.py build/release/firsthand src/record/words_2.zdict

A dictionary that was ever in a release is never changed: a better one takes the next number,
and src/record/stored_words.cc names it beside the earlier ones."""
import argparse
import ctypes
import ctypes.util
import datetime
import json
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TEXTS_IN_ORDER = ("source", "source_id", "text", "touchpoint", "stage", "channel", "unit", "lang")
LEVEL = 1


class Parameters(ctypes.Structure):
    _fields_ = [("level", ctypes.c_int), ("notification", ctypes.c_uint), ("id", ctypes.c_uint)]


def varint(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out + bytes([value]))


def sized(text):
    return varint(len(text.encode())) + text.encode()


def body(draft):
    """Much like docs/formats/experience.md has it: what bytes stand around the words."""
    told = datetime.datetime.fromisoformat(draft["told_at"].replace("Z", "+00:00"))
    out = bytes([1, 1, 1, 1, 3]) + varint(2 * int(told.timestamp() * 1000))
    out += b"".join(sized(draft.get(name, "")) for name in TEXTS_IN_ORDER) + b"\0\0"
    signifiers = draft.get("signifiers", {})
    out += varint(len(signifiers))
    for name, value in signifiers.items():
        out += sized(name)
        out += b"\0" + sized(value) if isinstance(value, str) else b"\2\0"
    return out


def samples(program):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "example.ndjson"
        subprocess.run([program, "example", "--out", str(file)], check=True, capture_output=True)
        drafts = [json.loads(line) for line in file.open()]
    return [body(draft) for draft in drafts if draft.get("text")]


def phrases():
    lines = (HERE / "phrases.txt").read_text().splitlines()
    return " ".join(line for line in lines if line and not line.startswith("#")).encode()


def common_words():
    source = (ROOT / "src/text/common_words.cc").read_text()
    lists = re.findall(r'\{"\w\w",((?:\s*"[^"]*")+)\}', source)
    assert lists, "src/text/common_words.cc has another shape now"
    return " ".join("".join(re.findall(r'"([^"]*)"', words)) for words in lists).encode()


def call(library, name, *arguments):
    function = getattr(library, name)
    function.restype = ctypes.c_size_t
    result = function(*arguments)
    if library.ZDICT_isError(ctypes.c_size_t(result)):
        library.ZDICT_getErrorName.restype = ctypes.c_char_p
        sys.exit(f"{name}: {library.ZDICT_getErrorName(ctypes.c_size_t(result)).decode()}")
    return result


def joined(chunks):
    return b"".join(chunks), (ctypes.c_size_t * len(chunks))(*map(len, chunks)), len(chunks)


def content_of(dictionary, library):
    return dictionary[call(library, "ZDICT_getDictHeaderSize", dictionary,
                           ctypes.c_size_t(len(dictionary))):]


def make(program, example_bytes, number):
    """Last in it, and so the cheapest to point at: the phrases, English at their end."""
    library = ctypes.CDLL(ctypes.util.find_library("zstd"))
    made = samples(program)
    every, sizes, count = joined(made)
    trained = ctypes.create_string_buffer(example_bytes)
    size = call(library, "ZDICT_trainFromBuffer", trained, ctypes.c_size_t(example_bytes), every,
                sizes, ctypes.c_uint(count))
    content = content_of(trained.raw[:size], library) + common_words() + b" " + phrases()
    # How often each byte and distance comes is taken half from the phrases.
    sentences = re.findall(rb"[^.!?]+[.!?]+[^.!?]+[.!?]+", phrases())
    told = [bytes([1, 1, 1, 1, 3]) + sentence for sentence in sentences]
    every, sizes, count = joined(made[:: max(1, len(made) // 4000)] + told * (4000 // len(told)))
    final = ctypes.create_string_buffer(len(content) + 4096)
    size = call(library, "ZDICT_finalizeDictionary", final, ctypes.c_size_t(len(final)), content,
                ctypes.c_size_t(len(content)), every, sizes, ctypes.c_uint(count),
                Parameters(LEVEL, 0, number))
    return final.raw[:size]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("program")
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--example-bytes", type=int, default=2000,
                        help="how much of the invented organisation's words (%(default)s)")
    options = parser.parse_args()
    number = re.fullmatch(r"words_(\d+)\.zdict", options.out.name)
    if not number:
        parser.error("call it words_N.zdict, N its number")
    dictionary = make(options.program, options.example_bytes, int(number[1]))
    options.out.write_bytes(dictionary)
    print(f"{options.out}: {len(dictionary)} bytes")


if __name__ == "__main__":
    main()
