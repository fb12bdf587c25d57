#include "text/common_words.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>

#include "base/ascii.h"

namespace fh::text {
namespace {

struct Vocabulary {
  std::string_view language;
  std::string_view words;  // parted by spaces
};

// Words that are frequent in one language and hardly met in another: "was", "die", "in",
// "de" or "la" tell nothing. Afrikaans, Catalan, Danish and the like share few of them
// with their neighbours.
constexpr std::array<Vocabulary, 5> kVocabularies = {{
    {"en",
     "the and that this with they their there would could should which because been from were "
     "you your what when about just than then them these those our who how where while through "
     "every again never always don't didn't wasn't can't it's i'm very to of for it is are be not "
     "but my all can has had if she at by or will out get some any only"},
    {"de",
     "und ist nicht ich wir sie der das ein eine einen einem mit auch auf sich aber nach noch "
     "wurde haben habe keine mich mir uns sehr dass bei oder zum zur wenn schon"},
    {"fr",
     "et est nous vous ils elle une dans avec pour mais je les des pas sur que qui ont cette "
     "sont très était aux ne leur"},
    {"es",
     "pero muy los las está más fue hay también por con como nos lugar muchas hemos todo cuando "
     "desde porque estaba"},
    {"nl",
     "een niet wij zijn voor naar hebben werd waren geen heeft wordt deze onze bij zeer kunnen "
     "wel"},
}};

// A word of at most eight bytes as a number; longer ones are never looked for.
constexpr size_t kWordBytesMax = 8;

constexpr uint64_t key_of(std::string_view word) {
  uint64_t key = 0;
  for (size_t i = 0; i < word.size(); ++i) {
    key |= uint64_t{static_cast<uint8_t>(word[i])} << (8 * i);
  }
  return key;
}

struct Entry {
  uint64_t key = 0;  // 0: empty
  uint8_t language = 0;
};

constexpr size_t kSlots = 1024;  // some five times the words: look-ups hardly ever collide

constexpr size_t slot_of(uint64_t key) {
  return static_cast<size_t>((key * 0x9E3779B97F4A7C15ULL) >> 54U);
}
static_assert(uint64_t{kSlots - 1} == ~uint64_t{0} >> 54U);

constexpr std::array<Entry, kSlots> kWords = [] {
  std::array<Entry, kSlots> table{};
  for (size_t language = 0; language < kVocabularies.size(); ++language) {
    std::string_view rest = kVocabularies[language].words;
    while (!rest.empty()) {
      const size_t end = std::min(rest.find(' '), rest.size());
      const uint64_t key = key_of(rest.substr(0, end));
      size_t slot = slot_of(key);
      while (table[slot].key != 0) slot = (slot + 1) % kSlots;
      table[slot] = {key, static_cast<uint8_t>(language)};
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return table;
}();

// Letters, bytes beyond ASCII (letters of some script, as a rule) and the apostrophe
// inside "don't". As it is in lower case; 0 for what parts words.
constexpr std::array<char, 256> kInWord = [] {
  std::array<char, 256> table{};
  for (unsigned c = 0; c < 256; ++c) {
    const auto byte = static_cast<char>(c);
    if (is_ascii_letter(byte) || byte == '\'' || c >= 0x80) table[c] = ascii_lower(byte);
  }
  return table;
}();

struct Counts {
  std::array<uint32_t, kVocabularies.size()> of{};
  uint32_t words = 0;
  uint32_t foreign_bytes = 0;  // not ASCII

  void add(uint64_t key) {
    for (size_t slot = slot_of(key); kWords[slot].key != 0; slot = (slot + 1) % kSlots) {
      if (kWords[slot].key != key) continue;
      ++of[kWords[slot].language];
      return;
    }
  }
};

Counts count_words(std::string_view text) {
  Counts counts;
  for (size_t at = 0; at < text.size();) {
    uint64_t key = 0;
    size_t size = 0;
    for (; at < text.size(); ++at, ++size) {
      const auto byte = static_cast<uint8_t>(text[at]);
      const char c = kInWord[byte];
      if (c == 0) break;
      counts.foreign_bytes += byte >> 7U;
      if (size < kWordBytesMax) key |= uint64_t{static_cast<uint8_t>(c)} << (8 * size);
    }
    if (size > 0) ++counts.words;
    if (size > 1 && size <= kWordBytesMax) counts.add(key);
    if (size == 0) ++at;
  }
  return counts;
}

}  // namespace

std::optional<std::string_view> language_by_common_words(std::string_view text) {
  constexpr uint32_t kFoundMin = 3;     // fewer may be a quotation or a name
  constexpr uint32_t kOneOfWords = 6;   // at least every sixth word
  constexpr uint32_t kOneOfOthers = 8;  // at most an eighth as many of other languages
  constexpr uint32_t kOneOfBytes = 6;   // at most a sixth beyond ASCII
  text = text.substr(0, kCommonWordsBytesMax);
  const Counts counts = count_words(text);
  // In other scripts words are not parted by spaces: they do not count beside these.
  if (uint64_t{counts.foreign_bytes} * kOneOfBytes > text.size()) return std::nullopt;
  const auto* const most = std::ranges::max_element(counts.of);
  const uint32_t others = std::accumulate(counts.of.begin(), counts.of.end(), 0U) - *most;
  const bool frequent = *most >= kFoundMin && *most * kOneOfWords >= counts.words;
  if (!frequent || others * kOneOfOthers > *most) return std::nullopt;
  return kVocabularies[static_cast<size_t>(most - counts.of.begin())].language;
}

}  // namespace fh::text
