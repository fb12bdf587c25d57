#include "engine/highlight.h"

#include <algorithm>
#include <utility>

namespace fh::engine {
namespace {

// Characters of UTF-8; a byte that begins none stands for itself.
std::vector<char32_t> characters_of(std::string_view text) {
  std::vector<char32_t> characters;
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t value = lead;
    for (size_t k = 1; k < length && i + k < text.size(); ++k) {
      value = (value << 8U) | static_cast<unsigned char>(text[i + k]);
    }
    characters.push_back(value);
    i += length;
  }
  return characters;
}

bool phrase_begins_at(std::span<const text::Token> tokens, size_t at,
                      const std::vector<std::string>& phrase) {
  if (phrase.empty() || tokens.size() - at < phrase.size()) return false;
  return std::ranges::equal(phrase, tokens.subspan(at, phrase.size()), {}, {},
                            &text::Token::surface);
}

}  // namespace

unsigned edits_between(std::string_view a_text, std::string_view b_text, unsigned limit) {
  const std::vector<char32_t> a = characters_of(a_text);
  const std::vector<char32_t> b = characters_of(b_text);
  const size_t longer = std::max(a.size(), b.size());
  if (longer - std::min(a.size(), b.size()) > limit) return limit + 1;

  // Three rows of the table: two before, one before, and the present one.
  std::vector<unsigned> before(b.size() + 1);
  std::vector<unsigned> last(b.size() + 1);
  std::vector<unsigned> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) last[j] = static_cast<unsigned>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<unsigned>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const unsigned changed = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({changed, last[j] + 1, row[j - 1] + 1});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return std::min(last[b.size()], limit + 1);
}

Highlighter::Highlighter(const landscape::Node& query, const std::set<std::string>& languages) {
  collect(query, true);
  std::set<std::string_view> stemmers = {text::stemmer_language("")};
  for (const std::string& language : languages) stemmers.insert(text::stemmer_language(language));
  for (const std::string_view stemmer : stemmers) {
    for (const std::string& word : words_) stems_.insert(analyser_.stem(word, stemmer));
  }
}

void Highlighter::collect(const landscape::Node& node, bool positive) {
  if (const auto* both = std::get_if<landscape::AndNode>(&node.is)) {
    for (const landscape::Node& child : both->children) collect(child, positive);
  } else if (const auto* either = std::get_if<landscape::OrNode>(&node.is)) {
    for (const landscape::Node& child : either->children) collect(child, positive);
  } else if (const auto* without = std::get_if<landscape::NotNode>(&node.is)) {
    collect(*without->child, !positive);
  }
  if (!positive) return;
  if (const auto* word = std::get_if<landscape::WordNode>(&node.is)) words_.insert(word->surface);
  if (const auto* phrase = std::get_if<landscape::PhraseNode>(&node.is)) {
    phrases_.push_back(phrase->surfaces);
  }
  if (const auto* prefix = std::get_if<landscape::PrefixNode>(&node.is)) {
    prefixes_.push_back(prefix->prefix);
  }
  if (const auto* fuzzy = std::get_if<landscape::FuzzyNode>(&node.is)) fuzzy_.push_back(*fuzzy);
}

bool Highlighter::empty() const {
  return words_.empty() && phrases_.empty() && prefixes_.empty() && fuzzy_.empty();
}

bool Highlighter::matches(const text::Token& token) const {
  if (words_.contains(token.surface) || stems_.contains(token.stem)) return true;
  for (const std::string& prefix : prefixes_) {
    if (token.surface.starts_with(prefix)) return true;
  }
  return std::ranges::any_of(fuzzy_, [&token](const landscape::FuzzyNode& fuzzy) {
    return edits_between(fuzzy.surface, token.surface, fuzzy.edits) <= fuzzy.edits;
  });
}

std::vector<Span> Highlighter::spans_in(std::string_view text, std::string_view lang) {
  const std::span<const text::Token> tokens = analyser_.analyse(text, lang);
  std::vector<bool> marked(tokens.size());
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (matches(tokens[i])) marked[i] = true;
    for (const std::vector<std::string>& phrase : phrases_) {
      if (!phrase_begins_at(tokens, i, phrase)) continue;
      for (size_t k = 0; k < phrase.size(); ++k) marked[i + k] = true;
    }
  }
  std::vector<Span> spans;
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (marked[i]) spans.push_back({.begin = tokens[i].begin, .end = tokens[i].end});
  }
  return spans;
}

}  // namespace fh::engine
