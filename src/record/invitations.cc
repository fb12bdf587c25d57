#include "record/invitations.h"

#include <fmt/format.h>

#include <algorithm>

#include "record/readers.h"
#include "record/writer.h"

namespace fh::record {
namespace {

#define FH_BATCH_COLUMNS \
  "SELECT b.number, b.name, b.about, b.links, b.made_ms, b.made_by, b.expires_ms, b.ended_ms"

InvitationBatch batch_in(const Statement& row) {
  InvitationBatch batch{.number = row.number(0),
                        .name = std::string(row.text(1)),
                        .about = std::string(row.text(2)),
                        .links = row.number(3),
                        .made = Instant{.ms = row.signed_number(4)},
                        .made_by = std::string(row.text(5)),
                        .expires = Instant{.ms = row.signed_number(6)}};
  if (!row.is_null(7)) batch.ended = Instant{.ms = row.signed_number(7)};
  return batch;
}

Result<uint64_t> insert_batch(Database& database, const InvitationBatch& batch) {
  FH_ASSIGN_OR_RETURN(const uint64_t number,
                      database.number("SELECT coalesce(max(number), 0) + 1 FROM invitation_batch"));
  FH_ASSIGN_OR_RETURN(
      Use insert, database.use("INSERT INTO invitation_batch (number, name, about, links, made_ms, "
                               "made_by, expires_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"));
  insert->bind(1, number).bind_text(2, batch.name).bind_text(3, batch.about);
  insert->bind(4, batch.links).bind_signed(5, batch.made.ms).bind_text(6, batch.made_by);
  FH_RETURN_IF_ERROR(insert->bind_signed(7, batch.expires.ms).run());
  return number;
}

Status insert_links(Database& database, std::span<const Digest> links, uint64_t batch) {
  for (const Digest& link : links) {
    FH_ASSIGN_OR_RETURN(Use insert, database.use("INSERT INTO invitation (hash, batch, used) "
                                                 "VALUES (?1, ?2, 0)"));
    FH_RETURN_IF_ERROR(insert->bind_bytes(1, link).bind(2, batch).run());
  }
  return {};
}

Result<uint64_t> open_links(Database& database, Instant now) {
  FH_ASSIGN_OR_RETURN(Use query,
                      database.use("SELECT coalesce(sum(links), 0) FROM invitation_batch WHERE "
                                   "ended_ms IS NULL AND expires_ms > ?1"));
  query->bind_signed(1, now.ms);
  FH_ASSIGN_OR_RETURN(const bool row, query->step());
  return row ? query->number(0) : 0;
}

class SqliteInvitationBook final : public InvitationBook {
 public:
  SqliteInvitationBook(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}

  Result<uint64_t> add(const InvitationBatch& batch, std::span<const Digest> links,
                       uint64_t open_max) override {
    uint64_t number = 0;
    const Status done = writer_.act([&](Database& database) -> Result<Act> {
      FH_ASSIGN_OR_RETURN(const uint64_t open, open_links(database, batch.made));
      if (open + links.size() > open_max) {
        return failure(ErrorCode::kTooLarge,
                       fmt::format("{} invitations are open; with {} more there would be more "
                                   "than {}",
                                   open, links.size(), open_max),
                       "count", "End a batch that is not needed any more.");
      }
      FH_ASSIGN_OR_RETURN(number, insert_batch(database, batch));
      FH_RETURN_IF_ERROR(insert_links(database, links, number));
      return Act{.actor = batch.made_by,
                 .action = "invite",
                 .detail = fmt::format("batch {} \"{}\": {} links until {}", number, batch.name,
                                       links.size(), format_time(batch.expires))};
    });
    if (!done) return std::unexpected(done.error());
    return number;
  }

  Result<std::vector<InvitationBatch>> batches(uint32_t limit, uint64_t offset) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(
        Use query, database->use(FH_BATCH_COLUMNS
                                 ", (SELECT count(*) FROM invitation AS i WHERE i.batch = b.number "
                                 "AND i.used = 1) FROM invitation_batch AS b ORDER BY b.number "
                                 "DESC LIMIT ?1 OFFSET ?2"));
    constexpr uint64_t kOffsetMax = INT64_MAX;
    query->bind(1, limit).bind(2, std::min(offset, kOffsetMax));
    std::vector<InvitationBatch> found;
    for (;;) {
      FH_ASSIGN_OR_RETURN(const bool row, query->step());
      if (!row) return found;
      InvitationBatch batch = batch_in(*query);
      batch.used = query->number(8);
      found.push_back(std::move(batch));
    }
  }

  Status end(uint64_t number, const Act& act) override {
    return writer_.act([&](Database& database) -> Result<Act> {
      FH_ASSIGN_OR_RETURN(Use end,
                          database.use("UPDATE invitation_batch SET ended_ms = ?2 WHERE number = "
                                       "?1 AND ended_ms IS NULL"));
      FH_RETURN_IF_ERROR(end->bind(1, number).bind_signed(2, writer_.now().ms).run());
      if (database.changed_rows() == 1) return act;
      return failure(ErrorCode::kNotFound, "there is no such batch, or it was ended already");
    });
  }

  Result<std::optional<InvitationBatch>> batch_of(const Digest& link) override {
    FH_ASSIGN_OR_RETURN(const Readers::Lease database, readers_.lend());
    FH_ASSIGN_OR_RETURN(Use query, database->use(FH_BATCH_COLUMNS
                                                 " FROM invitation AS i JOIN invitation_batch AS b "
                                                 "ON b.number = i.batch WHERE i.hash = ?1"));
    query->bind_bytes(1, link);
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row) return std::nullopt;
    return batch_in(*query);
  }

 private:
  Writer& writer_;
  Readers& readers_;
};

}  // namespace

std::unique_ptr<InvitationBook> make_invitation_book(Writer& writer, Readers& readers) {
  return std::make_unique<SqliteInvitationBook>(writer, readers);
}

}  // namespace fh::record
