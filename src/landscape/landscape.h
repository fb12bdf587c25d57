// landscape/landscape.h: all experiences at once, searchable and countable.
//
// The index is derived from the record and can be deleted at any time. Changes are
// applied by one writer in sequence order and are seen by every search begun after
// apply() returns. Searches run on a snapshot and never wait for the writer, a
// freeze or a merge. Answers do not depend on how the index happens to lie.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/file_system.h"
#include "landscape/request.h"
#include "landscape/tuning.h"
#include "model/columns.h"
#include "model/grants.h"

namespace fh::landscape {

struct Document {
  uint32_t person = 0;  // dense number; 0: nobody known
  std::string text;
  std::string lang;  // for stemming: told, else inferred; may be empty
  std::optional<int64_t> lived_ms;
  int64_t told_ms = 0;
  std::optional<int32_t> expected;  // hundredths, 0 to 1000
  std::optional<int32_t> felt;
  std::vector<model::ColumnEntry> columns;
  model::Grants grants = model::Grants::all();
};

// Experience `number` is now this; without a document, it is granted as said; with neither,
// it is gone.
struct Change {
  uint64_t sequence = 0;
  uint64_t number = 0;
  std::optional<Document> document;
  std::optional<model::Grants> grants = {};

  bool only_grants() const { return !document && grants; }
};

enum class Background : uint8_t { kOn, kOff };

struct LandscapeOptions {
  std::string directory;  // created where missing
  FileSystem* files = &system_files();
  double k1 = 1.2;
  double b = 0.75;
  Tuning tuning = {};
  // Documents held in memory before they are frozen into a file.
  uint32_t head_documents_max = 65'536;
  // Segments of like size that are merged into one.
  uint32_t merge_fan_in = 8;
  // Off: freezes and merges happen only inside flush() and merge_all(), for tests.
  Background background = Background::kOn;
};

struct ColumnInfo {
  std::string column;  // the name in queries
  std::string label;
  bool own = false;       // firsthand's own, not a signifier
  uint64_t keywords = 0;  // experiences with a keyword, number, time in it
  uint64_t numbers = 0;
  uint64_t times = 0;
};

struct LandscapeCounts {
  uint64_t experiences = 0;
  uint64_t segments = 0;
  uint64_t segments_in_memory = 0;
  uint64_t terms = 0;  // summed over segments
  uint64_t bytes_on_disk = 0;
  uint64_t bytes_in_memory = 0;
};

// Which of some experiences match, in the order asked; what is gone does not.
struct Among {
  uint64_t as_of = 0;
  std::vector<bool> match;
};

class Landscape {
 public:
  // Opens what the newest manifest names; a missing or unreadable index starts
  // empty (covered() is 0 then), after setting the unreadable files aside.
  static Result<std::unique_ptr<Landscape>> open(LandscapeOptions options);
  virtual ~Landscape() = default;

  // Every change up to this sequence is in files: replay what comes after.
  virtual uint64_t covered() const = 0;
  virtual uint64_t as_of() const = 0;

  // In sequence order. Applying a change again has no further effect. kTooLarge
  // where a new column would pass limits::kColumnsMax.
  virtual Status apply(std::span<const Change> changes) = 0;

  virtual Result<Answer> search(const Request& request) const = 0;
  // Which of these experiences (each named once) the query matches, whatever is granted.
  virtual Among among(const Node& query, std::span<const uint64_t> numbers) const = 0;
  // Every column seen, by name.
  virtual std::vector<ColumnInfo> columns() const = 0;
  virtual LandscapeCounts counts() const = 0;

  // All changes so far into files; covered() is as_of() afterwards.
  virtual Status flush() = 0;
  // flush(), then one segment.
  virtual Status merge_all() = 0;
  // Every file that holds someone dead is written anew without them: no byte of them is left.
  // O(files that hold any).
  virtual Status purge() = 0;
  // Reads every byte of every file against its checksum; one line a finding.
  virtual Result<std::vector<std::string>> verify() const = 0;
};

}  // namespace fh::landscape
