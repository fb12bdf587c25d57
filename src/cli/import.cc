#include "cli/import.h"

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <ostream>
#include <utility>

#include "cli/access.h"
#include "cli/import_report.h"
#include "cli/import_sink.h"
#include "cli/progress.h"
#include "doors/import.h"
#include "doors/mapping_toml.h"
#include "doors/source_file.h"

namespace fh::cli {
namespace {

std::atomic<bool> stop_asked = false;
// Both are used inside a signal handler.
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

// Interrupts so far. Shells and supervisors may send one twice; the third means it.
std::atomic<int> interrupts = 0;
constexpr int kInterruptsMax = 3;
constexpr int kInterruptedExit = 130;  // as shells have it

void on_interrupt(int) {
  stop_asked = true;
  if (++interrupts >= kInterruptsMax) std::_Exit(kInterruptedExit);
}

// While it lives, an interrupt ends the import behind what is under way.
class InterruptWatch {
 public:
  InterruptWatch() {
    stop_asked = false;
    interrupts = 0;
    struct sigaction action = {};
    action.sa_handler = on_interrupt;
    for (size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &action, &before_[i]);
  }
  ~InterruptWatch() {
    for (size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &before_[i], nullptr);
  }
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

 private:
  static constexpr std::array<int, 2> kSignals = {SIGINT, SIGTERM};
  std::array<struct sigaction, 2> before_ = {};
};

Result<doors::LookOptions> look_options(const Arguments& arguments) {
  doors::LookOptions look;
  look.source = arguments.option("source").value_or("");
  const auto path = arguments.option("map");
  if (!path) return look;
  FH_ASSIGN_OR_RETURN(const std::string text, system_files().read(*path));
  FH_ASSIGN_OR_RETURN(look.mapping, doors::read_mapping(text, *path));
  if (!look.source.empty()) look.mapping->field(doors::Field::kSource).fixed = look.source;
  return look;
}

Result<int> dry_run(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  FH_ASSIGN_OR_RETURN(const doors::LookOptions look, look_options(arguments));
  for (const std::string& path : arguments.positional) {
    FH_ASSIGN_OR_RETURN(const doors::SourceFile file,
                        doors::open_source(system_files(), path, look));
    err << path << ": looked at " << file.guess.rows << " rows\n" << guess_table(file.guess);
    out << doors::write_mapping(file.guess);
  }
  return kExitDone;
}

struct Run {
  const Arguments& arguments;
  const doors::LookOptions& look;
  doors::Sink& sink;
  std::ostream& out;
  std::ostream& err;
};

Result<doors::ImportReport> import_file(const std::string& path, const Run& run) {
  FH_ASSIGN_OR_RETURN(doors::SourceFile file, doors::open_source(system_files(), path, run.look));
  const bool json = run.arguments.flag("json");
  if (!json && !run.look.mapping) run.err << path << '\n' << guess_table(file.guess);
  Progress progress(run.err, "importing");
  doors::ImportOptions options;
  options.path = path;
  options.directory = data_directory(run.arguments);
  options.stop = &stop_asked;
  options.progress = [&progress](const doors::ImportProgress& at) {
    // Rows left are not known, bytes are: they stand for them.
    const uint64_t total = at.bytes_total && at.bytes > 0
                               ? static_cast<uint64_t>(static_cast<double>(at.rows) *
                                                       static_cast<double>(*at.bytes_total) /
                                                       static_cast<double>(at.bytes))
                               : 0;
    progress.update(at.rows, total, "rows");
  };
  FH_ASSIGN_OR_RETURN(doors::ImportReport report,
                      doors::import(std::move(file), run.sink, options));
  progress.finish();
  run.out << (json ? report_json(path, report) + '\n' : report_text(path, report));
  return report;
}

Result<int> import_all(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  FH_ASSIGN_OR_RETURN(const doors::LookOptions look, look_options(arguments));
  FH_ASSIGN_OR_RETURN(Access access, open_access(arguments, err, Missing::kCreate));
  const auto same_key =
      arguments.flag("amend") ? record::SameKey::kAmend : record::SameKey::kRefuse;
  std::unique_ptr<doors::Sink> sink;
  if (access.engine) {
    sink = std::make_unique<doors::EngineSink>(*access.engine, same_key);
  } else {
    sink = std::make_unique<ServerSink>(*access.server, same_key);
  }
  const InterruptWatch watch;
  bool refused = false;
  for (const std::string& path : arguments.positional) {
    FH_ASSIGN_OR_RETURN(
        const doors::ImportReport report,
        import_file(path,
                    {.arguments = arguments, .look = look, .sink = *sink, .out = out, .err = err}));
    refused = refused || report.refused > 0;
    if (report.stopped) return kExitFailed;
  }
  if (access.engine) FH_RETURN_IF_ERROR(access.engine->flush());
  return refused ? kExitPartly : kExitDone;
}

Result<int> import_or_show(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  return arguments.flag("dry-run") ? dry_run(arguments, out, err) : import_all(arguments, out, err);
}

std::vector<Option> options() {
  std::vector<Option> table = {data_option(), token_option()};
  table.push_back({.name = "map",
                   .value = "MAPPING",
                   .help = "follow this mapping (TOML) instead of guessing one"});
  table.push_back({.name = "source",
                   .value = "NAME",
                   .help = "where the rows come from (else a column, else the file's name)"});
  table.push_back(
      {.name = "dry-run", .help = "import nothing; print the mapping that was guessed"});
  table.push_back(
      {.name = "amend", .help = "take changed rows as new versions (else they are refused)"});
  table.push_back({.name = "json", .help = "the report as a line of JSON"});
  return table;
}

}  // namespace

const Command& import_command() {
  static const Command command = {
      .name = "import",
      .summary = "bring in experiences from files",
      .usage = "FILE…",
      .description =
          "Reads CSV, TSV, JSON and NDJSON (plain, gzip or zstd; \"-\" is standard input) and\n"
          "guesses what the columns mean. Importing the same file again adds nothing; an\n"
          "interrupted import goes on where it stopped. Rows that cannot be taken are kept in\n"
          "FILE.refused.ndjson. See docs/import.md.",
      .positional_min = 1,
      .positional_max = 10'000,
      .options = options(),
      .examples = {{"firsthand import complaints.csv", "guess, show the guess, import"},
                   {"firsthand import --dry-run complaints.csv > map.toml", "only guess"},
                   {"firsthand import --map map.toml complaints.csv", "as the mapping says"}},
      .run = run<import_or_show>,
  };
  return command;
}

}  // namespace fh::cli
