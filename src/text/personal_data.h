// text/personal_data.h: where words name a person, or tell how one is reached.
//
// For showing words to readers who need not know whom they are about. What was told is
// never altered: spans are found in it, and a copy is masked. Found by shape, check
// digits, words nearby and lists of common given names, all of it built in; docs/methods
// says how much of it that finds.
//
// Pure and thread-safe. Broken UTF-8 is taken as it comes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fh::text {

// Where two kinds claim the same words, the one named earlier here has them.
enum class PersonalKind : uint8_t {
  kMail,
  kIban,
  kCard,
  kNationalId,
  kPhone,
  kAddress,
  kPlate,
  kHandle,  // "@somebody"
  kName,
};
inline constexpr size_t kPersonalKinds = 9;

// "mail", "iban", "card", "national_id", "phone", "address", "plate", "handle", "name".
std::string_view name_of(PersonalKind kind);

// Byte offsets into the text.
struct PersonalSpan {
  uint32_t begin = 0;
  uint32_t end = 0;
  PersonalKind kind = PersonalKind::kName;
  bool operator==(const PersonalSpan&) const = default;
};

// In order, without overlap, none empty, on borders of characters where the text is
// UTF-8. `lang` ("en", "de", …, or empty) settles shapes that mean something in one
// language only. Linear in the text.
// REQUIRES: text.size() < 2^32.
std::vector<PersonalSpan> find_personal_data(std::string_view text, std::string_view lang);

// The text with each span replaced by its kind in brackets: "[mail]".
// REQUIRES: spans as find_personal_data() gives them for this text.
std::string masked(std::string_view text, std::span<const PersonalSpan> spans);

// Where a part of the text stands in another form of it, in bytes.
struct ByteRange {
  uint32_t begin = 0;
  uint32_t end = 0;
  bool operator==(const ByteRange&) const = default;
};

// The same ranges in masked(text, spans). What lies in a span is cut off, and a range
// of nothing else is left out; a range with words on both sides of a span holds its mask.
// REQUIRES: both in order and without overlap.
std::vector<ByteRange> moved(std::span<const ByteRange> ranges,
                             std::span<const PersonalSpan> spans);

}  // namespace fh::text
