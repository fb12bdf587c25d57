// model/grants.h: what a teller lets be done with an experience.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/time.h"

namespace fh::model {

// What an answer will be used for; each experience is granted for each apart.
enum class Purpose : uint8_t {
  kRead,     // members read the words
  kCount,    // it counts in figures and themes
  kContact,  // its teller may be asked again
  kShare,    // it may be shown outside the organisation
};
inline constexpr size_t kPurposes = 4;
inline constexpr std::array<Purpose, kPurposes> kAllPurposes = {Purpose::kRead, Purpose::kCount,
                                                                Purpose::kContact, Purpose::kShare};

// "read", "count", "contact", "share".
std::string_view name_of(Purpose purpose);
std::optional<Purpose> purpose_named(std::string_view name);

// A set of purposes. None at all: withdrawn, kept for its teller alone.
class Grants {
 public:
  constexpr Grants() = default;
  static constexpr Grants all() { return Grants(kAll); }
  static constexpr Grants none() { return Grants(0); }
  // Bits that mean no purpose are left out.
  static constexpr Grants of_bits(uint8_t bits) { return Grants(bits & kAll); }

  constexpr bool has(Purpose purpose) const { return (bits_ & bit(purpose)) != 0; }
  constexpr Grants with(Purpose purpose) const {
    return Grants(static_cast<uint8_t>(bits_ | bit(purpose)));
  }
  constexpr Grants without(Purpose purpose) const {
    return Grants(static_cast<uint8_t>(bits_ & ~bit(purpose)));
  }
  constexpr uint8_t bits() const { return bits_; }
  constexpr bool operator==(const Grants&) const = default;

 private:
  static constexpr uint8_t kAll = (1U << kPurposes) - 1;
  static constexpr uint8_t bit(Purpose purpose) {
    return static_cast<uint8_t>(1U << std::to_underlying(purpose));
  }
  constexpr explicit Grants(uint8_t bits) : bits_(bits) {}

  uint8_t bits_ = 0;
};

// What holds until the teller says otherwise: read and counted inside the organisation they
// told it to, and nothing more.
inline constexpr Grants kUsualGrants = Grants::none().with(Purpose::kRead).with(Purpose::kCount);

// "read, count"; "nothing" of none.
std::string to_string(Grants grants);
// Names, separated by commas or blanks; "none" or "nothing" alone. Nothing for any other word.
std::optional<Grants> grants_named(std::string_view text);

// One step in the history of an experience's grants.
struct GrantChange {
  Instant at;
  Grants grants;
  std::string by;     // "teller", "source", an actor
  std::string basis;  // why it may be used so: the source's, or the teller's own word
  bool operator==(const GrantChange&) const = default;
};

}  // namespace fh::model
