// record/contact_keys.h: the keys of the contacts that tellers left, in a file apart.
//
// The record holds addresses that nobody reads without these keys, and no backup holds them
// (docs/formats/contacts.md): a key that is destroyed makes its contact unreadable in every
// copy of the record there is. Beside a key stands by what its address is known, as a hash
// keyed with a secret of this file alone, so that a lost code's holder can be found by it.
//
// A key belongs to a person and a mark, a random number that the record has, too: while a
// contact is replaced there may be two, and whichever the record does not name is nobody's.
// Every change is in the file itself, and its log empty, when the call returns.
//
// The file is made with the first key. Threads: any; calls wait for each other.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "base/secrets.h"
#include "model/mail_address.h"
#include "record/database.h"

namespace fh::record {

class ContactKeys {
 public:
  // kCorrupt, kUnsupported where the file is another's, damaged, or a newer program's.
  static Result<std::unique_ptr<ContactKeys>> open(const std::string& directory, Random& random);

  struct Place {
    uint32_t person = 0;
    uint64_t mark = 0;
    auto operator<=>(const Place&) const = default;
  };
  struct Sealed {
    uint64_t mark = 0;
    std::string address;
  };
  // Under a new key, beside those the person has.
  Result<Sealed> seal(uint32_t person, const model::MailAddress& address);
  // Nothing where the key is not there, or is not of that address.
  Result<std::optional<std::string>> open_address(Place place, std::string_view sealed);
  // Whose addresses are known by this.
  Result<std::vector<Place>> places_of(std::string_view known_by, uint32_t most);

  // No byte of the keys is left in the file when these return. Where they fail, sweep_needed()
  // holds until keep_among() has been done.
  Status destroy(Place place);
  Status destroy(std::span<const uint64_t> people);
  // All but those. REQUIRES: sorted.
  Status keep_among(std::span<const Place> places);

  bool sweep_needed() const;
  // A change that a key was made for has not come about.
  void ask_for_sweep();
  Result<uint64_t> count();
  // Whether there is a file: without one nothing need be looked for.
  bool is_there() const;

 private:
  ContactKeys(std::string path, Random& random) : path_(std::move(path)), random_(random) {}
  Status open_file();
  Status make_file();
  Digest digest(std::string_view known_by) const;
  Status add(Place place, const std::string& key, const Digest& known_by);
  // In one transaction whatever `change` does, then without a trace. A sweep looks at all of them.
  enum class Looks : uint8_t { kAtSome, kAtAll };
  template <typename Change>
  Status without_trace(Looks looks, const Change& change);
  Status clear();

  const std::string path_;
  Random& random_;
  mutable std::mutex mutex_;
  std::unique_ptr<Database> database_;  // null: there is no file yet
  Digest secret_ = {};
  bool sweep_needed_ = false;
};

}  // namespace fh::record
