// record/contacts.h: how tellers can be reached, and the links in letters to them.
//
// An address is sealed with a key that lies in another file (contact_keys.h); of a person
// without experiences it goes, and its key with it, whichever way they went. A link is known
// by its hash alone; what it is to verify is sealed with the link itself, so that nobody but
// the letter's reader opens it.
//
// Thread-safe, as the record is.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/secrets.h"
#include "base/time.h"
#include "model/mail_address.h"
#include "record/access.h"

namespace fh::record {

// The file of their keys, beside record.db.
inline constexpr std::string_view kContactKeysName = "contacts.keys";

// One that its teller has shown to be theirs.
struct Contact {
  std::string address;
  Instant verified;
  std::optional<Instant> returned = {};  // when a claim code was last handed out by it
};

struct Addressed {
  uint32_t person = 0;
  std::string address;
};

enum class LinkPurpose : uint8_t {
  kVerify = 1,    // that an address is the teller's
  kComeBack = 2,  // a further claim code
};

struct LetterLink {
  Digest hash = {};
  uint32_t person = 0;
  LinkPurpose purpose = LinkPurpose::kVerify;
  std::string sealed = {};  // the address to verify
  Instant expires = {};
};

class ContactBook {
 public:
  virtual ~ContactBook() = default;

  // Nothing also where its key is lost: then it is as if there were none.
  virtual Result<std::optional<Contact>> find(uint32_t person) = 0;
  // Those who can be reached under what is known_by, with the address as each has it.
  virtual Result<std::vector<Addressed>> reached_by(std::string_view known_by, uint32_t most) = 0;
  virtual Result<uint64_t> count() = 0;

  // One that verifies takes the place of an earlier one of the same person. Forgets those that
  // are past. kNotFound where the person is not there.
  virtual Status add_link(const LetterLink& link) = 0;
  // Nothing where it is unknown, used or past.
  virtual Result<std::optional<LetterLink>> link(const Digest& hash) = 0;
  // Until when a letter's link can verify an address for them.
  virtual Result<std::optional<Instant>> waiting(uint32_t person) = 0;

  // Uses the link up: the address is the person's from now on. The one they had is unreadable
  // when this returns, in every copy of the record, and links that were sent to it lead nowhere.
  // kNotFound where the link was used meanwhile.
  virtual Status leave(const LetterLink& link, const model::MailAddress& address,
                       const Act& act) = 0;
  // The address is unreadable when this returns, as above, and no link of theirs is good.
  // kNotFound where there is neither.
  virtual Status remove(uint32_t person, const Act& act) = 0;
  // Uses the link and all others up that came with it: the claim leads to the person.
  virtual Status come_back(const LetterLink& link, const Digest& claim, const Act& act) = 0;

  // Destroys keys that belong to nobody any more, where any may be left; forgets links that are
  // past. Cheap where there is nothing to do.
  virtual Status upkeep() = 0;
};

class Readers;
class Writer;

// Over the record's own connections, which outlive it.
std::unique_ptr<ContactBook> make_contact_book(Writer& writer, Readers& readers);

class Database;
class ContactKeys;

// Destroys every key that the record does not name. REQUIRES: nobody changes either meanwhile.
Status sweep_contact_keys(Database& database, ContactKeys& keys);
// Of two who become one: what `from` left is what `into` has, unless they left one themselves.
// In the transaction that joins them; the key of `from` is to go when it is committed.
Status carry_contact(Database& database, ContactKeys& keys, uint32_t into, uint32_t from);

}  // namespace fh::record
