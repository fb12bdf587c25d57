// engine/erasure_log.h: which experiences were erased, in a file of its own.
//
// A backup made before an erasure still holds the words. The log lies in the data directory
// and beside the newest backup; whatever record is opened with it loses what it names. It is
// written before the record changes, so that an erasure which a crash cuts short is carried
// out at the next start. It holds numbers and digests, no words and no keys of people; one
// digest is of the source's own id, keyed with the record's secret, so that what a backup does
// not know yet is not told into it again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/file_system.h"
#include "model/experience.h"

namespace fh::engine {

inline constexpr std::string_view kErasureLogName = "erasures";
// Notes in the record: the log as it was when it was carried out (lines, and the last one's
// check), and the log that lies beside its newest backup.
inline constexpr std::string_view kErasuresNote = "erasures_applied";
inline constexpr std::string_view kBackupsNote = "erasures_beside_backup";

// Beside erasures stands what was taken by those for whom it was told: in an older record it
// would belong to who told it again.
struct ErasedEntry {
  enum class What : uint8_t { kErased, kTaken };
  What what = What::kErased;
  uint64_t number = 0;
  // Of number and moment of telling: a number given anew after a restore is another.
  std::string check;
  // Of what was erased: record's erased_key(), base 32; empty without a source's id. Of what
  // was taken: the hash of the code given for it, base 32; empty where none was.
  std::string source_key = {};
};
ErasedEntry entry_of(const model::Experience& experience);

// The log of the directory in which a backup lies, as an absolute path.
std::string erasure_log_beside(const std::string& backup);

// Adds them, on disk when it returns. Makes the file where it is missing. A line that was cut
// short before takes none of these with it.
Status append_erasures(FileSystem& files, const std::string& path,
                       const std::vector<ErasedEntry>& entries);
// Adds to the one log what it lacks of the other.
Status complete_erasures(FileSystem& files, const std::string& from, const std::string& to);
// How long a log is and how it ends: what is behind a mark came later. Nothing where nothing was
// ever erased. Reads the end of the file alone.
Result<std::optional<std::string>> erasure_mark(FileSystem& files, const std::string& path);
// Those of the file behind the mark, in order; all of them where the mark is another file's, or
// empty; none where the file is missing. A last line without an end was being written when the
// power went, and counts as not there.
Result<std::vector<ErasedEntry>> read_erasures(FileSystem& files, const std::string& path,
                                               std::string_view behind = {});

}  // namespace fh::engine
