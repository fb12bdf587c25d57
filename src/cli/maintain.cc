#include "cli/maintain.h"

#include <fmt/format.h>

#include <ostream>

#include "base/json.h"
#include "cli/access.h"
#include "cli/progress.h"
#include "cli/terminal.h"

namespace fh::cli {
namespace {

void print_findings(const std::vector<std::string>& findings, bool as_json, std::ostream& out) {
  if (as_json) {
    std::string text;
    JsonWriter json(text);
    json.begin_object().member("sound", findings.empty()).key("findings").begin_array();
    for (const std::string& finding : findings) json.value(finding);
    json.end_array().end_object();
    out << text << '\n';
    return;
  }
  for (const std::string& finding : findings) out << finding << '\n';
  if (findings.empty()) {
    out << "all is well: the record is sound, and the index answers as it says\n";
  }
}

Result<int> verify(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  FH_ASSIGN_OR_RETURN(const std::unique_ptr<engine::Engine> engine,
                      open_engine(arguments, err, Missing::kRefuse));
  FH_ASSIGN_OR_RETURN(const std::vector<std::string> findings, engine->verify());
  print_findings(findings, arguments.flag("json"), out);
  return findings.empty() ? kExitDone : kExitPartly;
}

Result<int> rebuild(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  FH_ASSIGN_OR_RETURN(const std::unique_ptr<engine::Engine> engine,
                      open_engine(arguments, err, Missing::kRefuse));
  {
    Progress progress(err, "rebuilding the index");
    FH_RETURN_IF_ERROR(engine->rebuild(
        [&progress](uint64_t done, uint64_t total) { progress.update(done, total, "changes"); }));
  }
  FH_ASSIGN_OR_RETURN(const engine::EngineCounts counts, engine->counts());
  if (arguments.flag("json")) {
    std::string text;
    JsonWriter json(text);
    json.begin_object().member("experiences", counts.landscape.experiences).end_object();
    out << text << '\n';
  } else {
    out << fmt::format("the index is new: {} experiences\n", grouped(counts.landscape.experiences));
  }
  return kExitDone;
}

}  // namespace

const Command& verify_command() {
  static const Command command = {
      .name = "verify",
      .summary = "check the record, the index, and that they agree",
      .usage = "",
      .description = "Reads every byte. One line for each finding; exit code 3 if there is any.",
      .options = {data_option(), {.name = "json", .help = "answer as JSON"}},
      .examples = {{"firsthand verify", "whether all that was told is there and found"}},
      .run = run<verify>,
  };
  return command;
}

const Command& rebuild_command() {
  static const Command command = {
      .name = "rebuild",
      .summary = "make the index anew from the record",
      .usage = "",
      .description = "The record is the truth; the index can always be made again from it.",
      .options = {data_option(), {.name = "json", .help = "answer as JSON"}},
      .examples = {{"firsthand rebuild", "after `firsthand verify` found a fault in the index"}},
      .run = run<rebuild>,
  };
  return command;
}

}  // namespace fh::cli
