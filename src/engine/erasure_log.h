// engine/erasure_log.h: what people erased and took back, in a file of its own.
//
// A backup made before an erasure still holds the words. The log lies in the data directory
// and beside the newest backup; whatever record is opened with it loses what it names. It is
// written before the record changes, so that an erasure which a crash cuts short is carried
// out at the next start. It holds numbers and digests, no words and no keys of people; one
// digest is of the source's own id, keyed with the record's secret, so that what a backup does
// not know yet is not told into it again.
//
// Each sort of line has its own first letter, so that a program meets what it does not know as
// such: it must not start on a record whose log asks for more than it can carry out.
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
// check), the log that lies beside its newest backup, and the backup that is being made: that one
// is the newest if a start finds it whole, as the record in it does.
inline constexpr std::string_view kErasuresNote = "erasures_applied";
inline constexpr std::string_view kBackupsNote = "erasures_beside_backup";
inline constexpr std::string_view kBackupUnderWayNote = "backup_under_way";

// Beside erasures stands what an older record would undo as well.
struct ErasedEntry {
  enum class What : uint8_t {
    kErased,
    kTaken,     // by those for whom it was told; else it would be who told it's again
    kNotTaken,  // after all: what stands before it of the same did not happen
    kCodeEnded,
    kGranted,          // for at most these purposes from then on; the newest counts
    kVersionsDropped,  // the words of those below the one that it had then
    kAnswerGone,       // taken back, or replaced
  };
  What what = What::kErased;
  uint64_t number = 0;  // of the experience; 0 of a code
  // Of number and moment of telling: a number given anew after a restore is another. Of a code
  // its hash, base 32.
  std::string check;
  // Of what was erased: record's erased_key(), base 32; empty without a source's id. Of what
  // was taken, or not: the hash of the code given for it, base 32; empty where none was. Of
  // grants their bits, of dropped words the version, of an answer when its question was asked
  // and, behind "=", when it was given last (both in ms): decimal digits.
  std::string source_key = {};
  bool operator==(const ErasedEntry&) const = default;
};
ErasedEntry entry_of(const model::Experience& experience);
// The numbers in such a detail, and nothing else; nothing where it is no such.
std::optional<std::vector<uint64_t>> numbers_in_detail(std::string_view detail, size_t count);

// The data directory's own.
std::string erasure_log_in(const std::string& directory);
// The log of the directory in which a backup lies, as an absolute path.
std::string erasure_log_beside(const std::string& backup);

// Adds them, on disk when it returns. Makes the file where it is missing. A line that was cut
// short before takes none of these with it.
Status append_erasures(FileSystem& files, const std::string& path,
                       const std::vector<ErasedEntry>& entries);
// Adds to the one log what it lacks of the other, in such an order that what is newest there is
// newest here.
Status complete_erasures(FileSystem& files, const std::string& from, const std::string& to);
// How long a log is and how it ends: what is behind a mark came later. Nothing where nothing was
// ever erased. Reads the end of the file alone.
Result<std::optional<std::string>> erasure_mark(FileSystem& files, const std::string& path);
// Those of the file behind the mark, in order; all of them where the mark is another file's, or
// empty; none where the file is missing. A last line without an end was being written when the
// power went, and counts as not there; one of a sort that is not known is kUnsupported.
Result<std::vector<ErasedEntry>> read_erasures(FileSystem& files, const std::string& path,
                                               std::string_view behind = {});

}  // namespace fh::engine
