// record/stored_words.h: an experience as it stands in the record: its bytes, compressed
// where that makes them shorter.
//
// The one place that writes or reads a stored body; docs/formats/record.md has the form. A
// stored body says in its first byte which dictionary it needs, or that it is plain. What it
// is compressed with hangs on the program alone, never on what others told, so that erasing
// it erases all of it.
//
// Threads: any; contexts of the compressor are kept for each thread (some 300 KiB where it
// writes, 100 KiB where it reads). Costs some 3 µs and 1 µs for a text of two hundred bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/error.h"
#include "model/experience.h"

namespace fh::record {

// A longer body stays plain, and one that claims to be longer once decompressed is refused:
// damaged bytes cannot ask for more memory than this. Far beyond the limit on a text; only
// thousands of keywords lead there.
inline constexpr size_t kPackedBodyBytesMax = 256UL * 1024;

std::string pack(const model::Experience& experience);
// kCorrupt where the bytes cannot be read, or need a dictionary this program does not have.
Result<model::Experience> unpack(std::string_view stored);

// The same for bytes of any meaning.
// REQUIRES: the first, if any, is below 0x80 (an experience's is the format it has).
std::string pack_bytes(std::string_view body);
Result<std::string> unpack_bytes(std::string_view stored);

}  // namespace fh::record
