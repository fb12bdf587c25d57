#include "record/audit.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/secrets.h"

namespace fh::record {
namespace {

constexpr uint64_t kNumberMax = INT64_MAX;

void add_number(std::string& out, uint64_t number) {
  for (int shift = 0; shift < 64; shift += 8) {
    out += static_cast<char>((number >> shift) & 0xFFU);
  }
}

// With its length before it: no two entries can be written alike.
void add_text(std::string& out, std::string_view text) {
  add_number(out, text.size());
  out += text;
}

struct Link {
  uint64_t number = 0;
  uint64_t sequence = 0;
  int64_t at_ms = 0;
  std::string_view actor;
  std::string_view action;
  std::string_view detail;
};

std::string chained(std::string_view before, const Link& link) {
  std::string bytes(before);
  add_number(bytes, link.number);
  add_number(bytes, link.sequence);
  add_number(bytes, static_cast<uint64_t>(link.at_ms));
  add_text(bytes, link.actor);
  add_text(bytes, link.action);
  add_text(bytes, link.detail);
  const Digest digest = digest_of(bytes);
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

struct Head {
  uint64_t first = 0;
  uint64_t last = 0;
  std::string hash;  // empty: there is no chain yet
};

Result<Head> head_of(Database& database) {
  FH_ASSIGN_OR_RETURN(Use query, database.use("SELECT first, last, hash FROM audit_head"));
  FH_ASSIGN_OR_RETURN(const bool row, query->step());
  if (!row) return Head{};
  return Head{
      .first = query->number(0), .last = query->number(1), .hash = std::string(query->bytes(2))};
}

Status set_head(Database& database, const Head& head) {
  FH_ASSIGN_OR_RETURN(Use set, database.use("INSERT INTO audit_head VALUES (1, ?1, ?2, ?3) "
                                            "ON CONFLICT (only_row) DO UPDATE SET "
                                            "last = ?2, hash = ?3"));
  set->bind(1, head.first).bind(2, head.last).bind_bytes(3, std::string_view(head.hash));
  return set->run();
}

Result<uint64_t> next_number(Database& database, const Head& head) {
  if (!head.hash.empty()) return head.last + 1;
  FH_ASSIGN_OR_RETURN(const uint64_t last,
                      database.number("SELECT coalesce(max(entry), 0) FROM audit"));
  return last + 1;
}

}  // namespace

Status append_audit(Database& database, const AuditEntry& entry) {
  FH_ASSIGN_OR_RETURN(Head head, head_of(database));
  FH_ASSIGN_OR_RETURN(const uint64_t number, next_number(database, head));
  if (head.hash.empty()) head.first = number;
  head.last = number;
  head.hash = chained(head.hash, {.number = number,
                                  .sequence = entry.sequence,
                                  .at_ms = entry.at.ms,
                                  .actor = entry.actor,
                                  .action = entry.action,
                                  .detail = entry.detail});
  {
    FH_ASSIGN_OR_RETURN(Use insert,
                        database.use("INSERT INTO audit (entry, sequence, at_ms, actor, action, "
                                     "detail, chain) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"));
    insert->bind(1, number).bind(2, entry.sequence).bind_signed(3, entry.at.ms);
    insert->bind_text(4, entry.actor).bind_text(5, entry.action).bind_text(6, entry.detail);
    FH_RETURN_IF_ERROR(insert->bind_bytes(7, std::string_view(head.hash)).run());
  }
  return set_head(database, head);
}

Result<std::vector<AuditEntry>> audit(Database& database, Page page, const AuditFilter& filter) {
  FH_ASSIGN_OR_RETURN(
      Use query, database.use("SELECT sequence, at_ms, actor, action, detail, entry FROM audit "
                              "WHERE (?3 = '' OR actor = ?3) AND (?4 = '' OR action = ?4) "
                              "ORDER BY entry DESC LIMIT ?1 OFFSET ?2"));
  query->bind(1, page.limit).bind(2, std::min(page.offset, kNumberMax));
  query->bind_text(3, filter.actor).bind_text(4, filter.action);
  std::vector<AuditEntry> entries;
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row) return entries;
    entries.push_back({.sequence = query->number(0),
                       .at = Instant{.ms = query->signed_number(1)},
                       .actor = std::string(query->text(2)),
                       .action = std::string(query->text(3)),
                       .detail = std::string(query->text(4)),
                       .number = query->number(5)});
  }
}

Result<AuditChain> audit_chain(Database& database) {
  FH_ASSIGN_OR_RETURN(const Head head, head_of(database));
  AuditChain chain{.first = head.first, .last = head.last, .hash = {}};
  for (const char c : head.hash) chain.hash += fmt::format("{:02x}", static_cast<uint8_t>(c));
  return chain;
}

Status examine_audit(Database& database, const std::function<void(std::string)>& add) {
  FH_ASSIGN_OR_RETURN(const Head head, head_of(database));
  FH_ASSIGN_OR_RETURN(Use rows, database.use("SELECT entry, sequence, at_ms, actor, action, "
                                             "detail, chain FROM audit ORDER BY entry"));
  std::string hash;
  uint64_t expected = head.hash.empty() ? UINT64_MAX : head.first;
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, rows->step());
    if (!row) break;
    const uint64_t number = rows->number(0);
    if (number < expected && rows->is_null(6) && hash.empty()) continue;  // from before the chain
    if (number != expected) {
      add(fmt::format("the audit goes from entry {} to entry {}", expected - 1, number));
    }
    hash = chained(hash, {.number = number,
                          .sequence = rows->number(1),
                          .at_ms = rows->signed_number(2),
                          .actor = rows->text(3),
                          .action = rows->text(4),
                          .detail = rows->text(5)});
    if (rows->bytes(6) != hash) {
      add(fmt::format("entry {} of the audit, or one before it, is not what was written", number));
      hash = rows->bytes(6);  // so that each change is found, not all that follow it
    }
    expected = number + 1;
  }
  if (head.hash.empty()) return {};
  if (expected != head.last + 1 || hash != head.hash) {
    add(fmt::format("the audit ends at entry {}, not with entry {} as it was written", expected - 1,
                    head.last));
  }
  return {};
}

}  // namespace fh::record
