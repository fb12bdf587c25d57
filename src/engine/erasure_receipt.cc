#include "engine/erasure_receipt.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>

#include "base/json.h"

namespace fh::engine {
namespace {

constexpr std::string_view kSigningKeyNote = "signing_key";

// The secret key's text form leads to both keys.
std::optional<KeyPair> key_in(std::string_view text) {
  const std::optional<std::string> bytes = from_base32(text);
  KeyPair pair;
  if (!bytes || bytes->size() != pair.secret.size()) return std::nullopt;
  for (size_t i = 0; i < bytes->size(); ++i) pair.secret[i] = static_cast<std::byte>((*bytes)[i]);
  std::copy(pair.secret.begin() + pair.open.size(), pair.secret.end(), pair.open.begin());
  return pair;
}

template <size_t kSize>
std::optional<std::array<std::byte, kSize>> array_in(std::string_view text) {
  const std::optional<std::string> bytes = from_base32(text);
  std::array<std::byte, kSize> made{};
  if (!bytes || bytes->size() != kSize) return std::nullopt;
  for (size_t i = 0; i < kSize; ++i) made[i] = static_cast<std::byte>((*bytes)[i]);
  return made;
}

}  // namespace

bool is_genuine(std::string_view json, std::string_view signature, std::string_view key) {
  const auto signed_with = array_in<std::tuple_size_v<Signature>>(signature);
  const auto open = array_in<std::tuple_size_v<PublicKey>>(key);
  return signed_with && open && is_signed(json, *signed_with, *open);
}

Result<KeyPair> signing_key(record::Record& record, Random& random) {
  static std::mutex making;  // made once
  const std::scoped_lock lock(making);
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> kept, record.note(kSigningKeyNote));
  if (kept) {
    const std::optional<KeyPair> pair = key_in(*kept);
    if (pair) return *pair;
    return failure(ErrorCode::kCorrupt, "the key that signs receipts cannot be read", {},
                   "Restore the record from a backup.");
  }
  const KeyPair pair = make_key_pair(random);
  FH_RETURN_IF_ERROR(record.set_note(kSigningKeyNote, base32(pair.secret)));
  return pair;
}

ErasureReceipt make_receipt(const record::Erased& erased, Purge purge, Instant now,
                            const KeyPair& pair) {
  ErasureReceipt receipt;
  receipt.erased = erased.receipts;
  receipt.people = erased.people;
  JsonWriter json(receipt.json);
  json.begin_object().member("statement", "erased");
  json.member("at", format_time(now));
  json.key("experiences").begin_array();
  for (const record::Receipt& one : erased.receipts) json.value(model::id_of(one.number));
  json.end_array();
  json.member("earlier_versions", erased.versions).member("people", erased.people);
  if (!erased.receipts.empty()) json.member("sequence", erased.receipts.back().sequence);
  json.key("removed_from").begin_array();
  for (const std::string_view place :
       {"record", "index", "readings", "grants", "claims", "contacts"}) {
    json.value(place);
  }
  json.end_array();
  json.member("bytes", purge == Purge::kNow ? "overwritten" : "go with the next upkeep");
  json.member("told_again", "refused where the source named it by an id");
  json.end_object();
  receipt.signature = base32(sign(receipt.json, pair.secret));
  receipt.key = base32(pair.open);
  return receipt;
}

}  // namespace fh::engine
