#include "cli/import_sink.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "base/json.h"
#include "cli/access.h"
#include "doors/draft_writer.h"
#include "model/experience.h"

namespace fh::cli {
namespace {

using record::Outcome;
using record::Receipt;

std::string text_of(Json object, std::string_view name) {
  const std::optional<Json> member = object.find(name);
  return std::string(member ? member->as_string().value_or("") : "");
}

std::unexpected<Error> not_understood() {
  return failure(ErrorCode::kIo, "the server's answer is not what this program understands", "",
                 "Use the same version of firsthand for both");
}

Error error_of(Json problem) {
  constexpr std::array<std::pair<std::string_view, ErrorCode>, 3> kTypes = {
      {{"/problems/conflict", ErrorCode::kConflict},
       {"/problems/too-large", ErrorCode::kTooLarge},
       {"/problems/busy", ErrorCode::kBusy}}};
  Error error = {.message = text_of(problem, "detail"),
                 .field = text_of(problem, "field"),
                 .advice = text_of(problem, "advice")};
  const std::string type = text_of(problem, "type");
  for (const auto& [name, value] : kTypes) {
    if (type == name) error.code = value;
  }
  if (error.message.empty()) error.message = text_of(problem, "title");
  return error;
}

Result<Receipt> receipt_of(Json line) {
  if (const auto problem = line.find("error")) return std::unexpected(error_of(*problem));
  const auto number = model::number_of_id(text_of(line, "id"));
  const auto sequence = line.find("sequence");
  if (!number || !sequence) return not_understood();
  Receipt receipt = {.number = *number,
                     .sequence = static_cast<uint64_t>(sequence->as_integer().value_or(0))};
  const std::string status = text_of(line, "status");
  for (const Outcome outcome : {Outcome::kTold, Outcome::kAlreadyTold, Outcome::kAmended}) {
    if (status == name_of(outcome)) receipt.outcome = outcome;
  }
  return receipt;
}

}  // namespace

Result<std::vector<Result<Receipt>>> ServerSink::tell(std::vector<model::Draft> drafts) {
  if (drafts.empty()) return {};
  std::string body;
  for (const model::Draft& draft : drafts) {
    JsonWriter json(body);
    doors::write_draft(json, draft);
    body += '\n';
  }
  const std::string target = fmt::format("/v1/experiences?on_conflict={}",
                                         same_key_ == record::SameKey::kAmend ? "amend" : "refuse");
  FH_ASSIGN_OR_RETURN(api::Reply reply, client_.post(target, "application/x-ndjson", body));
  FH_ASSIGN_OR_RETURN(const std::string answer, body_of(std::move(reply)));
  std::vector<Result<Receipt>> receipts;
  JsonParser parser;
  for (size_t from = 0; from < answer.size();) {
    const size_t end = std::min(answer.find('\n', from), answer.size());
    FH_ASSIGN_OR_RETURN(const Json line,
                        parser.parse(std::string_view(answer).substr(from, end - from)));
    receipts.push_back(receipt_of(line));
    from = end + 1;
  }
  if (receipts.size() != drafts.size()) return not_understood();
  return receipts;
}

}  // namespace fh::cli
