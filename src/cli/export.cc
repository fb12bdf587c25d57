#include "cli/export.h"

#include <fmt/format.h>

#include <ostream>
#include <set>
#include <utility>

#include "cli/access.h"
#include "cli/export_rows.h"
#include "cli/progress.h"
#include "cli/terminal.h"

namespace fh::cli {
namespace {

constexpr size_t kBufferBytes = 1U << 20;

// Where the lines go: standard output, or a file that appears only when it is whole.
class Sink {
 public:
  static Result<Sink> open(const std::optional<std::string>& path, std::ostream& out) {
    Sink sink(out);
    if (!path) return sink;
    sink.path_ = *path;
    FH_ASSIGN_OR_RETURN(sink.file_, system_files().create(*path + ".part"));
    return sink;
  }

  Status write(std::string_view line) {
    buffer_ += line;
    return buffer_.size() < kBufferBytes ? Status{} : flush();
  }

  Status finish() {
    FH_RETURN_IF_ERROR(flush());
    if (!file_) return {};
    FH_RETURN_IF_ERROR(file_->sync());
    FH_RETURN_IF_ERROR(file_->close());
    return system_files().rename(path_ + ".part", path_);
  }

 private:
  explicit Sink(std::ostream& out) : out_(&out) {}

  Status flush() {
    const std::string bytes = std::exchange(buffer_, {});
    if (file_) return file_->append(std::as_bytes(std::span(bytes)));
    *out_ << bytes;
    if (*out_) return {};
    return failure(ErrorCode::kIo, "could not write to standard output");
  }

  std::ostream* out_;
  std::string path_;
  std::unique_ptr<WritableFile> file_;
  std::string buffer_;
};

// By name, so that the same data gives the same table.
Result<std::vector<std::string>> signifier_names(engine::Engine& engine) {
  std::set<std::string> names;
  FH_RETURN_IF_ERROR(engine.for_each(
      engine::Caller::host("cli"), [&names](const model::Experience& experience) -> Status {
        for (const model::Signifier& signifier : experience.signifiers)
          names.insert(signifier.name);
        return {};
      }));
  return std::vector<std::string>(names.begin(), names.end());
}

Result<uint64_t> write_all(engine::Engine& engine, bool as_csv, Sink& sink, std::ostream& err) {
  FH_ASSIGN_OR_RETURN(const engine::EngineCounts counts, engine.counts());
  std::vector<std::string> signifiers;
  if (as_csv) {
    FH_ASSIGN_OR_RETURN(signifiers, signifier_names(engine));
    FH_RETURN_IF_ERROR(sink.write(csv_header(signifiers)));
  }
  Progress progress(err, "exporting");
  uint64_t done = 0;
  FH_RETURN_IF_ERROR(
      engine.for_each(engine::Caller::host("cli"), [&](const model::Experience& experience) {
        progress.update(++done, counts.record.experiences, "experiences");
        return sink.write(as_csv ? csv_line(experience, signifiers) : ndjson_line(experience));
      }));
  FH_RETURN_IF_ERROR(sink.finish());
  return done;
}

Result<int> export_all(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  const std::string format = arguments.option("format").value_or("");
  if (format != "ndjson" && format != "csv") {
    return failure(ErrorCode::kInvalid,
                   fmt::format("--format is \"{}\"; it may be: ndjson, csv", format));
  }
  FH_ASSIGN_OR_RETURN(const std::unique_ptr<engine::Engine> engine,
                      open_engine(arguments, err, Missing::kRefuse));
  const std::optional<std::string> path = arguments.option("out");
  FH_ASSIGN_OR_RETURN(Sink sink, Sink::open(path, out));
  FH_ASSIGN_OR_RETURN(const uint64_t count, write_all(*engine, format == "csv", sink, err));
  if (path) err << fmt::format("{} experiences in {}\n", grouped(count), *path);
  return kExitDone;
}

}  // namespace

const Command& export_command() {
  static const Command command = {
      .name = "export",
      .summary = "write out every experience",
      .usage = "",
      .description =
          "NDJSON holds all there is and can be imported again. In CSV, text that a spreadsheet\n"
          "would take for a formula is led by an apostrophe. People stand there by the random\n"
          "key firsthand gave them.",
      .options = {data_option(),
                  {.name = "format",
                   .value = "ndjson|csv",
                   .help = "how it is written",
                   .fallback = "ndjson"},
                  {.name = "out",
                   .value = "FILE",
                   .help = "where to; standard output where it is not given"}},
      .examples = {{"firsthand export --out all.ndjson", "everything, as it can be imported"},
                   {"firsthand export --format csv --out all.csv", "for a spreadsheet"}},
      .run = run<export_all>,
  };
  return command;
}

}  // namespace fh::cli
