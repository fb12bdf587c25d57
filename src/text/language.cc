#include "text/language.h"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <array>
#include <limits>
#include <optional>

#include "base/ascii.h"
#include "text/common_words.h"

namespace fh::text {
namespace {

// CLD2's codes that BCP 47 writes otherwise.
struct OtherCode {
  std::string_view cld2;
  std::string_view bcp47;
};
constexpr std::array<OtherCode, 4> kOtherCodes = {
    {{"iw", "he"}, {"jw", "jv"}, {"in", "id"}, {"ji", "yi"}}};

std::string primary_tag(std::string_view code) {
  for (const OtherCode& other : kOtherCodes) {
    if (other.cld2 == code) return std::string(other.bcp47);
  }
  return ascii_lower(code.substr(0, code.find('-')));
}

}  // namespace

std::string infer_language(std::string_view text) {
  const std::optional<std::string_view> plain = language_by_common_words(text);
  return plain ? std::string(*plain) : infer_language_by_cld2(text);
}

std::string infer_language_by_cld2(std::string_view text) {
  if (text.empty() || text.size() > std::numeric_limits<int>::max()) return {};
  std::array<CLD2::Language, 3> languages{};
  std::array<int, 3> percents{};
  std::array<double, 3> scores{};
  const CLD2::CLDHints hints{nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
  int text_bytes = 0;
  int valid_bytes = 0;
  bool reliable = false;
  const CLD2::Language best = CLD2::ExtDetectLanguageSummaryCheckUTF8(
      text.data(), static_cast<int>(text.size()), true, &hints, 0, languages.data(),
      percents.data(), scores.data(), nullptr, &text_bytes, &reliable, &valid_bytes);
  if (!reliable || best == CLD2::UNKNOWN_LANGUAGE) return {};
  std::string tag = primary_tag(CLD2::LanguageCode(best));
  // Pseudo-languages ("un", "xxx", scripts as "xx-Latn") are no language.
  if (tag == "un" || tag.starts_with("xx")) return {};
  return tag;
}

}  // namespace fh::text
