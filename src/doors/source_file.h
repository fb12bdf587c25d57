// doors/source_file.h: a file opened, recognised and looked at.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/file_system.h"
#include "doors/guess.h"
#include "doors/row.h"

namespace fh::doors {

struct LookOptions {
  std::optional<Mapping> mapping = {};  // nothing is guessed where it is given
  std::string source = {};              // empty: the file's name
};

// A file ready to be read from its first row.
struct SourceFile {
  std::unique_ptr<RowReader> reader;
  // Rows already taken from the reader while looking (standard input cannot be read
  // twice): they come first.
  std::vector<Row> ahead;
  Guess guess;
};

// Files are looked at in their first kRowsLookedAt rows and, because columns may
// begin late, in one row of kRowStride after them and in those with a column seldom
// seen, up to kRowsSkimmed; standard input in its first rows only. "-" is standard input.
Result<SourceFile> open_source(FileSystem& files, const std::string& path,
                               const LookOptions& options);

inline constexpr uint64_t kRowsLookedAt = 2000;
inline constexpr uint64_t kRowStride = 50;
inline constexpr uint64_t kRowsSkimmed = 200'000;

}  // namespace fh::doors
