#include "record/contacts.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "record/contact_keys.h"
#include "record/database.h"
#include "record/readers.h"
#include "record/writer.h"

namespace fh::record {
namespace {

std::unexpected<Error> link_is_used() {
  return failure(ErrorCode::kNotFound, "this link was used meanwhile, or is past");
}

// What the record has of one person's contact.
struct Row {
  uint64_t mark = 0;
  std::string sealed;
  Instant verified;
  std::optional<Instant> returned = {};
};

Result<std::optional<Row>> row_of(Database& database, uint32_t person) {
  FH_ASSIGN_OR_RETURN(Use query, database.use("SELECT mark, address, verified_ms, returned_ms "
                                              "FROM contact WHERE person = ?1"));
  query->bind(1, person);
  FH_ASSIGN_OR_RETURN(const bool there, query->step());
  if (!there) return std::nullopt;
  Row row = {.mark = query->number(0),
             .sealed = std::string(query->bytes(1)),
             .verified = Instant{.ms = query->signed_number(2)}};
  if (!query->is_null(3)) row.returned = Instant{.ms = query->signed_number(3)};
  return row;
}

Status keep_row(Database& database, uint32_t person, const Row& row) {
  FH_ASSIGN_OR_RETURN(
      Use keep, database.use("INSERT INTO contact (person, mark, address, verified_ms, "
                             "returned_ms) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (person) DO "
                             "UPDATE SET mark = ?2, address = ?3, verified_ms = ?4, "
                             "returned_ms = ?5"));
  keep->bind(1, person).bind(2, row.mark).bind_bytes(3, row.sealed);
  keep->bind_signed(4, row.verified.ms);
  row.returned ? keep->bind_signed(5, row.returned->ms) : keep->bind_null(5);
  return keep->run();
}

Result<bool> is_known(Database& database, uint32_t person) {
  FH_ASSIGN_OR_RETURN(Use query, database.use("SELECT 1 FROM person WHERE number = ?1"));
  query->bind(1, person);
  return query->step();
}

// Whether it was there to be used.
Status use_up(Database& database, const Digest& hash) {
  FH_ASSIGN_OR_RETURN(Use used, database.use("DELETE FROM letter_link WHERE hash = ?1"));
  FH_RETURN_IF_ERROR(used->bind_bytes(1, std::span<const std::byte>(hash)).run());
  return database.changed_rows() == 1 ? Status() : Status(link_is_used());
}

// How many links there were.
Result<int64_t> drop_links(Database& database, uint32_t person, LinkPurpose purpose) {
  FH_ASSIGN_OR_RETURN(Use drop,
                      database.use("DELETE FROM letter_link WHERE person = ?1 AND purpose = ?2"));
  drop->bind(1, person).bind(2, uint64_t{std::to_underlying(purpose)});
  FH_RETURN_IF_ERROR(drop->run());
  return database.changed_rows();
}

Status drop_past(Database& database, Instant now) {
  FH_ASSIGN_OR_RETURN(Use drop, database.use("DELETE FROM letter_link WHERE expires_ms <= ?1"));
  return drop->bind_signed(1, now.ms).run();
}

Status insert_link(Database& database, const LetterLink& link) {
  FH_ASSIGN_OR_RETURN(Use insert,
                      database.use("INSERT INTO letter_link (hash, person, purpose, address, "
                                   "expires_ms) VALUES (?1, ?2, ?3, ?4, ?5)"));
  insert->bind_bytes(1, std::span<const std::byte>(link.hash)).bind(2, link.person);
  insert->bind(3, uint64_t{std::to_underlying(link.purpose)}).bind_bytes(4, link.sealed);
  return insert->bind_signed(5, link.expires.ms).run();
}

Result<std::optional<LetterLink>> find_link(Database& database, const Digest& hash, Instant now) {
  FH_ASSIGN_OR_RETURN(Use query,
                      database.use("SELECT person, purpose, address, expires_ms FROM letter_link "
                                   "WHERE hash = ?1 AND expires_ms > ?2"));
  query->bind_bytes(1, std::span<const std::byte>(hash)).bind_signed(2, now.ms);
  FH_ASSIGN_OR_RETURN(const bool there, query->step());
  if (!there) return std::nullopt;
  const uint64_t purpose = query->number(1);
  if (purpose != std::to_underlying(LinkPurpose::kVerify) &&
      purpose != std::to_underlying(LinkPurpose::kComeBack)) {
    return std::nullopt;
  }
  return LetterLink{.hash = hash,
                    .person = static_cast<uint32_t>(query->number(0)),
                    .purpose = static_cast<LinkPurpose>(purpose),
                    .sealed = std::string(query->bytes(2)),
                    .expires = Instant{.ms = query->signed_number(3)}};
}

Result<std::optional<Instant>> waiting_until(Database& database, uint32_t person, Instant now) {
  FH_ASSIGN_OR_RETURN(Use query,
                      database.use("SELECT max(expires_ms) FROM letter_link WHERE person = ?1 AND "
                                   "purpose = 1 AND expires_ms > ?2"));
  query->bind(1, person).bind_signed(2, now.ms);
  FH_ASSIGN_OR_RETURN(const bool row, query->step());
  if (!row || query->is_null(0)) return std::nullopt;
  return Instant{.ms = query->signed_number(0)};
}

Status note_return(Database& database, uint32_t person, Instant now) {
  FH_ASSIGN_OR_RETURN(Use note,
                      database.use("UPDATE contact SET returned_ms = ?2 WHERE person = ?1"));
  return note->bind(1, person).bind_signed(2, now.ms).run();
}

class SqliteContacts final : public ContactBook {
 public:
  SqliteContacts(Writer& writer, Readers& readers)
      : writer_(writer), readers_(readers), keys_(writer.contact_keys()) {}

  Result<std::optional<Contact>> find(uint32_t person) override {
    if (!keys_.is_there()) return std::nullopt;
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(const std::optional<Row> row, row_of(*database, person));
    if (!row) return std::nullopt;
    FH_ASSIGN_OR_RETURN(const std::optional<std::string> address,
                        keys_.open_address({.person = person, .mark = row->mark}, row->sealed));
    if (!address) return std::nullopt;
    return Contact{.address = *address, .verified = row->verified, .returned = row->returned};
  }

  Result<std::vector<Addressed>> reached_by(std::string_view known_by, uint32_t most) override {
    FH_ASSIGN_OR_RETURN(const std::vector<ContactKeys::Place> places,
                        keys_.places_of(known_by, most));
    std::vector<Addressed> found;
    for (const ContactKeys::Place& place : places) {
      FH_ASSIGN_OR_RETURN(std::optional<Contact> contact, find(place.person));
      // A key that is about to go, or that another record was using.
      if (!contact || ascii_lower(contact->address) != known_by) continue;
      found.push_back({.person = place.person, .address = std::move(contact->address)});
    }
    return found;
  }

  Result<uint64_t> count() override { return keys_.count(); }

  Status add_link(const LetterLink& link) override {
    return writer_.quietly([&](Database& database) -> Status {
      FH_ASSIGN_OR_RETURN(const bool known, is_known(database, link.person));
      if (!known) {
        return failure(ErrorCode::kNotFound, "the person is not in the record any more");
      }
      FH_RETURN_IF_ERROR(drop_past(database, writer_.now()));
      if (link.purpose == LinkPurpose::kVerify) {
        FH_RETURN_IF_ERROR(drop_links(database, link.person, link.purpose));
      }
      return insert_link(database, link);
    });
  }

  Result<std::optional<LetterLink>> link(const Digest& hash) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return find_link(*database, hash, writer_.now());
  }

  Result<std::optional<Instant>> waiting(uint32_t person) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    return waiting_until(*database, person, writer_.now());
  }

  Status leave(const LetterLink& link, const model::MailAddress& address, const Act& act) override {
    std::optional<Row> before;
    const Status left = writer_.act([&](Database& database) -> Result<Act> {
      FH_RETURN_IF_ERROR(use_up(database, link.hash));
      FH_ASSIGN_OR_RETURN(before, row_of(database, link.person));
      FH_ASSIGN_OR_RETURN(ContactKeys::Sealed sealed, keys_.seal(link.person, address));
      FH_RETURN_IF_ERROR(keep_row(
          database, link.person,
          {.mark = sealed.mark, .sealed = std::move(sealed.address), .verified = writer_.now()}));
      FH_RETURN_IF_ERROR(drop_links(database, link.person, LinkPurpose::kComeBack));
      return act;
    });
    if (!left) {
      keys_.ask_for_sweep();
      return left;
    }
    return before ? keys_.destroy({.person = link.person, .mark = before->mark}) : Status();
  }

  Status remove(uint32_t person, const Act& act) override {
    std::optional<Row> before;
    const Status removed = writer_.act([&](Database& database) -> Result<Act> {
      FH_ASSIGN_OR_RETURN(before, row_of(database, person));
      FH_ASSIGN_OR_RETURN(const int64_t waiting,
                          drop_links(database, person, LinkPurpose::kVerify));
      FH_RETURN_IF_ERROR(drop_links(database, person, LinkPurpose::kComeBack));
      if (!before && waiting == 0) {
        return failure(ErrorCode::kNotFound, "there is no contact to remove");
      }
      FH_ASSIGN_OR_RETURN(Use gone, database.use("DELETE FROM contact WHERE person = ?1"));
      FH_RETURN_IF_ERROR(gone->bind(1, person).run());
      return act;
    });
    if (!removed || !before) return removed;
    return keys_.destroy({.person = person, .mark = before->mark});
  }

  Status come_back(const LetterLink& link, const Digest& claim, const Act& act) override {
    return writer_.act([&](Database& database) -> Result<Act> {
      FH_RETURN_IF_ERROR(use_up(database, link.hash));
      FH_RETURN_IF_ERROR(drop_links(database, link.person, LinkPurpose::kComeBack));
      FH_RETURN_IF_ERROR(note_return(database, link.person, writer_.now()));
      FH_ASSIGN_OR_RETURN(
          Use insert,
          database.use("INSERT INTO claim (hash, person, made_ms) VALUES (?1, ?2, ?3)"));
      insert->bind_bytes(1, std::span<const std::byte>(claim)).bind(2, link.person);
      FH_RETURN_IF_ERROR(insert->bind_signed(3, writer_.now().ms).run());
      return act;
    });
  }

  Status upkeep() override {
    const bool sweep = keys_.sweep_needed() && keys_.is_there();
    FH_ASSIGN_OR_RETURN(const bool past, has_past_links());
    if (!sweep && !past) return {};
    return writer_.quietly([&](Database& database) -> Status {
      FH_RETURN_IF_ERROR(drop_past(database, writer_.now()));
      return sweep ? sweep_contact_keys(database, keys_) : Status();
    });
  }

 private:
  Result<bool> has_past_links() {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(Use query,
                        database->use("SELECT 1 FROM letter_link WHERE expires_ms <= ?1 LIMIT 1"));
    query->bind_signed(1, writer_.now().ms);
    return query->step();
  }

  Writer& writer_;
  Readers& readers_;
  ContactKeys& keys_;
};

}  // namespace

std::unique_ptr<ContactBook> make_contact_book(Writer& writer, Readers& readers) {
  return std::make_unique<SqliteContacts>(writer, readers);
}

Status sweep_contact_keys(Database& database, ContactKeys& keys) {
  std::vector<ContactKeys::Place> places;
  {
    FH_ASSIGN_OR_RETURN(Use all, database.use("SELECT person, mark FROM contact ORDER BY person"));
    for (;;) {
      FH_ASSIGN_OR_RETURN(const bool row, all->step());
      if (!row) break;
      places.push_back({.person = static_cast<uint32_t>(all->number(0)), .mark = all->number(1)});
    }
  }
  return keys.keep_among(places);
}

Status carry_contact(Database& database, ContactKeys& keys, uint32_t into, uint32_t from) {
  if (!keys.is_there()) return {};
  FH_ASSIGN_OR_RETURN(const std::optional<Row> theirs, row_of(database, from));
  if (!theirs) return {};
  FH_ASSIGN_OR_RETURN(const std::optional<Row> own, row_of(database, into));
  if (own) {
    FH_ASSIGN_OR_RETURN(const std::optional<std::string> readable,
                        keys.open_address({.person = into, .mark = own->mark}, own->sealed));
    if (readable) return {};
  }
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> text,
                      keys.open_address({.person = from, .mark = theirs->mark}, theirs->sealed));
  if (!text) return {};
  FH_ASSIGN_OR_RETURN(const model::MailAddress address, model::parse_mail_address(*text));
  FH_ASSIGN_OR_RETURN(ContactKeys::Sealed sealed, keys.seal(into, address));
  Row row = *theirs;
  row.mark = sealed.mark;
  row.sealed = std::move(sealed.address);
  return keep_row(database, into, row);
}

}  // namespace fh::record
