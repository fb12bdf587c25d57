#include "text/personal_names.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace fh::text {
namespace {

std::string_view letters_of(const Scan& scan, Word word) {
  return scan.part(word.begin, word.end);
}

bool begins_sentence(const Scan& scan, size_t place) {
  while (place > 0 && std::string_view(" \"'(*-").contains(scan.at(place - 1))) --place;
  return place == 0 || std::string_view(".!?:\n\r").contains(scan.at(place - 1));
}

// "Jan" is nobody's name in English, where it is a month.
NameWord kind_of(const Scan& scan, Word word) {
  const std::string_view letters = letters_of(scan, word);
  if (letters == "Jan" && (scan.lang == "nl" || scan.lang == "de")) return NameWord::kGiven;
  const NameWord kind = name_word(letters);
  if (kind == NameWord::kDutch || kind == NameWord::kFrench || kind == NameWord::kSpanish) {
    const std::string_view home = kind == NameWord::kDutch    ? "nl"
                                  : kind == NameWord::kFrench ? "fr"
                                                              : "es";
    const bool abroad = kind == NameWord::kFrench && scan.lang != home;
    const bool given = abroad || (scan.lang == home && !begins_sentence(scan, word.begin));
    return given ? NameWord::kGiven : NameWord::kAmbiguous;
  }
  if (kind != NameWord::kUnknown || !letters.contains('-')) return kind;
  // "Mary-Jane": by the first of the two.
  return name_word(letters.substr(0, letters.find('-'))) == NameWord::kGiven ? NameWord::kGiven
                                                                             : kind;
}

// Small letters where a language writes its titles so, capitals anywhere: "señor", "Mr".
bool is_title(const Scan& scan, Word word) {
  if (word.empty() || kind_of(scan, word) != NameWord::kTitle) return false;
  const std::string_view letters = letters_of(scan, word);
  if (equals_ignoring_case(letters, "m"))
    return scan.lang == "fr" && letters == "M" && scan.at(word.end) == '.';
  if (equals_ignoring_case(letters, "don")) return scan.lang == "es" || scan.lang == "it";
  if (equals_ignoring_case(letters, "sr")) return scan.lang == "es" || scan.lang == "pt";
  if (capital_at(scan.text, word.begin)) return true;
  return scan.lang == "nl" || scan.lang == "fr" || scan.lang == "es" || scan.lang == "it" ||
         scan.lang == "pt";
}

// Where the titles before `place` begin, over particles: "Frau Dr. Seidel", "Mevr. de
// Wit"; `place` where there are none.
size_t title_begin(const Scan& scan, size_t place) {
  size_t begin = place;
  size_t reached = place;
  for (int words = 0; words < 4; ++words) {
    const Word word = word_before(scan.text, reached, ".");
    if (word.empty() || word.end == reached) break;
    if (is_title(scan, word)) {
      begin = word.begin;
    } else if (begin != place || kind_of(scan, word) != NameWord::kParticle) {
      break;
    }
    reached = word.begin;
  }
  return begin;
}

// "my name is", "ich heiße", "je m'appelle" before `place`.
bool is_introduced(const Scan& scan, size_t place) {
  constexpr size_t kPhraseBytesMax = 16;
  const size_t floor = place > kPhraseBytesMax ? place - kPhraseBytesMax : 0;
  const std::string_view near = scan.part(floor, place);
  constexpr std::array<std::string_view, 18> kPhrases = {"ame of ",
                                                         "ame is ",
                                                         "ame was ",
                                                         "aam is ",
                                                         "ame ist ",
                                                         "om est ",
                                                         "ombre es ",
                                                         "ome è ",
                                                         "ch heiße ",
                                                         "ch heisse ",
                                                         "eiße ich ",
                                                         "k heet ",
                                                         "m'appelle ",
                                                         "m\xE2\x80\x99"
                                                         "appelle ",
                                                         "e llamo ",
                                                         "i chiamo ",
                                                         " named ",
                                                         "eet ik "};
  return std::ranges::any_of(kPhrases,
                             [&](std::string_view phrase) { return near.ends_with(phrase); });
}

// A word before a name that is also another word makes a name of it: "told Mark".
bool is_addressed(const Scan& scan, Word before) {
  static const WordTable kBefore = {
      {1, "with told asked met thank thanks dear hi hello hey à con sprak"}};
  return kBefore.value_of(letters_of(scan, before)) != 0;
}

// A capitalised word that may go on a name, or an initial: "Anna", "J.".
bool goes_on(const Scan& scan, Word word) {
  if (word.empty() || !capital_at(scan.text, word.begin)) return false;
  if (!is_capitalised(scan.text, word))
    return word.end - word.begin == 1 && scan.at(word.end) == '.';
  const NameWord kind = kind_of(scan, word);
  return kind != NameWord::kTail && kind != NameWord::kRole && kind != NameWord::kNever &&
         kind != NameWord::kPlace && kind != NameWord::kTitle;
}

// The word after one blank, or none.
Word next_word(const Scan& scan, size_t end) {
  const size_t blank = blank_at(scan.text, end);
  if (blank == 0) return {.begin = end, .end = end};
  return word_at(scan.text, end + blank);
}

// Past the further names, initials and particles after the name that ends at `end`.
size_t name_end(const Scan& scan, size_t end) {
  // German writes every noun with a capital: one word more is as far as a guess goes.
  const int words_max = scan.lang == "de" ? 1 : 3;
  size_t good = end;
  for (int words = 0, particles = 0; words < words_max && particles < 4;) {
    const Word word = next_word(scan, end);
    if (word.empty()) break;
    end = word.end;
    if (goes_on(scan, word)) {
      if (scan.at(end) == '.' && end - word.begin == 1) ++end;
      good = end;
      ++words;
    } else if (kind_of(scan, word) == NameWord::kParticle) {
      ++particles;
    } else {
      break;
    }
  }
  return good;
}

bool ends_text_or_line(const Scan& scan, size_t end) {
  if (scan.at(end) == '.') ++end;
  end = after_blanks(scan.text, end);
  return end >= scan.text.size() || scan.at(end) == '\n' || scan.at(end) == '\r';
}

// Most capitals have neither a new line nor a comma before them.
bool may_sign(const Scan& scan, size_t place) {
  for (size_t back = 1; back <= 3 && back <= place; ++back) {
    if (std::string_view(",\r\n").contains(scan.at(place - back))) return true;
  }
  return false;
}

// After "Kind regards," and the like, with nothing behind it on its line.
bool is_signature(const Scan& scan, size_t place, size_t end) {
  if (place == 0 || !ends_text_or_line(scan, end)) return false;
  size_t last = place;
  bool line = false;
  bool comma = false;
  while (last > 0 && place - last < 8 &&
         std::string_view(" ,\r\n-!.").contains(scan.at(last - 1))) {
    --last;
    line = line || scan.at(last) == '\n';
    comma = comma || scan.at(last) == ',';
  }
  static const WordTable kClosings = {
      {1,
       "regards wishes sincerely faithfully truly grüße grüßen gruß grüssen gruss groet groeten "
       "groetjes cordialement salutations sincèrement respectueusement saludo saludos atentamente "
       "saluti"},
      {2, "thanks cheers love vous dank danke merci gracias grazie abrazo bedankt"}};
  const Word closing = word_ending_at(scan.text, last);
  const uint8_t sure = kClosings.value_of(letters_of(scan, closing));
  return (sure == 1 && (line || comma)) || (sure == 2 && line);
}

// What speaks for `word` being a name beside the word itself.
struct Signs {
  size_t begin = 0;  // of the titles before it, or of itself
  bool titled = false;
  bool introduced = false;
  bool role = false;
  bool addressed = false;
  bool sainted = false;  // "San Jose"
};

Signs signs_before(const Scan& scan, Word word) {
  Signs signs;
  signs.begin = word.begin;
  const Word before = word_before(scan.text, word.begin, ",.");
  if (before.empty() || before.end == word.begin) return signs;
  const NameWord kind = kind_of(scan, before);
  if (kind == NameWord::kTitle || kind == NameWord::kParticle)
    signs.begin = title_begin(scan, word.begin);
  signs.titled = signs.begin < word.begin;
  signs.sainted = kind == NameWord::kSaint;
  // "It was my boss. Monday again."
  if (scan.at(before.end) == '.') return signs;
  signs.introduced = kind == NameWord::kTail && is_introduced(scan, word.begin);
  signs.role = kind == NameWord::kRole;
  signs.addressed = before.end + 1 == word.begin && is_addressed(scan, before);
  return signs;
}

// "Charlotte Airport", "Charles de Gaulle", with `end` that of the name so far.
bool is_place_after(const Scan& scan, size_t end) {
  for (int words = 0; words < 2; ++words) {
    const Word next = next_word(scan, end);
    const NameWord kind = next.empty() ? NameWord::kUnknown : kind_of(scan, next);
    if (kind != NameWord::kParticle)
      return kind == NameWord::kPlace && capital_at(scan.text, next.begin);
    end = next.end;
  }
  return false;
}

bool is_name(const Scan& scan, Word word, const Signs& signs) {
  const NameWord kind = kind_of(scan, word);
  if (kind == NameWord::kTitle || kind == NameWord::kNever || kind == NameWord::kRole) return false;
  if (signs.titled || signs.introduced) return kind != NameWord::kPlace;
  if (kind == NameWord::kTail || kind == NameWord::kPlace) return false;
  const bool known = kind == NameWord::kGiven || kind == NameWord::kAmbiguous;
  if (signs.sainted || (!known && !signs.role)) return false;
  if (is_place_after(scan, name_end(scan, word.end))) return false;
  if (signs.role) return kind != NameWord::kParticle && kind != NameWord::kSaint;
  if (kind == NameWord::kGiven) return true;
  if (kind != NameWord::kAmbiguous || scan.lang == "de") return false;
  if (signs.addressed) return true;
  const Word next = next_word(scan, word.end);
  return !begins_sentence(scan, word.begin) && is_capitalised(scan.text, next) &&
         goes_on(scan, next);
}

}  // namespace

std::optional<PersonalSpan> name_at(const Scan& scan, size_t place) {
  const Word word = word_at(scan.text, place);
  if (!is_capitalised(scan.text, word) || letter_before(scan.text, place)) return std::nullopt;
  if (scan.at(word.end) == '_' || is_ascii_digit(scan.at(word.end))) return std::nullopt;
  if (place > 0 && std::string_view("@#/_=&").contains(scan.before(place))) return std::nullopt;
  if (scan.before(place) == '-' && letter_before(scan.text, place - 1)) return std::nullopt;
  const Signs signs = signs_before(scan, word);
  const bool sure = is_name(scan, word, signs);
  if (!sure && (!may_sign(scan, place) || !goes_on(scan, word))) return std::nullopt;
  const size_t end = name_end(scan, word.end);
  if (!sure && !is_signature(scan, place, end)) return std::nullopt;
  return span_of(signs.begin, end, PersonalKind::kName);
}

}  // namespace fh::text
