// base/secrets.h: tokens that open doors, what is kept of them, and signatures.
//
// A token is 256 random bits behind a prefix that says what it is for, so that one that
// turns up where it should not (a log, a repository) can be recognised by whoever finds
// it. Kept is only its hash: the bits are random, so that a fast hash is enough and
// guessing is hopeless. All functions are pure but for the Random they are given, and
// may be called from any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/random.h"

namespace fh {

enum class TokenKind : uint8_t {
  kKey,         // "fhk_": for machines
  kSession,     // "fhs_": a member who has signed in
  kSignIn,      // "fhl_": a link that signs in once
  kClaim,       // "fhc_": with which a teller comes back
  kInvitation,  // "fhi_": with which somebody invited tells once
  kLetter,      // "fhm_": in a letter to a teller, good once
};
std::string_view prefix_of(TokenKind kind);

// The prefix and 52 letters of a-z2-7 (base32): nothing that needs escaping anywhere.
std::string make_token(TokenKind kind, Random& random);
// What a text is a token of; nothing where it is none. Each token has one spelling.
std::optional<TokenKind> kind_of_token(std::string_view text);

// BLAKE2b with 256 bits.
using Digest = std::array<std::byte, 32>;
Digest digest_of(std::span<const std::byte> bytes);
Digest digest_of(std::string_view text);
// Of one thing under another's name: digests of different purposes never meet.
// REQUIRES: a key of 16 to 64 bytes.
Digest digest_of(std::string_view text, std::span<const std::byte> key);

// The first 8 bytes: for hash tables keyed by digests, which are random already.
struct DigestHash {
  size_t operator()(const Digest& digest) const;
};

// In a time that tells nothing of where two texts of the same length differ.
bool same_secret(std::string_view a, std::string_view b);

// "a-z2-7", five bits a letter, the last filled up with zeros.
std::string base32(std::span<const std::byte> bytes);
// Nothing where a letter is another, or spare bits are set.
std::optional<std::string> from_base32(std::string_view text);

// Ed25519 (RFC 8032).
using PublicKey = std::array<std::byte, 32>;
using SecretKey = std::array<std::byte, 64>;  // holds the public one in its second half
using Signature = std::array<std::byte, 64>;
struct KeyPair {
  PublicKey open = {};
  SecretKey secret = {};
};
KeyPair make_key_pair(Random& random);
Signature sign(std::string_view message, const SecretKey& secret);
bool is_signed(std::string_view message, const Signature& signature, const PublicKey& open);

}  // namespace fh
