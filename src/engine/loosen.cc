#include "engine/loosen.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "text/language.h"
#include "text/stop_words.h"

namespace fh::engine {
namespace {

using landscape::AndNode;
using landscape::Node;
using landscape::OrNode;
using landscape::WordNode;

void drop_from(std::vector<Node>& alternatives, std::string_view lang) {
  const auto is_stop = [&](const Node& node) {
    const auto* word = std::get_if<WordNode>(&node.is);
    return word != nullptr && text::is_stop_word(word->surface, lang);
  };
  if (!std::ranges::all_of(alternatives, is_stop)) std::erase_if(alternatives, is_stop);
}

}  // namespace

Node without_stop_words(Node query, std::string_view question) {
  const std::string guessed = text::infer_language(question);
  const std::string lang = guessed.empty() ? "en" : guessed;
  // The loose words are the query itself, or one child beside what must hold for all.
  if (auto* either = std::get_if<OrNode>(&query.is)) drop_from(either->children, lang);
  if (auto* all = std::get_if<AndNode>(&query.is)) {
    for (Node& child : all->children) {
      if (auto* either = std::get_if<OrNode>(&child.is)) drop_from(either->children, lang);
    }
  }
  return query;
}

}  // namespace fh::engine
