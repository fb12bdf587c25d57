#include "record/receipts.h"

#include <algorithm>

namespace fh::record {
namespace {

#define FH_RECEIPT_ROWS \
  "SELECT number, at_ms, why, experiences, statement, signature, key FROM erasure_receipt "

KeptReceipt receipt_in(const Statement& row) {
  return {.number = row.number(0),
          .at = Instant{.ms = row.signed_number(1)},
          .why = std::string(row.text(2)),
          .experiences = row.number(3),
          .statement = std::string(row.text(4)),
          .signature = std::string(row.text(5)),
          .key = std::string(row.text(6))};
}

}  // namespace

Result<uint64_t> keep_receipt(Database& database, const KeptReceipt& receipt) {
  FH_ASSIGN_OR_RETURN(const uint64_t number,
                      database.number("SELECT coalesce(max(number), 0) + 1 FROM erasure_receipt"));
  FH_ASSIGN_OR_RETURN(Use insert,
                      database.use("INSERT INTO erasure_receipt (number, at_ms, why, experiences, "
                                   "statement, signature, key) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
                                   "?7)"));
  insert->bind(1, number).bind_signed(2, receipt.at.ms).bind_text(3, receipt.why);
  insert->bind(4, receipt.experiences).bind_text(5, receipt.statement);
  FH_RETURN_IF_ERROR(insert->bind_text(6, receipt.signature).bind_text(7, receipt.key).run());
  return number;
}

Result<std::vector<KeptReceipt>> kept_receipts(Database& database, Page page) {
  FH_ASSIGN_OR_RETURN(Use query,
                      database.use(FH_RECEIPT_ROWS "ORDER BY number DESC LIMIT ?1 OFFSET ?2"));
  constexpr uint64_t kOffsetMax = INT64_MAX;
  query->bind(1, page.limit).bind(2, std::min(page.offset, kOffsetMax));
  std::vector<KeptReceipt> found;
  for (;;) {
    FH_ASSIGN_OR_RETURN(const bool row, query->step());
    if (!row) return found;
    found.push_back(receipt_in(*query));
  }
}

Result<KeptReceipt> kept_receipt(Database& database, uint64_t number) {
  FH_ASSIGN_OR_RETURN(Use query, database.use(FH_RECEIPT_ROWS "WHERE number = ?1"));
  query->bind(1, number);
  FH_ASSIGN_OR_RETURN(const bool row, query->step());
  if (!row) return failure(ErrorCode::kNotFound, "there is no such receipt");
  return receipt_in(*query);
}

Status complete_request(Database& database, std::string_view id, const Completion& completion) {
  {
    FH_ASSIGN_OR_RETURN(
        Use update,
        database.use("UPDATE subject_request SET status = 'completed', ended_ms = ?2, experiences "
                     "= ?3, receipt = ?4 WHERE id = ?1 AND status = 'in_progress'"));
    update->bind_text(1, id).bind_signed(2, completion.at.ms).bind(3, completion.experiences);
    completion.receipt == 0 ? update->bind_null(4) : update->bind(4, completion.receipt);
    FH_RETURN_IF_ERROR(update->run());
    if (database.changed_rows() == 0) {
      return failure(ErrorCode::kConflict, "the request is not in progress");
    }
  }
  FH_ASSIGN_OR_RETURN(Use forget, database.use("DELETE FROM subject_identity WHERE request = ?1"));
  return forget->bind_text(1, id).run();
}

}  // namespace fh::record
