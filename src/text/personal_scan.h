// text/personal_scan.h: what the finders of personal data share: letters, words, words
// that hint at something, and the borders a find must have.
//
// Letters here are those of Latin, Greek and Cyrillic: scripts that part words by
// spaces, so that "电话0171" still has a border before its number. Every look back or
// ahead is bounded; with a bounded number of them a place, finding stays linear.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/personal_data.h"

namespace fh::text {

// A text being looked through.
struct Scan {
  std::string_view text;
  std::string_view lang;

  // 0 beyond either end.
  char at(size_t place) const { return place < text.size() ? text[place] : '\0'; }
  char before(size_t place) const { return place > 0 ? at(place - 1) : '\0'; }
  std::string_view part(size_t begin, size_t end) const { return text.substr(begin, end - begin); }
};

// A stretch of letters, by byte offsets; empty where there is none.
struct Word {
  size_t begin = 0;
  size_t end = 0;
  bool empty() const { return begin == end; }
};

inline constexpr size_t kWordBytesMax = 48;  // longer ones are nobody's name

PersonalSpan span_of(size_t begin, size_t end, PersonalKind kind);

// Bytes of the letter at `place`, or 0 where there is none.
size_t letter_at(std::string_view text, size_t place);
bool letter_before(std::string_view text, size_t place);
bool capital_at(std::string_view text, size_t place);

// Bytes of the blank at `place`: 1 for a space, 2 or 3 for a no-break space, else 0.
size_t blank_at(std::string_view text, size_t place);

// The letters from `place` on, with hyphens and apostrophes between capitals: "Jean-Luc",
// "O'Connor". Empty beyond kWordBytesMax.
Word word_at(std::string_view text, size_t place);
// The letters that end at `place`, and of those that end before it after the blanks and
// at most one of `marks` between.
Word word_ending_at(std::string_view text, size_t place);
Word word_before(std::string_view text, size_t place, std::string_view marks);
// The place after blanks.
size_t after_blanks(std::string_view text, size_t place);

// More than one letter, the first a capital and the last not: no shouting.
bool is_capitalised(std::string_view text, Word word);

// A number that goes on beyond its end ("12-34", "1.5", "12ab", "5 %") is another number.
bool ends_here(const Scan& scan, size_t end);
// Likewise at its beginning: "A-12", "3.14", "€ 5", "#5".
bool begins_here(const Scan& scan, size_t begin);

// Words by the class given with them; classes are the caller's, none of them 0.
class WordTable {
 public:
  struct Entry {
    uint8_t value;
    std::string_view words;  // lower case, parted by blanks; static
  };
  WordTable(std::initializer_list<Entry> entries);
  // Of the entry that has the word first; 0 where none has. Neither case nor the marks on
  // letters of Latin-1 count.
  uint8_t value_of(std::string_view word) const;

 private:
  // Small, so that a miss touches one line of memory.
  struct Slot {
    uint32_t hash = 0;
    uint16_t word = 0;  // place in words_
    uint8_t value = 0;  // 0 where the slot is free
  };
  size_t slot_of(std::string_view folded, uint32_t hash) const;

  std::vector<std::string> words_;
  std::vector<Slot> slots_;  // open addressing; a power of two, at most half full
};

// What a word near a number says that the number is.
enum class Hint : uint8_t { kNone, kPhone, kReference, kNationalId, kPlate };
// Of the nearest such word among the few before `begin`.
Hint hint_before(const Scan& scan, size_t begin);

// "Uhr", "km", "euros": makes a quantity of the number before it.
bool is_unit(std::string_view word);

}  // namespace fh::text
