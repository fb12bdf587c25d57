#include "cli/columns.h"

#include <fmt/format.h>

#include <ostream>

#include "base/json.h"
#include "cli/access.h"
#include "cli/terminal.h"

namespace fh::cli {
namespace {

std::string columns_json(const std::vector<landscape::ColumnInfo>& columns) {
  std::string text;
  JsonWriter json(text);
  json.begin_object().key("columns").begin_array();
  for (const landscape::ColumnInfo& column : columns) {
    json.begin_object().member("column", column.column).member("label", column.label);
    json.member("own", column.own).member("keywords", column.keywords);
    json.member("numbers", column.numbers).member("times", column.times).end_object();
  }
  json.end_array().end_object();
  return text;
}

Result<std::string> ask(Access& access) {
  if (access.engine) return columns_json(access.engine->columns());
  FH_ASSIGN_OR_RETURN(api::Reply reply, access.server->get("/v1/columns"));
  return body_of(std::move(reply));
}

std::string text_in(Json object, std::string_view key) {
  const std::optional<Json> member = object.find(key);
  return printable(member ? member->as_string().value_or("") : "");
}

std::string line_of(Json column) {
  std::string counts;
  for (const char* key : {"keywords", "numbers", "times"}) {
    const std::optional<Json> member = column.find(key);
    const auto count = static_cast<uint64_t>(member ? member->as_integer().value_or(0) : 0);
    if (count == 0) continue;
    counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", grouped(count), key);
  }
  const std::string name = text_in(column, "column");
  const std::string label = text_in(column, "label");
  return fmt::format("{:<28} {:<36} {}\n", name, counts, label == name ? "" : label);
}

Result<int> columns(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  FH_ASSIGN_OR_RETURN(Access access, open_access(arguments, err, Missing::kRefuse));
  FH_ASSIGN_OR_RETURN(const std::string answer, ask(access));
  if (arguments.flag("json")) {
    out << answer << '\n';
    return kExitDone;
  }
  JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(answer));
  const std::optional<Json> list = json.find("columns");
  if (!list || list->type() != JsonType::kArray) {
    return failure(ErrorCode::kCorrupt, "the server's answer holds no columns");
  }
  FH_RETURN_IF_ERROR(list->for_each_element([&out](Json column) -> Status {
    out << line_of(column);
    return {};
  }));
  return kExitDone;
}

}  // namespace

const Command& columns_command() {
  static const Command command = {
      .name = "columns",
      .summary = "list what can be filtered and counted by",
      .usage = "",
      .description = "The name is what a query uses (touchpoint:checkout). Counts are experiences.",
      .options = {data_option(), token_option(), {.name = "json", .help = "answer as JSON"}},
      .examples = {{"firsthand columns", "every attribute and signifier seen so far"}},
      .run = run<columns>,
  };
  return command;
}

}  // namespace fh::cli
