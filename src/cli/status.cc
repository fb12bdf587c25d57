#include "cli/status.h"

#include <fmt/format.h>

#include <array>
#include <ostream>

#include "base/json.h"
#include "cli/access.h"
#include "cli/help.h"
#include "cli/terminal.h"

namespace fh::cli {
namespace {

// As the interface's ServerStatus.
std::string status_json(const engine::EngineCounts& counts, uint64_t as_of) {
  std::string text;
  JsonWriter json(text);
  json.begin_object().member("version", kVersion).member("as_of", as_of);
  json.member("experiences", counts.record.experiences).member("people", counts.record.people);
  json.member("sources", counts.record.sources);
  json.member("searchable", counts.landscape.experiences);
  json.member("segments", counts.landscape.segments);
  json.member("index_bytes_on_disk", counts.landscape.bytes_on_disk);
  json.member("index_bytes_in_memory", counts.landscape.bytes_in_memory);
  if (counts.contacts) json.member("contacts", *counts.contacts);
  json.end_object();
  return text;
}

Result<std::string> ask(Access& access) {
  if (access.engine) {
    FH_ASSIGN_OR_RETURN(const engine::EngineCounts counts, access.engine->counts());
    return status_json(counts, access.engine->as_of());
  }
  FH_ASSIGN_OR_RETURN(api::Reply reply, access.server->get("/v1/status"));
  return body_of(std::move(reply));
}

struct Line {
  std::string_view key;
  std::string_view label;
  bool bytes = false;
};
constexpr std::array<Line, 8> kLines = {{
    {"experiences", "experiences"},
    {"searchable", "searchable"},
    {"people", "people known"},
    {"sources", "sources"},
    {"contacts", "can be reached"},
    {"as_of", "changes so far"},
    {"index_bytes_on_disk", "index on disk", true},
    {"index_bytes_in_memory", "index in memory", true},
}};

std::string shown_address(const std::string& address) {
  return address.starts_with("https://") ? address : "http://" + address;
}

Result<int> status(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  FH_ASSIGN_OR_RETURN(Access access, open_access(arguments, err, Missing::kRefuse));
  FH_ASSIGN_OR_RETURN(const std::string answer, ask(access));
  if (arguments.flag("json")) {
    out << answer << '\n';
    return kExitDone;
  }
  JsonParser parser;
  FH_ASSIGN_OR_RETURN(const Json json, parser.parse(answer));
  for (const Line& line : kLines) {
    const std::optional<Json> member = json.find(line.key);
    if (!member) continue;  // not for who asks
    const auto number = static_cast<uint64_t>(member->as_integer().value_or(0));
    out << fmt::format("{:<16} {}\n", line.label,
                       line.bytes ? bytes_text(number) : grouped(number));
  }
  const auto address = engine::server_of(system_files(), data_directory(arguments));
  out << fmt::format("{:<16} {}\n", "server", address ? shown_address(*address) : "none");
  return kExitDone;
}

}  // namespace

const Command& status_command() {
  static const Command command = {
      .name = "status",
      .summary = "how much there is, and whether a server runs",
      .usage = "",
      .options = {data_option(), token_option(), {.name = "json", .help = "answer as JSON"}},
      .examples = {{"firsthand status", "counts and sizes"}},
      .run = run<status>,
  };
  return command;
}

}  // namespace fh::cli
