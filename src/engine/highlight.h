// engine/highlight.h: which words of an experience a query found it by.
//
// The words are read again as the index read them, so that what is marked is what
// matched: stems in the text's own language, phrases only as a whole.
#pragma once

#include <map>
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
  explicit Highlighter(const landscape::Node& query);

  // Nothing to mark, whatever the text.
  bool empty() const;
  // In order, without overlap. Linear in the text for each phrase and fuzzy word.
  std::vector<Span> spans_in(std::string_view text, std::string_view lang);

 private:
  void collect(const landscape::Node& node, bool positive);
  const std::set<std::string, std::less<>>& stems_in(std::string_view lang);
  bool matches(const text::Token& token, const std::set<std::string, std::less<>>& stems) const;

  text::Analyser analyser_;
  std::set<std::string, std::less<>> words_;
  std::vector<std::vector<std::string>> phrases_;
  std::vector<std::string> prefixes_;
  std::vector<landscape::FuzzyNode> fuzzy_;
  std::map<std::string, std::set<std::string, std::less<>>, std::less<>> stems_;
};

// Optimal string alignment distance over characters, or limit + 1 where it is more
// than `limit`. Broken UTF-8 is compared byte for byte.
unsigned edits_between(std::string_view a, std::string_view b, unsigned limit);

}  // namespace fh::engine
