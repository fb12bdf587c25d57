// record/person_key.h: the two names of a person.
//
// A PersonKey is random to whoever lacks the installation's secret, 128 bits, and
// shown as 26 letters and digits: the name for the interface. 96 bits of it are
// random; the rest is the person's number under a mask made of those and the
// secret, so that a key leads to its number without an index. (Random keys scatter
// over an index: each new person would rewrite a page of it.)
//
// A KnownAs is what is kept of a source's own key for them (an address, an account):
// a hash keyed with the installation's secret, from which that key cannot be read
// nor tried out without the secret. It covers the source, so that one address at two
// sources is two people and cannot be matched.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fh::record {

using PersonKey = std::array<std::byte, 16>;
using KnownAs = std::array<std::byte, 16>;
using PersonSecret = std::array<std::byte, 32>;

// RFC 4648 base32 in lower case, without padding.
std::string to_string(const PersonKey& key);
// Nothing for what to_string() does not write.
std::optional<PersonKey> person_key_of(std::string_view text);

// 96 random bits.
using PersonKeyTail = std::array<std::byte, 12>;
PersonKey make_person_key(const PersonSecret& secret, uint32_t number, const PersonKeyTail& tail);
// Of whom this may be the key. Any key gives some number: compare with theirs.
uint32_t number_in(const PersonSecret& secret, const PersonKey& key);

KnownAs known_as(const PersonSecret& secret, std::string_view source, std::string_view key);

}  // namespace fh::record
