#include "cli/access.h"

#include <fmt/format.h>

#include <ostream>
#include <utility>

#include "base/json.h"
#include "cli/progress.h"

namespace fh::cli {
namespace {

Status check_there(const std::string& directory) {
  const std::string record = fmt::format("{}/{}", directory, record::kRecordFileName);
  if (system_files().exists(record)) return {};
  return failure(ErrorCode::kNotFound, fmt::format("there is no data in {}", directory), "data",
                 "Name the directory with --data, or begin one with `firsthand serve`, "
                 "`firsthand import` or `firsthand example`");
}

ErrorCode code_of_status(int status) {
  switch (status) {
    case 401:
    case 403:
      return ErrorCode::kDenied;
    case 404:
      return ErrorCode::kNotFound;
    case 409:
      return ErrorCode::kConflict;
    case 413:
      return ErrorCode::kTooLarge;
    case 429:
    case 503:
      return ErrorCode::kBusy;
    case 501:
      return ErrorCode::kUnsupported;
    default:
      return status >= 500 ? ErrorCode::kIo : ErrorCode::kInvalid;
  }
}

std::string text_of(Json object, std::string_view key) {
  const std::optional<Json> member = object.find(key);
  const auto text = member ? member->as_string() : std::nullopt;
  return text ? std::string(*text) : std::string();
}

}  // namespace

Result<std::unique_ptr<engine::Engine>> open_engine(const Arguments& arguments, std::ostream& err,
                                                    Missing missing, const Serving& serving) {
  engine::EngineOptions options;
  options.directory = data_directory(arguments);
  options.address = serving.address;
  options.backups = serving.backups;
  options.backups_kept = serving.backups_kept;
  if (missing == Missing::kRefuse) FH_RETURN_IF_ERROR(check_there(options.directory));
  Progress progress(err, "bringing the index up to date");
  return engine::Engine::open(std::move(options), [&progress](uint64_t done, uint64_t total) {
    progress.update(done, total, "changes");
  });
}

Result<Access> open_access(const Arguments& arguments, std::ostream& err, Missing missing) {
  Access access;
  if (const auto address = engine::server_of(system_files(), data_directory(arguments))) {
    FH_ASSIGN_OR_RETURN(access.server, api::Client::connect(*address, token(arguments)));
    return access;
  }
  FH_ASSIGN_OR_RETURN(access.engine, open_engine(arguments, err, missing));
  return access;
}

Result<std::string> body_of(api::Reply reply) {
  if (reply.status >= 200 && reply.status < 300) return std::move(reply.body);
  Error error{.code = code_of_status(reply.status),
              .message = fmt::format("the server answered {}", reply.status)};
  JsonParser parser;
  if (const Result<Json> json = parser.parse(reply.body)) {
    const std::string detail = text_of(*json, "detail");
    if (!detail.empty()) error.message = detail;
    error.field = text_of(*json, "field");
    error.advice = text_of(*json, "advice");
    constexpr int kNobodyKnown = 401;
    if (reply.status == kNobodyKnown) {
      error.advice = "Show a key: FIRSTHAND_TOKEN=fhk_… (a keeper makes one: firsthand key add)";
    }
  }
  return std::unexpected(std::move(error));
}

std::string url_encoded(std::string_view text) {
  static constexpr std::string_view kUnreserved =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string out;
  for (const char c : text) {
    if (kUnreserved.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

}  // namespace fh::cli
