#include "engine/scope.h"

#include <algorithm>
#include <utility>

namespace fh::engine {
namespace {

using landscape::AndNode;
using landscape::Node;
using landscape::NotNode;

constexpr size_t kKnownMax = 256;

Result<Node> parse(std::string_view text) {
  Result<Node> query = landscape::parse_query(text, landscape::Match::kAll);
  if (query) return query;
  Error error = std::move(query.error());
  error.field = "scope";
  return std::unexpected(std::move(error));
}

// What stands under a `not` gives no scores; twice `not` is what it was.
Node without_scores(const Node& query) {
  auto inner = std::make_unique<Node>(landscape::clone(query));
  auto outer = std::make_unique<Node>(Node{NotNode{std::move(inner)}});
  return Node{NotNode{std::move(outer)}};
}

Node narrowed(const Node& scope, Node query) {
  AndNode both;
  both.children.push_back(std::move(query));
  both.children.push_back(without_scores(scope));
  return Node{std::move(both)};
}

}  // namespace

Status check_scope(std::string_view text) {
  const Result<Node> query = parse(text);
  return query ? Status() : std::unexpected(query.error());
}

Result<std::shared_ptr<Scopes::Scope>> Scopes::scope_of(const Caller& caller) {
  const std::lock_guard lock(mutex_);
  const auto known = known_.find(caller.scope);
  if (known != known_.end()) return known->second;
  Result<Node> query = parse(caller.scope);
  if (!query) {
    return failure(ErrorCode::kDenied,
                   "what you may see is described by a query that cannot be read any more", "scope",
                   "Ask a keeper to mend your scope.");
  }
  if (known_.size() >= kKnownMax) known_.clear();
  auto scope = std::make_shared<Scope>();
  scope->query = std::move(*query);
  return known_.emplace(caller.scope, std::move(scope)).first->second;
}

Result<Node> Scopes::within(const Caller& caller, Node query) {
  if (caller.scope.empty()) return query;
  FH_ASSIGN_OR_RETURN(const std::shared_ptr<Scope> scope, scope_of(caller));
  return narrowed(scope->query, std::move(query));
}

Result<std::vector<model::Experience>> Scopes::those_in(const Caller& caller,
                                                        std::vector<model::Experience> experiences,
                                                        const landscape::Landscape& landscape) {
  if (caller.scope.empty()) return experiences;
  FH_ASSIGN_OR_RETURN(const std::shared_ptr<Scope> scope, scope_of(caller));
  std::vector<uint64_t> numbers;
  numbers.reserve(experiences.size());
  for (const model::Experience& experience : experiences) numbers.push_back(experience.number);
  const landscape::Among among = landscape.among(scope->query, numbers);
  std::vector<model::Experience> there;
  for (size_t i = 0; i < experiences.size(); ++i) {
    const bool judged = experiences[i].sequence <= among.as_of;
    if (judged && among.match[i]) there.push_back(std::move(experiences[i]));
  }
  return there;
}

Result<bool> Scopes::has(const Caller& caller, const model::Experience& experience,
                         const landscape::Landscape& landscape) {
  if (caller.scope.empty()) return true;
  FH_ASSIGN_OR_RETURN(const std::shared_ptr<Scope> scope, scope_of(caller));
  const uint64_t number = experience.number;
  const landscape::Among among = landscape.among(scope->query, {&number, 1});
  return among.match.front() && experience.sequence <= among.as_of;
}

void Scopes::forget() {
  const std::lock_guard lock(mutex_);
  known_.clear();
}

Result<uint64_t> Scopes::experiences(const Caller& caller, const Moment& moment,
                                     const std::function<Result<landscape::Answer>()>& count) {
  FH_ASSIGN_OR_RETURN(const std::shared_ptr<Scope> scope, scope_of(caller));
  const std::lock_guard lock(scope->mutex);
  Base& base = scope->bases[std::to_underlying(moment.purpose)];
  if (base.as_of == moment.as_of) return base.experiences;
  FH_ASSIGN_OR_RETURN(const landscape::Answer answer, count());
  base = {.as_of = answer.as_of, .experiences = answer.total};
  return base.experiences;
}

}  // namespace fh::engine
