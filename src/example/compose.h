// example/compose.h: one person's words, from the grammar, in their own manner.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/random.h"
#include "example/grammar.h"
#include "example/topics.h"
#include "model/experience.h"

namespace fh::example {

enum class Mood : uint8_t { kBad, kMixed, kGood };

// What is to be put into words.
struct Tale {
  const Topic* topic = nullptr;
  model::Kind kind = model::Kind::kStory;
  model::Party party = model::Party::kCustomer;
  Mood mood = Mood::kBad;
  std::string_view lang = "en";
  std::string_view section = {};  // instead of the kind's own: "wish_shelter"
  Bindings bindings = {};         // kThing is filled in by compose()
};

// Whether the grammar of `lang` has words for this; otherwise it is told in English.
bool can_tell(const Tale& tale);

// The words with capitals and full stops, as someone careful would type them.
// Interactions may have none.
std::string compose(const Grammar& grammar, Tale tale, Rng& rng);

// The same as typed by someone with this carelessness (0 to 1): letters dropped,
// doubled and swapped, capitals and full stops missing, abbreviations. Never an
// invalid UTF-8 sequence, never empty.
std::string typed_by(std::string text, double carelessness, Rng& rng);

// The grammar of the example organisation. FH_CHECKs that it is sound.
const Grammar& example_grammar();

}  // namespace fh::example
