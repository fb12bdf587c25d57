#include "text/stop_words.h"

#include <algorithm>
#include <array>
#include <span>

namespace fh::text {
namespace {

// Sorted: is_stop_word() searches by halves. Folded, as surfaces are.
constexpr std::array<std::string_view, 33> kEnglish = {
    "a",   "an",    "and",  "are",   "as",    "at",   "be",   "but", "by",  "for",  "if",
    "in",  "into",  "is",   "it",    "no",    "not",  "of",   "on",  "or",  "such", "that",
    "the", "their", "then", "there", "these", "they", "this", "to",  "was", "will", "with"};
constexpr std::array<std::string_view, 32> kGerman = {
    "als",  "am",   "an",   "auch",  "auf", "bei", "das", "dem",  "den", "der", "des",
    "die",  "ein",  "eine", "einen", "es",  "fur", "im",  "in",   "ist", "mit", "nicht",
    "oder", "sich", "so",   "und",   "von", "war", "wie", "wird", "zu",  "zum"};
constexpr std::array<std::string_view, 30> kFrench = {
    "a",    "au",  "aux", "avec", "ce",  "ces", "dans", "de",  "des",  "du",
    "elle", "en",  "est", "et",   "il",  "la",  "le",   "les", "mais", "ne",
    "ou",   "par", "pas", "pour", "que", "qui", "se",   "sur", "un",   "une"};
constexpr std::array<std::string_view, 26> kDutch = {
    "aan", "als",  "bij", "dat", "de", "die", "een", "en",   "er",  "het", "hij", "in",   "is",
    "met", "niet", "of",  "om",  "op", "te",  "van", "voor", "was", "wat", "ze",  "zijn", "zo"};
constexpr std::array<std::string_view, 28> kSpanish = {
    "a",   "al", "como", "con",  "de",   "del", "el",  "en", "es", "esta", "la", "las", "lo", "los",
    "mas", "no", "o",    "para", "pero", "por", "que", "se", "si", "su",   "un", "una", "y",  "ya"};

static_assert(std::ranges::is_sorted(kEnglish) && std::ranges::is_sorted(kGerman) &&
              std::ranges::is_sorted(kFrench) && std::ranges::is_sorted(kDutch) &&
              std::ranges::is_sorted(kSpanish));

std::span<const std::string_view> words_of(std::string_view lang) {
  if (lang == "en") return kEnglish;
  if (lang == "de") return kGerman;
  if (lang == "fr") return kFrench;
  if (lang == "nl") return kDutch;
  if (lang == "es") return kSpanish;
  return {};
}

}  // namespace

bool is_stop_word(std::string_view surface, std::string_view lang) {
  return std::ranges::binary_search(words_of(lang), surface);
}

}  // namespace fh::text
