#include "engine/asked.h"

#include <optional>
#include <string>
#include <utility>

#include "engine/loosen.h"
#include "engine/period.h"
#include "engine/rights.h"

namespace fh::engine {
namespace {

std::optional<std::string> if_said(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

Result<landscape::Node> query_of(const SearchOptions& options) {
  FH_ASSIGN_OR_RETURN(landscape::Node query, landscape::parse_query(options.q, options.match));
  if (options.match == landscape::Match::kAny) {
    query = without_stop_words(std::move(query), options.q);
  }
  return within(std::move(query), options.from, options.to);
}

record::FiguresQuestion figures_question(const SearchOptions& options) {
  return {.q = options.q,
          .any_word = options.match == landscape::Match::kAny,
          .from = options.from.value_or(""),
          .to = options.to.value_or(""),
          .scope = options.caller.scope,
          .purpose = purposes_of(options.caller).figures,
          .role = {}};
}

Result<landscape::Node> query_of(const record::FiguresQuestion& question) {
  SearchOptions options;
  options.q = question.q;
  options.match = question.any_word ? landscape::Match::kAny : landscape::Match::kAll;
  options.from = if_said(question.from);
  options.to = if_said(question.to);
  return query_of(options);
}

}  // namespace fh::engine
