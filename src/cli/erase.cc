#include "cli/erase.h"

#include <fmt/format.h>

#include <ostream>

#include "api/fields.h"
#include "api/mine_json.h"
#include "base/bytes.h"
#include "base/json.h"
#include "cli/access.h"
#include "engine/ownership.h"

namespace fh::cli {
namespace {

Result<engine::Whose> whose_in(const Arguments& arguments) {
  engine::Whose whose{.person_key = arguments.option("person").value_or(""),
                      .claim_code = arguments.option("claim").value_or(""),
                      .source = arguments.option("source").value_or(""),
                      .source_id = arguments.option("source-id").value_or("")};
  const bool by_source = !whose.source.empty() && !whose.source_id.empty();
  const int ways =
      (whose.person_key.empty() ? 0 : 1) + (whose.claim_code.empty() ? 0 : 1) + (by_source ? 1 : 0);
  const bool half = whose.source.empty() != whose.source_id.empty();
  if (ways == 1 && !half) return whose;
  return failure(ErrorCode::kInvalid, "it is not said what to erase", {},
                 "Give --person KEY, or --claim CODE, or --source S with --source-id ID.");
}

void print_receipt(const engine::ErasureReceipt& receipt, std::ostream& out) {
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  api::write_signed(json, receipt);
  json.end_object();
  out << text << '\n';
}

Result<int> erase(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  FH_ASSIGN_OR_RETURN(const engine::Whose whose, whose_in(arguments));
  FH_ASSIGN_OR_RETURN(const std::unique_ptr<engine::Engine> engine,
                      open_engine(arguments, err, Missing::kRefuse));
  const engine::Caller caller = engine::Caller::host("cli");
  engine::Ownership& ownership = engine->ownership();
  FH_ASSIGN_OR_RETURN(const std::vector<std::string> ids, ownership.ids_of(caller, whose));
  if (arguments.flag("dry-run")) {
    for (const std::string& id : ids) out << id << '\n';
    err << fmt::format("{} would be erased; nothing was\n", ids.size());
    return kExitDone;
  }
  const auto purge = arguments.flag("purge") ? engine::Purge::kNow : engine::Purge::kSoon;
  FH_ASSIGN_OR_RETURN(const engine::ErasureReceipt receipt, ownership.erase(caller, ids, purge));
  print_receipt(receipt, out);
  err << fmt::format("{} erased; the line above is the receipt, for who it belonged to\n",
                     ids.size());
  return kExitDone;
}

Result<int> verify_receipt(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  FH_ASSIGN_OR_RETURN(const std::string text, system_files().read(arguments.positional.front()));
  FH_ASSIGN_OR_RETURN(const api::Fields fields,
                      api::Fields::read(text, {"receipt", "signature", "key"}));
  FH_ASSIGN_OR_RETURN(const std::string receipt, fields.needed_text("receipt"));
  FH_ASSIGN_OR_RETURN(const std::string signature, fields.needed_text("signature"));
  FH_ASSIGN_OR_RETURN(const std::string key, fields.needed_text("key"));
  const std::optional<std::string> expected = arguments.option("key");
  if (expected && *expected != key) {
    err << "firsthand: the receipt is signed with another key than that\n";
    return kExitPartly;
  }
  if (!engine::is_genuine(receipt, signature, key)) {
    err << "firsthand: the receipt was changed, or is not signed with the key it names\n";
    return kExitPartly;
  }
  out << receipt << '\n';
  err << fmt::format("genuine: signed with {}\n", key);
  return kExitDone;
}

}  // namespace

const Command& erase_command() {
  static const Command command = {
      .name = "erase",
      .summary = "erase what a person told, with a signed receipt",
      .usage = "",
      .description =
          "Gone from the record, the index and every answer, and kept from being told again by "
          "its source's id. With --purge no byte of the words is left in the data directory "
          "when it ends; without, they go with the next upkeep. Backups that are restored later "
          "lose it, too.",
      .options = {data_option(),
                  {.name = "person", .value = "KEY", .help = "everything of this person"},
                  {.name = "claim", .value = "CODE", .help = "everything this claim code leads to"},
                  {.name = "source", .value = "S", .help = "with --source-id: what it calls so"},
                  {.name = "source-id", .value = "ID", .help = "the source's own id"},
                  {.name = "purge", .help = "wait until the bytes are gone as well"},
                  {.name = "dry-run", .help = "only say what would be erased"}},
      .examples = {{"firsthand erase --source survey --source-id a17 --purge",
                    "what the survey calls a17"}},
      .run = run<erase>,
  };
  return command;
}

const Command& verify_receipt_command() {
  static const Command command = {
      .name = "verify-receipt",
      .summary = "check the signature of an erasure's receipt",
      .usage = "FILE",
      .description =
          "FILE is what `firsthand erase` printed or the page /mine let download. Exit "
          "code 3 where it is not genuine.",
      .positional_min = 1,
      .positional_max = 1,
      .options = {{.name = "key",
                   .value = "KEY",
                   .help = "the installation's public key, where it is known from elsewhere"}},
      .examples = {{"firsthand verify-receipt receipt.json", "whether it was changed"}},
      .run = run<verify_receipt>,
  };
  return command;
}

}  // namespace fh::cli
