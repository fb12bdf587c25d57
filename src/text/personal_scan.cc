#include "text/personal_scan.h"

#include <algorithm>
#include <bit>

#include "base/ascii.h"
#include "base/check.h"

namespace fh::text {
namespace {

uint8_t byte_at(std::string_view text, size_t place) {
  return place < text.size() ? static_cast<uint8_t>(text[place]) : uint8_t{0};
}

bool is_continuation(uint8_t byte) {
  return (byte & 0xC0U) == 0x80U;
}

// The letters of Latin-1 from À on (after the byte 0xC3), small and without their marks;
// 0 where a letter has no such form.
constexpr std::string_view kPlainLatin1(
    "aaaaaa\0ceeeeiiii\0nooooo\0ouuuuy\0\0"
    "aaaaaa\0ceeeeiiii\0nooooo\0ouuuuy\0y",
    64);

// A word as it is looked up: small letters, without the marks that many leave out.
struct FoldedWord {
  std::array<char, kWordBytesMax> bytes;  // the first `size` of them
  size_t size = 0;

  explicit FoldedWord(std::string_view word) {
    FH_DCHECK(word.size() <= kWordBytesMax);
    for (size_t i = 0; i < word.size(); ++i) {
      const uint8_t next = byte_at(word, i + 1);
      if (static_cast<uint8_t>(word[i]) == 0xC3 && is_continuation(next) &&
          kPlainLatin1[next & 0x3FU] != 0) {
        bytes[size++] = kPlainLatin1[next & 0x3FU];
        ++i;
      } else {
        bytes[size++] = ascii_lower(word[i]);
      }
    }
  }
  std::string_view view() const { return {bytes.data(), size}; }
};

uint32_t hash_of(std::string_view word) {
  uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : word) hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001B3U;
  return static_cast<uint32_t>(hash ^ (hash >> 32U));
}

std::vector<std::string_view> parted_by_blanks(std::string_view words) {
  std::vector<std::string_view> parts;
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    if (!word.empty()) parts.push_back(word);
    words.remove_prefix(std::min(words.size(), word.size() + 1));
  }
  return parts;
}

}  // namespace

PersonalSpan span_of(size_t begin, size_t end, PersonalKind kind) {
  return {.begin = static_cast<uint32_t>(begin), .end = static_cast<uint32_t>(end), .kind = kind};
}

size_t letter_at(std::string_view text, size_t place) {
  const uint8_t first = byte_at(text, place);
  if (first < 0x80) return is_ascii_letter(static_cast<char>(first)) ? 1 : 0;
  const uint8_t second = byte_at(text, place + 1);
  if (!is_continuation(second)) return 0;
  if (first == 0xC3) return second == 0x97 || second == 0xB7 ? 0 : 2;  // × and ÷
  if (first >= 0xC4 && first <= 0xD4) return 2;
  if (first == 0xE1 && (second == 0xB8 || second == 0xB9 || second == 0xBA || second == 0xBB)) {
    return is_continuation(byte_at(text, place + 2)) ? 3 : 0;
  }
  return 0;
}

bool letter_before(std::string_view text, size_t place) {
  if (place == 0) return false;
  if (is_ascii_letter(text[place - 1])) return true;
  if (place >= 2 && letter_at(text, place - 2) == 2) return true;
  return place >= 3 && letter_at(text, place - 3) == 3;
}

bool capital_at(std::string_view text, size_t place) {
  const uint8_t first = byte_at(text, place);
  if (first < 0x80) return is_ascii_upper(static_cast<char>(first));
  const uint8_t second = byte_at(text, place + 1);
  if (first == 0xC3) return second >= 0x80 && second <= 0x9E && second != 0x97;
  if (first != 0xC4 && first != 0xC5) return false;
  // Capitals and small letters of Latin Extended-A take turns, shifted in two stretches.
  const uint32_t code = ((first & 0x1FU) << 6U) | (second & 0x3FU);
  const bool shifted = (code >= 0x139 && code <= 0x148) || code >= 0x179;
  return code == 0x178 || (code % 2 == 0) != shifted;
}

size_t blank_at(std::string_view text, size_t place) {
  const uint8_t first = byte_at(text, place);
  if (first == ' ' || first == '\t') return 1;
  if (first == 0xC2) return byte_at(text, place + 1) == 0xA0 ? 2 : 0;
  if (first != 0xE2) return 0;
  return byte_at(text, place + 1) == 0x80 && byte_at(text, place + 2) == 0xAF ? 3 : 0;
}

size_t after_blanks(std::string_view text, size_t place) {
  for (int blanks = 0; blanks < 3; ++blanks) {
    const size_t bytes = blank_at(text, place);
    if (bytes == 0) break;
    place += bytes;
  }
  return place;
}

Word word_at(std::string_view text, size_t place) {
  size_t end = place;
  while (end < text.size() && end - place <= kWordBytesMax) {
    if (const size_t bytes = letter_at(text, end); bytes > 0) {
      end += bytes;
      continue;
    }
    const size_t mark = text[end] == '-' || text[end] == '\''          ? 1
                        : text.substr(end).starts_with("\xE2\x80\x99") ? 3
                                                                       : 0;
    if (mark == 0 || end == place || !capital_at(text, end + mark)) break;
    end += mark;
  }
  if (end - place > kWordBytesMax) return {.begin = place, .end = place};
  return {.begin = place, .end = end};
}

Word word_ending_at(std::string_view text, size_t place) {
  size_t begin = place;
  while (begin > 0 && place - begin < kWordBytesMax && letter_before(text, begin)) {
    --begin;
    while (begin > 0 && is_continuation(byte_at(text, begin))) --begin;
  }
  if (place - begin > kWordBytesMax) begin = place;
  return {.begin = begin, .end = place};
}

Word word_before(std::string_view text, size_t place, std::string_view marks) {
  size_t end = place;
  const auto skip_blanks = [&] {
    for (int blanks = 0; blanks < 3 && end > 0; ++blanks) {
      if (end >= 1 && blank_at(text, end - 1) == 1) {
        end -= 1;
      } else if (end >= 2 && blank_at(text, end - 2) == 2) {
        end -= 2;
      } else if (end >= 3 && blank_at(text, end - 3) == 3) {
        end -= 3;
      } else {
        break;
      }
    }
  };
  skip_blanks();
  if (end > 0 && marks.contains(text[end - 1])) {
    --end;
    skip_blanks();
  }
  return word_ending_at(text, end);
}

bool is_capitalised(std::string_view text, Word word) {
  if (word.empty() || !capital_at(text, word.begin)) return false;
  size_t last = word.end - 1;
  while (last > word.begin && is_continuation(byte_at(text, last))) --last;
  return last > word.begin && !capital_at(text, last);
}

bool ends_here(const Scan& scan, size_t end) {
  const char next = scan.at(end);
  if (is_ascii_digit(next) || letter_at(scan.text, end) > 0 || next == '%' || next == '_') {
    return false;
  }
  if (next != '-' && next != '.' && next != ',' && next != '/' && next != ':') return true;
  const char further = scan.at(end + 1);
  if (is_ascii_digit(further)) return false;
  return (next != '-' && next != '/') || letter_at(scan.text, end + 1) == 0;
}

bool begins_here(const Scan& scan, size_t begin) {
  const char last = scan.before(begin);
  if (is_ascii_digit(last) || letter_before(scan.text, begin)) return false;
  if (last == '#' || last == '_' || last == '=' || last == '$') return false;
  if (begin >= 3 && scan.part(begin - 3, begin) == "\xE2\x82\xAC") return false;  // €
  if (last != '-' && last != '.' && last != ',' && last != '/' && last != ':') return true;
  const char further = scan.before(begin - 1);
  return !is_ascii_digit(further) && (last == ':' || !letter_before(scan.text, begin - 1));
}

WordTable::WordTable(std::initializer_list<Entry> entries) {
  size_t bytes = 0;
  for (const Entry& entry : entries) bytes += entry.words.size();
  slots_.resize(std::bit_ceil(bytes + 2));  // a word has two bytes at least, with its blank
  for (const Entry& entry : entries) {
    FH_CHECK(entry.value != 0);
    for (const std::string_view word : parted_by_blanks(entry.words)) {
      FH_CHECK(word.size() <= kWordBytesMax && words_.size() < UINT16_MAX);
      const FoldedWord folded(word);
      const uint32_t hash = hash_of(folded.view());
      Slot& slot = slots_[slot_of(folded.view(), hash)];
      if (slot.value != 0) continue;
      slot = {.hash = hash, .word = static_cast<uint16_t>(words_.size()), .value = entry.value};
      words_.emplace_back(folded.view());
    }
  }
}

// Of the word, or of the free slot where it would be.
size_t WordTable::slot_of(std::string_view folded, uint32_t hash) const {
  const size_t mask = slots_.size() - 1;
  size_t place = hash & mask;
  while (slots_[place].value != 0) {
    const Slot& slot = slots_[place];
    if (slot.hash == hash && words_[slot.word] == folded) break;
    place = (place + 1) & mask;
  }
  return place;
}

uint8_t WordTable::value_of(std::string_view word) const {
  if (word.empty() || word.size() > kWordBytesMax) return 0;
  const FoldedWord folded(word);
  return slots_[slot_of(folded.view(), hash_of(folded.view()))].value;
}

}  // namespace fh::text
