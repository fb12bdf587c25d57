// base/limits.h: every bound a person can run into, in one place.
//
// Each has a test at the limit and one beyond it, and an error that names it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace fh::limits {

// What is told.
inline constexpr size_t kTextBytesMax = 64UL * 1024;
inline constexpr size_t kSignifiersMax = 256;
inline constexpr size_t kNameBytesMax = 128;
inline constexpr size_t kKeywordBytesMax = 1024;
inline constexpr size_t kKeywordsPerSignifierMax = 64;
inline constexpr size_t kSourceIdBytesMax = 512;
inline constexpr size_t kPersonBytesMax = 512;
inline constexpr size_t kSubjectsMax = 8;
inline constexpr int kYearMin = 1900;

// What is asked.
inline constexpr size_t kQueryBytesMax = 8192;
inline constexpr size_t kQueryDepthMax = 32;
inline constexpr size_t kQueryLeavesMax = 1024;
inline constexpr size_t kTermExpansionsMax = 512;
inline constexpr uint32_t kHitsMax = 1000;
inline constexpr uint32_t kOffsetMax = 100'000;
inline constexpr size_t kFacetsMax = 32;
inline constexpr uint32_t kFacetValuesMax = 1000;
inline constexpr uint32_t kTellingWordsMax = 100;

// What is stored: a new column beyond this is refused with a clear error.
inline constexpr size_t kColumnsMax = 4096;
// Of these, how many new ones come from who is not known to the organisation while the program
// runs: names are given out for good, and nobody is to use them all up.
inline constexpr size_t kPublicColumnsMax = 256;

// Of what the experiences of one page said before they were amended, together: a page in which
// there is more is asked for in smaller ones. Of one alone it is always less.
inline constexpr size_t kEarlierWordsBytesMax = 64UL * 1024 * 1024;

// JSON.
inline constexpr size_t kJsonDepthMax = 32;
inline constexpr size_t kJsonBytesMax = 1024UL * 1024;

}  // namespace fh::limits
