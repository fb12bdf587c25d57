#include "text/segment.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include <array>
#include <cstring>

#include "base/ascii.h"
#include "base/check.h"
#include "base/utf8.h"

namespace fh::text {
namespace {

// What an ASCII character does in a word (UAX 29, table 3).
enum class WordBreak : uint8_t {
  kOther,
  kLetter,
  kDigit,
  kUnderscore,    // joins letters, digits and itself
  kBetweenBoth,   // . ' between two letters or two digits
  kBetweenDigits  // , ; between two digits
};

constexpr std::array<WordBreak, 128> kWordBreaks = [] {
  std::array<WordBreak, 128> table{};
  for (unsigned char c = 'a'; c <= 'z'; ++c) table[c] = WordBreak::kLetter;
  for (unsigned char c = 'A'; c <= 'Z'; ++c) table[c] = WordBreak::kLetter;
  for (unsigned char c = '0'; c <= '9'; ++c) table[c] = WordBreak::kDigit;
  table['_'] = WordBreak::kUnderscore;
  table['.'] = WordBreak::kBetweenBoth;
  table['\''] = WordBreak::kBetweenBoth;
  table[','] = WordBreak::kBetweenDigits;
  table[';'] = WordBreak::kBetweenDigits;
  return table;
}();

WordBreak word_break(char c) {
  return kWordBreaks[static_cast<uint8_t>(c) & 0x7FU];
}
bool is_ascii(char c) {
  return (static_cast<uint8_t>(c) & 0x80U) == 0;
}
bool parts_words(char c) {
  return c == '@' || c == ':';
}

bool is_word_part(WordBreak kind) {
  return kind == WordBreak::kLetter || kind == WordBreak::kDigit || kind == WordBreak::kUnderscore;
}

// Whether `between` joins its neighbours (rules WB6, WB7, WB11, WB12).
bool joins(WordBreak before, WordBreak between, WordBreak after) {
  if (between == WordBreak::kBetweenBoth) {
    return before == after && (before == WordBreak::kLetter || before == WordBreak::kDigit);
  }
  return between == WordBreak::kBetweenDigits && before == WordBreak::kDigit &&
         after == WordBreak::kDigit;
}

// The end of `word` without a possessive 's, straight or curly.
size_t without_possessive(std::string_view word) {
  constexpr std::array<std::string_view, 3> kApostrophes = {"'", "\xE2\x80\x99", "\xE2\x80\x98"};
  if (word.empty() || ascii_lower(word.back()) != 's') return word.size();
  const std::string_view stem = word.substr(0, word.size() - 1);
  for (const std::string_view apostrophe : kApostrophes) {
    if (stem.size() > apostrophe.size() && stem.ends_with(apostrophe)) {
      return stem.size() - apostrophe.size();
    }
  }
  return word.size();
}

// The words of text[from, to), which is ASCII alone.
void segment_ascii(std::string_view text, size_t from, size_t to, std::vector<Segment>& out) {
  size_t at = from;
  while (at < to) {
    WordBreak kind = word_break(text[at]);
    if (!is_word_part(kind)) {
      ++at;
      continue;
    }
    const size_t begin = at;
    bool has_letter_or_digit = false;
    for (;;) {
      has_letter_or_digit |= kind != WordBreak::kUnderscore;
      if (++at >= to) break;
      const WordBreak next = word_break(text[at]);
      if (is_word_part(next)) {
        kind = next;
        continue;
      }
      if (next == WordBreak::kOther || at + 1 >= to) break;
      if (!joins(kind, next, word_break(text[at + 1]))) break;
      kind = word_break(text[++at]);
    }
    if (!has_letter_or_digit) continue;
    const size_t end = begin + without_possessive(text.substr(begin, at - begin));
    out.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(end), true});
  }
}

// Whether there is a letter or a number of any script, and whether all is ASCII.
struct Content {
  bool word = false;
  bool ascii = true;
};
Content content_of(std::string_view text) {
  Content content;
  for (size_t at = 0; at < text.size();) {
    const Utf8Character next = utf8_character(text, at);
    at += next.bytes;
    if (next.code >= 0x80) content.ascii = false;
    const auto category = U_GET_GC_MASK(static_cast<UChar32>(next.code));
    if ((category & (U_GC_L_MASK | U_GC_N_MASK)) != 0) content.word = true;
  }
  return content;
}

// The first byte from `from` on that is not ASCII, or the end.
size_t ascii_until(std::string_view text, size_t from) {
  size_t at = from;
  for (uint64_t eight = 0; text.size() - at >= sizeof(eight); at += sizeof(eight)) {
    std::memcpy(&eight, text.data() + at, sizeof(eight));
    if ((eight & 0x8080808080808080ULL) != 0) break;
  }
  while (at < text.size() && is_ascii(text[at])) ++at;
  return at;
}

bool parts_everything(char c) {
  return is_ascii_space(c) || parts_words(c);
}

}  // namespace

struct Segmenter::Breaker {
  Breaker() {
    UErrorCode code = U_ZERO_ERROR;
    rules = ubrk_open(UBRK_WORD, "", nullptr, 0, &code);
    FH_CHECK(U_SUCCESS(code) != 0);  // ICU without its data cannot find words
  }
  ~Breaker() {
    ubrk_close(rules);
    utext_close(&view);
  }
  Breaker(const Breaker&) = delete;
  Breaker& operator=(const Breaker&) = delete;

  // The words of text[from, to).
  void segment(std::string_view text, size_t from, size_t to, std::vector<Segment>& out) {
    while (from < to) {
      size_t stop = from;
      while (stop < to && !parts_words(text[stop])) ++stop;
      if (stop > from) segment_unparted(text, from, stop, out);
      from = stop + 1;
    }
  }

 private:
  void segment_unparted(std::string_view text, size_t from, size_t to, std::vector<Segment>& out) {
    UErrorCode code = U_ZERO_ERROR;
    utext_openUTF8(&view, text.data() + from, static_cast<int64_t>(to - from), &code);
    ubrk_setUText(rules, &view, &code);
    FH_CHECK(U_SUCCESS(code) != 0);
    size_t begin = from;
    ubrk_first(rules);
    for (int32_t next = ubrk_next(rules); next != UBRK_DONE; next = ubrk_next(rules)) {
      const size_t end = from + static_cast<size_t>(next);
      add(text, begin, end, out);
      begin = end;
    }
  }

  static void add(std::string_view text, size_t begin, size_t end, std::vector<Segment>& out) {
    std::string_view word = text.substr(begin, end - begin);
    const Content content = content_of(word);
    if (!content.word) return;
    const size_t kept = without_possessive(word);
    const bool ascii = content.ascii || content_of(word.substr(0, kept)).ascii;
    out.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(begin + kept), ascii});
  }

  UBreakIterator* rules = nullptr;
  UText view = UTEXT_INITIALIZER;
};

Segmenter::Segmenter() : breaker_(std::make_unique<Breaker>()) {}
Segmenter::~Segmenter() = default;
Segmenter::Segmenter(Segmenter&&) noexcept = default;
Segmenter& Segmenter::operator=(Segmenter&&) noexcept = default;

void Segmenter::segment_by_icu(std::string_view text, std::vector<Segment>& out) {
  out.clear();
  breaker_->segment(text, 0, text.size(), out);
}

// No word reaches over a space, '@' or ':', so the text may be cut there: stretches
// of ASCII go one way, what holds other characters the other.
void Segmenter::segment(std::string_view text, std::vector<Segment>& out) {
  out.clear();
  size_t from = 0;
  while (from < text.size()) {
    const size_t other = ascii_until(text, from);
    if (other == text.size()) {
      segment_ascii(text, from, text.size(), out);
      return;
    }
    size_t cut = other;
    while (cut > from && !parts_everything(text[cut - 1])) --cut;
    // The space itself goes with what follows: a mark there belongs to it.
    if (cut > from) --cut;
    segment_ascii(text, from, cut, out);
    size_t end = other;
    for (bool more = true; more;) {
      while (end < text.size() && !parts_everything(text[end])) ++end;
      size_t next = end;  // a neighbour that is not ASCII either comes along
      while (next < text.size() && parts_everything(text[next])) ++next;
      more = next < text.size() && !is_ascii(text[next]);
      if (more) end = next;
    }
    breaker_->segment(text, cut, end, out);
    from = end;
  }
}

}  // namespace fh::text
