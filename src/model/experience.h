// model/experience.h: what one person lived, as values.
//
// A Draft is what someone hands in, unchecked; validate() (validate.h) turns it
// into an Experience. Both keep the teller's words byte for byte.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/time.h"
#include "model/grants.h"

namespace fh::model {

enum class Kind : uint8_t {
  kStory,
  kInteraction,  // an event without words counts too
  kQuestion,
  kWish,
  kExpectation,
  kWorkaround,
  kThanks,
  kConcern,
};
enum class Party : uint8_t { kUnknown, kCustomer, kEmployee, kPartner, kOther };
enum class Function : uint8_t {
  kUnknown,
  kProduction,
  kDelivery,
  kConsumption,
  kSupport,
  kMaintenance,
};
enum class SubjectLevel : uint8_t { kIndustry, kOrganisation, kProduct, kService };

// The words of the interface: "story", "customer", "delivery", "product".
// The unknown party and function are the empty string.
std::string_view name_of(Kind kind);
std::string_view name_of(Party party);
std::string_view name_of(Function function);
std::string_view name_of(SubjectLevel level);
std::optional<Kind> kind_named(std::string_view name);
std::optional<Party> party_named(std::string_view name);
std::optional<Function> function_named(std::string_view name);
std::optional<SubjectLevel> subject_level_named(std::string_view name);

// The default stages of the relationship, in order; others may be used.
inline constexpr std::array<std::string_view, 7> kStages = {
    "attraction", "awareness", "discovery", "cultivation", "purchase", "use", "advocacy"};

struct Subject {
  SubjectLevel level = SubjectLevel::kOrganisation;
  std::string name;
  bool operator==(const Subject&) const = default;
};

// A place between two poles: 0 is all `from`, 1 is all `to`.
struct PoleScale {
  double place = 0;
  std::string from;
  std::string to;
  bool operator==(const PoleScale&) const = default;
};

// A share between three: parts in [0, 1] that sum to 1.
struct ShareOfThree {
  std::array<std::pair<std::string, double>, 3> parts;
  bool operator==(const ShareOfThree&) const = default;
};

// Keyword, several keywords, number, yes/no, date, pole scale, share.
using SignifierValue = std::variant<std::string, std::vector<std::string>, double, bool, Instant,
                                    PoleScale, ShareOfThree>;

struct Signifier {
  std::string name;
  SignifierValue value;
  bool operator==(const Signifier&) const = default;
};

// The two ends of a source's rating scale; "1..5" in text.
struct Scale {
  double low = 0;
  double high = 10;
  bool operator==(const Scale&) const = default;
};

// Names understood beside "low..high": "stars" and "csat" (1..5), "nps" (0..10),
// "ces" (1..7), "percent" (0..100), "unit" (0..1), "balance" (-1..1).
std::optional<Scale> scale_named(std::string_view text);
std::string to_string(Scale scale);

// A rating on firsthand's scale of 0 to 10 in hundredths (1000 is 10), linear
// from the source's own, whose value is kept.
struct Rating {
  int32_t hundredths = 0;
  double original = 0;
  double value() const { return static_cast<double>(hundredths) / 100; }
  bool operator==(const Rating&) const = default;
};

struct Draft {
  std::string source;
  std::string source_id;
  std::string text;
  std::string kind;      // empty: a story
  std::string lived_at;  // RFC 3339 or a shorter form (base/time.h); empty: unknown
  std::string told_at;   // empty: now
  std::string person;    // the source's own key for the teller; empty: unknown
  std::string party;
  std::string function;
  std::vector<std::pair<std::string, std::string>> subjects;  // level, name
  std::string touchpoint;
  std::string stage;
  std::string channel;
  std::string unit;
  std::string lang;  // BCP 47 primary tag, "de"; empty: inferred
  std::optional<double> expected;
  std::optional<double> felt;
  std::string scale;  // of expected and felt; empty: 0..10
  std::vector<Signifier> signifiers;
};

// What a teller or source said, checked. `number`, `sequence`, `version` and
// `person_number` are given by the record; 0 until then. `grants` are kept beside what was
// said, not with it: they change without a new version.
struct Experience {
  uint64_t number = 0;         // for ever; "e17" outside
  uint64_t sequence = 0;       // of the newest change to it
  uint32_t version = 0;        // 1 at the first telling
  uint32_t person_number = 0;  // dense, inside one installation only; 0: nobody known
  std::string person_key;      // random, for the interface; empty: nobody known
  Grants grants = kUsualGrants;
  // Told for somebody else, who has not taken it as theirs yet: `person_number` is theirs, of
  // whom nothing is known, so that they have no key here. Given by the record, as the person is.
  bool behalf = false;

  std::string source;
  std::string source_id;
  std::string text;
  Kind kind = Kind::kStory;
  std::optional<Instant> lived_at;
  Instant told_at;
  Party party = Party::kUnknown;
  Function function = Function::kUnknown;
  std::vector<Subject> subjects;
  std::string touchpoint;
  std::string stage;
  std::string channel;
  std::string unit;
  std::string lang;           // as told; empty: not said
  std::string inferred_lang;  // guessed where `lang` is empty; empty: could not tell
  std::optional<Rating> expected;
  std::optional<Rating> felt;
  Scale scale;
  std::vector<Signifier> signifiers;

  bool operator==(const Experience&) const = default;
};

// As whom it counts: until somebody takes as theirs what was told for them, nobody is known.
// Else who tells for many who are not there would make many people.
inline uint32_t counted_person(const Experience& experience) {
  return experience.behalf ? 0 : experience.person_number;
}

// "e17" and back. Empty for anything else, leading zeros included.
std::string id_of(uint64_t number);
std::optional<uint64_t> number_of_id(std::string_view id);

}  // namespace fh::model
