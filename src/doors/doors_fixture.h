// doors/doors_fixture.h: for the tests of this room: text read as rows, and a sink
// that remembers.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"
#include "doors/byte_source.h"
#include "doors/formats.h"
#include "doors/import.h"
#include "doors/sink.h"
#include "doors/source_file.h"
#include "model/validate.h"

namespace fh::doors {

struct ReadText {
  FormatSettings settings;
  Table table;
  std::vector<std::vector<std::string>> rows;             // whole rows, cell by cell
  std::vector<std::pair<uint64_t, std::string>> refused;  // number and reason
  ReadingNotes notes;
};

// REQUIRES: no outer error.
inline ReadText read_with(std::string_view text, const FormatSettings& settings) {
  ReadText read;
  read.settings = settings;
  auto source = TextSource::open(*ByteSource::over(text), settings.encoding);
  auto reader = open_rows(std::move(*source), settings);
  EXPECT_TRUE(reader.has_value()) << (reader ? "" : reader.error().message);
  if (!reader) return read;
  Row row;
  while (true) {
    const Result<bool> more = (*reader)->next(row);
    EXPECT_TRUE(more.has_value());
    if (!more || !*more) break;
    if (!row.fault.empty()) {
      read.refused.emplace_back(row.number, row.fault);
      continue;
    }
    std::vector<std::string> cells;
    for (const Cell& cell : row.cells) cells.emplace_back(row.text(cell));
    read.rows.push_back(std::move(cells));
  }
  read.table = (*reader)->table();
  read.notes = (*reader)->notes();
  return read;
}

inline FormatSettings recognised(std::string_view text) {
  auto source = TextSource::open(*ByteSource::over(text));
  const auto settings = recognise(**source);
  EXPECT_TRUE(settings.has_value());
  return settings ? *settings : FormatSettings{};
}

// Recognised and read.
inline ReadText read_text(std::string_view text) {
  return read_with(text, recognised(text));
}

inline std::vector<std::string> names_of(const Table& table) {
  std::vector<std::string> names;
  for (const Column& column : table.columns) names.push_back(column.name);
  return names;
}

// Keeps drafts as a record would: by source id, checked by the model.
class MemorySink : public Sink {
 public:
  engine::Answers tell(std::vector<model::Draft> drafts) override {
    std::vector<Result<record::Receipt>> receipts;
    for (model::Draft& draft : drafts) receipts.push_back(tell_one(std::move(draft)));
    ++groups;
    return receipts;
  }
  Result<std::optional<std::string>> note(std::string_view key) override {
    const auto found = notes.find(std::string(key));
    if (found == notes.end()) return std::nullopt;
    return found->second;
  }
  Status set_note(std::string_view key, std::string_view value) override {
    notes[std::string(key)] = value;
    return {};
  }
  Status remove_note(std::string_view key) override {
    notes.erase(std::string(key));
    return {};
  }

  const model::Experience& by_id(const std::string& source_id) const {
    for (const model::Experience& experience : told) {
      if (experience.source_id == source_id) return experience;
    }
    ADD_FAILURE() << "nothing told with id " << source_id;
    static const model::Experience kNone;
    return kNone;
  }

  std::vector<model::Experience> told;
  std::vector<std::string> people;  // of each told
  std::map<std::string, std::string> notes;
  size_t groups = 0;

 private:
  Result<record::Receipt> tell_one(model::Draft draft) {
    const Instant now = start_of_day({.year = 2026, .month = 6, .day = 1});
    FH_ASSIGN_OR_RETURN(model::Checked checked, model::validate(std::move(draft), now));
    const auto key = std::pair(checked.experience.source, checked.experience.source_id);
    const auto [known, is_new] = numbers_.emplace(key, told.size());
    if (!is_new) {
      if (told[known->second] == checked.experience) {
        return record::Receipt{.number = known->second + 1,
                               .outcome = record::Outcome::kAlreadyTold};
      }
      return failure(ErrorCode::kConflict, "told before with other content", "source_id");
    }
    told.push_back(std::move(checked.experience));
    people.push_back(std::move(checked.person));
    return record::Receipt{.number = told.size(), .sequence = told.size()};
  }

  std::map<std::pair<std::string, std::string>, size_t> numbers_;
};

class DoorsFixture : public testing::Test {
 protected:
  DoorsFixture() {
    std::string path = (std::filesystem::temp_directory_path() / "firsthand-doors-XXXXXX").string();
    EXPECT_NE(::mkdtemp(path.data()), nullptr);
    directory_ = path;
  }
  ~DoorsFixture() override {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }

  std::string write(const std::string& name, std::string_view content) {
    const std::string path = directory_ + "/" + name;
    auto file = system_files().create(path);
    EXPECT_TRUE(file && (*file)->append(bytes_of(content)) && (*file)->close());
    return path;
  }

  ImportOptions options_for(const std::string& path) const {
    ImportOptions options;
    options.path = path;
    options.directory = directory_;
    options.group_rows = 2000;
    return options;
  }

  ImportReport import_file(const std::string& path, Sink& sink, const LookOptions& look = {}) {
    auto file = open_source(system_files(), path, look);
    EXPECT_TRUE(file.has_value()) << (file ? "" : to_string(file.error()));
    if (!file) return {};
    guess_ = file->guess;
    const auto report = import(std::move(*file), sink, options_for(path));
    EXPECT_TRUE(report.has_value()) << (report ? "" : to_string(report.error()));
    return report ? *report : ImportReport{};
  }

  std::string directory_;
  Guess guess_;
};

}  // namespace fh::doors
