// api/jwt.h: a signed JSON Web Token taken apart (RFC 7515, compact form), and the keys that
// may have signed it (RFC 7517).
//
// Trusts nothing in it: which algorithms count is said here, and a key is used for no other
// than its own kind's. So neither "none" nor a public key taken for a shared secret opens
// anything. Nothing that a token says of where its key is to be found is followed. Pure.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

struct evp_pkey_st;

namespace fh::api {

inline constexpr size_t kJwtBytesMax = 64UL * 1024;

struct Jwt {
  std::string algorithm;
  std::string key_id;       // which key signed it; may be empty
  std::string claims;       // JSON, an object
  std::string signed_part;  // what the signature is of
  std::string signature;
};

// kInvalid where it is none, or asks for an extension that we do not know.
Result<Jwt> parse_jwt(std::string_view text);

// Public keys of one issuer: RSA of 2048 to 8192 bits, and P-256.
class KeySet {
 public:
  // Keys that we have no use for are passed over. kInvalid where it is no set, or holds none
  // or more than 100.
  static Result<KeySet> parse(std::string_view json);

  enum class Verdict : uint8_t {
    kSigned,
    kNotSigned,   // by the key it names
    kUnknownKey,  // it names a key that is not among them
    kUnknownWay,  // by an algorithm that does not count
  };
  // RS256, PS256 and ES256 count. A token that names no key is tried with each of its kind.
  Verdict judge(const Jwt& token) const;

 private:
  enum class Kind : uint8_t { kRsa, kP256 };
  struct Key {
    std::string id;
    std::string algorithm;  // the only one it is for, or empty
    Kind kind = Kind::kRsa;
    std::shared_ptr<evp_pkey_st> key;
  };
  static bool is_signed_by(const Jwt& token, const Key& key);
  std::vector<Key> keys_;
};

}  // namespace fh::api
