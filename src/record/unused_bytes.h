// record/unused_bytes.h: which bytes of a page of the record's file nothing uses.
//
// As SQLite's description of its file format has it ("B-tree Pages"): a page of a table or an
// index begins with a header and the places of its cells; the cells lie at its end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace fh::record {

enum class PageAt : uint8_t { kBeginOfFile, kElsewhere };  // the file's header comes before

// The bytes between the places and the first cell. Empty where the page is of another sort, or
// says what cannot be. REQUIRES: at least 512 bytes, as all pages have.
std::span<std::byte> unused_in(std::span<std::byte> page, PageAt at);

}  // namespace fh::record
