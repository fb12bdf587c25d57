#include "text/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/check.h"
#include "text/analyse.h"

namespace fh::text {
namespace {

struct Normalizers {
  const icu::Normalizer2* decompose = nullptr;  // NFKD
  const icu::Normalizer2* casefold = nullptr;   // NFKC_Casefold
};

const Normalizers& normalizers() {
  static const Normalizers all = [] {
    UErrorCode code = U_ZERO_ERROR;
    Normalizers made;
    made.decompose = icu::Normalizer2::getNFKDInstance(code);
    made.casefold = icu::Normalizer2::getNFKCCasefoldInstance(code);
    FH_CHECK(U_SUCCESS(code) != 0);  // ICU without its data cannot fold anything
    return made;
  }();
  return all;
}

// Marks that only colour a letter of any script (accents, Arabic vowel signs,
// Hebrew points). Marks of one script, like Indic vowel signs, are letters to
// their readers; so are the Japanese voicing marks and the breve of Cyrillic й.
bool is_diacritic(UChar32 c, UChar32 before) {
  const int8_t category = u_charType(c);
  if (category != U_NON_SPACING_MARK && category != U_ENCLOSING_MARK) return false;
  constexpr UChar32 kVoicedMark = 0x3099;
  constexpr UChar32 kSemiVoicedMark = 0x309A;
  constexpr UChar32 kBreve = 0x306;
  constexpr UChar32 kCyrillicI = 0x438;
  constexpr UChar32 kCyrillicCapitalI = 0x418;
  if (c == kVoicedMark || c == kSemiVoicedMark) return false;
  if (c == kBreve && (before == kCyrillicI || before == kCyrillicCapitalI)) return false;
  UErrorCode code = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(c, &code);
  return script == USCRIPT_INHERITED || script == USCRIPT_HEBREW;
}

// The marks people type for an apostrophe.
UChar32 plain_apostrophe(UChar32 c) {
  constexpr UChar32 kLeftQuote = 0x2018;
  constexpr UChar32 kRightQuote = 0x2019;
  constexpr UChar32 kModifierLetter = 0x02BC;
  return c == kLeftQuote || c == kRightQuote || c == kModifierLetter ? '\'' : c;
}

icu::UnicodeString without_diacritics(const icu::UnicodeString& text) {
  UErrorCode code = U_ZERO_ERROR;
  const icu::UnicodeString apart = normalizers().decompose->normalize(text, code);
  icu::UnicodeString kept;
  UChar32 before = 0;
  for (int32_t i = 0; i < apart.length();) {
    const UChar32 c = apart.char32At(i);
    i += U16_LENGTH(c);
    if (!is_diacritic(c, before)) kept.append(plain_apostrophe(c));
    before = c;
  }
  FH_CHECK(U_SUCCESS(code) != 0);
  return kept;
}

void fold_unicode(std::string_view text, std::string& out) {
  const icu::StringPiece piece(text.data(), static_cast<int32_t>(text.size()));
  icu::UnicodeString folded = icu::UnicodeString::fromUTF8(piece);
  // Lower-casing can bring forth what takes another round (U+0130 is i with a dot
  // above); so a few rounds, until nothing changes.
  for (int round = 0; round < 4; ++round) {
    UErrorCode code = U_ZERO_ERROR;
    icu::UnicodeString next = normalizers().casefold->normalize(without_diacritics(folded), code);
    FH_CHECK(U_SUCCESS(code) != 0);
    if (next == folded) break;
    folded = std::move(next);
  }
  out.clear();
  folded.toUTF8String(out);
}

}  // namespace

void fold_into(std::string_view text, std::string& out) {
  if (std::ranges::any_of(text, [](char c) { return (c & 0x80) != 0; })) {
    fold_unicode(text, out);
    return;
  }
  out.assign(text);
  for (char& c : out) c = ascii_lower(c);
}

std::string fold(std::string_view text) {
  std::string out;
  fold_into(text, out);
  return out;
}

}  // namespace fh::text
