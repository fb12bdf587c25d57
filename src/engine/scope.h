// engine/scope.h: what is there for a caller whose view is narrowed.
//
// A scope is a query; for its caller everything else does not exist: no hit, no figure,
// no experience by its id. It never adds to a score. How often a word stands in all
// experiences is still that of all: scores and telling words are weighed by it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/error.h"
#include "base/hash.h"
#include "engine/caller.h"
#include "landscape/landscape.h"
#include "model/experience.h"

namespace fh::engine {

// Whether the text can be a scope: kInvalid or kTooLarge with field "scope".
Status check_scope(std::string_view text);

// Scopes as trees, each parsed once; a bounded number is kept. Thread-safe.
class Scopes {
 public:
  // The query's matches within the scope. kDenied where the scope cannot be read any more:
  // then nothing is there.
  Result<landscape::Node> within(const Caller& caller, landscape::Node query);

  // Of some experiences those that are there for the caller, in order. One that changed
  // after the landscape's moment is not: what it says now has not been judged.
  Result<std::vector<model::Experience>> those_in(const Caller& caller,
                                                  std::vector<model::Experience> experiences,
                                                  const landscape::Landscape& landscape);
  Result<bool> has(const Caller& caller, const model::Experience& experience,
                   const landscape::Landscape& landscape);

  // How many experiences there are within the scope for that purpose: the base of its
  // figures. Counted, as `count` does, once for each state of the landscape.
  struct Moment {
    model::Purpose purpose = model::Purpose::kCount;
    uint64_t as_of = 0;
  };
  Result<uint64_t> experiences(const Caller& caller, const Moment& moment,
                               const std::function<Result<landscape::Answer>()>& count);

  // What was counted is counted anew: how it may be told has changed.
  void forget();

 private:
  struct Base {
    uint64_t as_of = UINT64_MAX;
    uint64_t experiences = 0;
  };
  struct Scope {
    landscape::Node query;
    std::mutex mutex;
    std::array<Base, model::kPurposes> bases;
  };
  Result<std::shared_ptr<Scope>> scope_of(const Caller& caller);

  std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<Scope>, StringHash, std::equal_to<>> known_;
};

}  // namespace fh::engine
