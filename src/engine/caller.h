// engine/caller.h: who asks, and what they may.
//
// Every call that reads or changes what people told carries a Caller; engine/rights.h is
// the one place that decides by it. Nothing above the engine can widen what it may: a door
// only finds out who is there (a token, a session, the machine's own command line) and
// passes that on.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace fh::engine {

enum class Right : uint8_t {
  kTell,        // tell, import, and amend under a source's own ids
  kCount,       // figures
  kRead,        // words
  kContact,     // ask tellers again, invite them
  kExport,      // take away many at once
  kErase,       // carry out an erasure that a person asked the organisation for
  kAudit,       // see who did and read what
  kAdminister,  // members, keys, settings
  kRequest,     // hand in what a person asks of the organisation, and have the answer
};
inline constexpr size_t kRightCount = 9;
inline constexpr std::array<Right, kRightCount> kAllRights = {
    Right::kTell,  Right::kCount, Right::kRead,       Right::kContact, Right::kExport,
    Right::kErase, Right::kAudit, Right::kAdminister, Right::kRequest};

// "tell", "count", "read", "contact", "export", "erase", "audit", "administer", "request".
std::string_view name_of(Right right);
std::optional<Right> right_named(std::string_view name);

class Rights {
 public:
  constexpr Rights() = default;
  constexpr Rights(std::initializer_list<Right> rights) {
    for (const Right right : rights) bits_ = static_cast<uint16_t>(bits_ | bit(right));
  }
  static constexpr Rights all() { return of_bits(kAll); }
  // Bits that mean no right are left out.
  static constexpr Rights of_bits(uint16_t bits) {
    Rights rights;
    rights.bits_ = bits & kAll;
    return rights;
  }
  constexpr bool has(Right right) const { return (bits_ & bit(right)) != 0; }
  constexpr uint16_t bits() const { return bits_; }
  constexpr bool operator==(const Rights&) const = default;

 private:
  static constexpr uint16_t kAll = (1U << kRightCount) - 1;
  static constexpr uint16_t bit(Right right) {
    return static_cast<uint16_t>(1U << std::to_underlying(right));
  }
  uint16_t bits_ = 0;
};

// Members' roles; each may what the one before may.
enum class Role : uint8_t { kListener, kSteward, kKeeper };
std::string_view name_of(Role role);
std::optional<Role> role_named(std::string_view name);
Rights rights_of(Role role);

enum class CallerKind : uint8_t {
  kPublic,  // nobody known: may tell, and see what is granted for sharing
  kTeller,  // one person, for what is theirs
  kMember,
  kKey,   // a machine
  kHost,  // who runs the program on its data, and could read the files as well
};

struct Caller {
  CallerKind kind = CallerKind::kPublic;
  std::string actor = "public";  // for the audit and for tellers: "member 4", "key 2", "import"
  Rights rights = {Right::kTell};
  std::string scope = {};  // a query; only what it matches is there for them. Empty: everything
  uint32_t person = 0;     // of a teller
  // A teller's: they came with a code that whoever told it for them has seen, too, and may be
  // that other.
  bool handed = false;

  static Caller nobody() { return {}; }
  static Caller teller(uint32_t person, bool handed = false) {
    return {.kind = CallerKind::kTeller,
            .actor = "teller",
            .rights = {Right::kTell},
            .scope = {},
            .person = person,
            .handed = handed};
  }
  // `actor` names the way in: "cli", "import", "example".
  static Caller host(std::string actor = "host") {
    return {.kind = CallerKind::kHost,
            .actor = std::move(actor),
            .rights = Rights::all(),
            .scope = {},
            .person = 0};
  }
};

}  // namespace fh::engine
