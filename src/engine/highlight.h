// engine/highlight.h: which words of an experience a query found it by.
//
// The words are read again as the index read them, so that what is marked is what
// matched: a word of the text by its stem in the text's own language, a word of the
// query by its stems in every language around it, phrases only as a whole.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.h"
#include "landscape/query.h"
#include "text/analyse.h"

namespace fh::engine {

// Belongs to one thread. The query outlives it.
class Highlighter {
 public:
  // `languages` are those of the texts to come; English is always among them.
  Highlighter(const landscape::Node& query, const std::set<std::string>& languages);

  // Nothing to mark, whatever the text.
  bool empty() const;
  // In order, without overlap. Linear in the text for each phrase and fuzzy word.
  std::vector<Span> spans_in(std::string_view text, std::string_view lang);

 private:
  void collect(const landscape::Node& node, bool positive);
  bool matches(const text::Token& token) const;

  text::Analyser analyser_;
  std::set<std::string, std::less<>> words_;
  std::vector<std::vector<std::string>> phrases_;
  std::vector<std::string> prefixes_;
  std::vector<landscape::FuzzyNode> fuzzy_;
  std::set<std::string, std::less<>> stems_;
};

// Optimal string alignment distance over characters, or limit + 1 where it is more
// than `limit`. Broken UTF-8 has some distance, too.
unsigned edits_between(std::string_view a, std::string_view b, unsigned limit);

}  // namespace fh::engine
