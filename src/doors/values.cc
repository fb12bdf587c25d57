#include "doors/values.h"

#include <algorithm>
#include <array>
#include <utility>

#include "doors/mapping.h"

namespace fh::doors {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 36> kNames = {{
    {"english", "en"},   {"german", "de"},     {"deutsch", "de"},    {"french", "fr"},
    {"français", "fr"},  {"francais", "fr"},   {"spanish", "es"},    {"español", "es"},
    {"espanol", "es"},   {"dutch", "nl"},      {"nederlands", "nl"}, {"italian", "it"},
    {"italiano", "it"},  {"portuguese", "pt"}, {"português", "pt"},  {"chinese", "zh"},
    {"japanese", "ja"},  {"korean", "ko"},     {"arabic", "ar"},     {"russian", "ru"},
    {"polish", "pl"},    {"polski", "pl"},     {"turkish", "tr"},    {"türkçe", "tr"},
    {"swedish", "sv"},   {"svenska", "sv"},    {"danish", "da"},     {"dansk", "da"},
    {"norwegian", "no"}, {"norsk", "no"},      {"finnish", "fi"},    {"suomi", "fi"},
    {"greek", "el"},     {"czech", "cs"},      {"hungarian", "hu"},  {"ukrainian", "uk"},
}};

}  // namespace

std::string language_tag(std::string_view text) {
  const std::string folded = lower(trim(text));
  for (const auto& [name, tag] : kNames) {
    if (folded == name) return std::string(tag);
  }
  const std::string tag = folded.substr(0, folded.find_first_of("-_"));
  const bool letters = std::ranges::all_of(tag, [](char c) { return c >= 'a' && c <= 'z'; });
  return letters && (tag.size() == 2 || tag.size() == 3) ? tag : std::string();
}

std::vector<std::string_view> pieces_of(std::string_view text, std::string_view separator) {
  if (separator.empty()) return {text};
  const std::string_view any = separator == "\n" ? std::string_view("\r\n") : std::string_view();
  std::vector<std::string_view> pieces;
  size_t from = 0;
  while (from <= text.size()) {
    const size_t end = any.empty() ? text.find(separator, from) : text.find_first_of(any, from);
    const std::string_view piece = trim(text.substr(from, end - from));
    if (!piece.empty()) pieces.push_back(piece);
    if (end == std::string_view::npos) break;
    from = end + (any.empty() ? separator.size() : 1);
  }
  return pieces;
}

}  // namespace fh::doors
