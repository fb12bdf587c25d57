// base/sealed.h: short texts under a key: nobody reads or changes them without it.
//
// XChaCha20-Poly1305 (libsodium): 24 random bytes in front, so that a key may seal any
// number of texts, and 16 behind that vouch for the text and for what it was sealed for.
// Pure but for the Random they are given; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"

namespace fh {

using SealKey = std::array<std::byte, 32>;

// `meant_for` is not kept: whoever opens it must say the same, so that what was sealed for
// one place is worth nothing in another.
std::string seal(std::string_view text, const SealKey& key, std::string_view meant_for,
                 Random& random);
// Nothing where key or place are others, or any byte is.
std::optional<std::string> open_sealed(std::string_view sealed, const SealKey& key,
                                       std::string_view meant_for);

}  // namespace fh
