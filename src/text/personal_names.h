// text/personal_names.h: people's names.
//
// By what stands before them ("my name is", "Frau", "my colleague"), by closing words
// before a signature, and by a list of common given names. Given names that are words or
// places as well need a second sign.
#pragma once

#include <optional>

#include "text/personal_scan.h"

namespace fh::text {

// The name whose first word is at `place`, a capital; with the title before it.
std::optional<PersonalSpan> name_at(const Scan& scan, size_t place);

// What a capitalised word is to a name.
enum class NameWord : uint8_t {
  kUnknown,
  kGiven,      // "Petra"
  kAmbiguous,  // "Mark", "Paris": a name, and something else
  kDutch,      // "Joke", "Floor": a given name in Dutch, ambiguous elsewhere
  kFrench,     // "Claire": may be a word where it begins a French sentence
  kSpanish,    // "Pilar"
  kNever,      // "Monday", "Customer": no part of a name
  kPlace,      // "Station": makes a place of the name before it
  kTitle,      // "Mrs"
  kRole,       // "colleague"
  kTail,       // "is", "heiße": may end an introduction
  kParticle,   // "van"
  kSaint,      // "San": makes a place of the name after it
};
// Whatever the word's case.
NameWord name_word(std::string_view word);

}  // namespace fh::text
