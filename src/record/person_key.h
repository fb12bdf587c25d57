// record/person_key.h: the two names of a person.
//
// A PersonKey is random, 128 bits, and shown as 26 letters and digits: the name for
// the interface. A KnownAs is what is kept of a source's own key for them (an
// address, an account): a hash keyed with the installation's secret, from which
// that key cannot be read nor tried out without the secret. It covers the source,
// so that one address at two sources is two people and cannot be matched.
#pragma once

#include <array>
#include <cstddef>
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

KnownAs known_as(const PersonSecret& secret, std::string_view source, std::string_view key);

}  // namespace fh::record
