// api/needs.h: what an endpoint asks of its caller. There is no default: an endpoint that
// does not say does not compile.
#pragma once

#include <cstdint>
#include <string>

#include "engine/caller.h"

namespace fh::api {

class Needs {
 public:
  enum class Kind : uint8_t {
    kNothing,  // for anyone, whatever they show
    kSomeone,  // for whoever is known to the organisation
    kTeller,   // for whoever comes with a claim code
    kRight,    // for whoever has any of some rights
  };
  static constexpr Needs nothing() { return {Kind::kNothing, {}}; }
  static constexpr Needs someone() { return {Kind::kSomeone, {}}; }
  static constexpr Needs teller() { return {Kind::kTeller, {}}; }
  static constexpr Needs right(engine::Right right) { return {Kind::kRight, {right}}; }
  static constexpr Needs any_of(engine::Rights rights) { return {Kind::kRight, rights}; }

  constexpr Kind kind() const { return kind_; }
  constexpr engine::Rights rights() const { return rights_; }

  constexpr bool met_by(const engine::Caller& caller) const {
    if (kind_ == Kind::kNothing) return true;
    const bool teller = caller.kind == engine::CallerKind::kTeller;
    if (kind_ == Kind::kTeller) return teller;
    if (kind_ == Kind::kSomeone) return !teller && caller.kind != engine::CallerKind::kPublic;
    return (rights_.bits() & caller.rights.bits()) != 0;
  }

 private:
  constexpr Needs(Kind kind, engine::Rights rights) : kind_(kind), rights_(rights) {}
  Kind kind_;
  engine::Rights rights_;
};

// "nothing", "someone known", "a claim code", "`count` or `read`".
std::string in_words(const Needs& needs);

}  // namespace fh::api
