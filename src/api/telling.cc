#include "api/telling.h"

#include <fmt/format.h>

#include "api/error_to_http.h"
#include "api/json_answers.h"
#include "base/check.h"
#include "base/json.h"
#include "model/draft_json.h"

namespace fh::api {
namespace {

using engine::Draft;
using record::Receipt;

Result<Draft> read_line(JsonParser& parser, std::string_view text) {
  Result<Json> json = parser.parse(text);
  if (!json) return std::unexpected(std::move(json.error()));
  return model::read_draft(*json);
}

void write_reply(std::string& out, uint64_t line, const Result<Receipt>& result) {
  JsonWriter json(out);
  json.begin_object().member("line", line);
  if (result) {
    write_receipt(json, *result);
  } else {
    json.key("error");
    write_problem(json, result.error());
  }
  json.end_object();
  out.push_back('\n');
}

}  // namespace

engine::TellOptions tell_options(engine::Caller caller, std::string_view on_conflict) {
  engine::TellOptions options;
  options.caller = std::move(caller);
  options.same_key = on_conflict == "amend" ? record::SameKey::kAmend : record::SameKey::kRefuse;
  return options;
}

void LineGroup::add(const Line& line) {
  places_.push_back({.number = line.number,
                     .begin = text_.size(),
                     .size = line.text.size(),
                     .too_long = line.too_long});
  text_ += line.text;
}

std::string LineGroup::tell(engine::Engine& engine, const engine::TellOptions& options,
                            size_t line_bytes_max) const {
  thread_local JsonParser parser;
  std::vector<Draft> drafts;
  std::vector<Result<Receipt>> results;  // a line that was read has its turn below
  std::vector<size_t> told;              // which line each draft is
  results.reserve(places_.size());
  for (const Place& place : places_) {
    if (place.too_long) {
      results.push_back(failure(ErrorCode::kTooLarge,
                                fmt::format("the line has more than {} bytes", line_bytes_max)));
      continue;
    }
    Result<Draft> draft =
        read_line(parser, std::string_view(text_).substr(place.begin, place.size));
    if (!draft) {
      results.push_back(std::unexpected(std::move(draft.error())));
      continue;
    }
    told.push_back(results.size());
    results.emplace_back(Receipt{});
    drafts.push_back(std::move(*draft));
  }
  if (!drafts.empty()) {
    auto replies = engine.tell_many(std::move(drafts), options);
    FH_CHECK(!replies || replies->size() == told.size());
    for (size_t i = 0; i < told.size(); ++i) {
      if (replies) {
        results[told[i]] = std::move((*replies)[i]);
      } else {
        results[told[i]] = std::unexpected(replies.error());
      }
    }
  }
  std::string out;
  for (size_t i = 0; i < results.size(); ++i) write_reply(out, places_[i].number, results[i]);
  return out;
}

}  // namespace fh::api
