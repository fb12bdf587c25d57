// landscape/segment_file.h: a segment's bytes as named sections with checksums.
//
// The layout is written down in docs/formats/segment.md. The same bytes lie in a
// file (mapped) or in memory (a segment not yet frozen). Reading never trusts them:
// a section is a span that lies inside the file, or absent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/file_system.h"
#include "base/hash.h"

namespace fh::landscape {

enum class Section : uint32_t {
  kNumbers = 1,       // IntColumn: experience numbers
  kNumberOrder = 2,   // u32 documents by ascending number; absent where they ascend
  kLengths = 3,       // IntColumn: tokens
  kPersons = 4,       // IntColumn
  kTimes = 5,         // IntColumn: lived, else told, in ms
  kDays = 6,          // IntColumn: the same in days
  kExpected = 7,      // IntColumn: hundredths
  kFelt = 8,          // IntColumn: hundredths
  kMeta = 9,          // documents:u64 zero:u64
  kFormStrings = 11,  // Dictionary: surfaces, sorted; equal ones by stem
  kFormStems = 12,    // u32 stem ordinal a form
  kFormLists = 13,    // PostingRef a form
  kStemStrings = 14,  // Dictionary: stems, sorted
  kStemFormStarts = 15,
  kStemForms = 16,  // u32 form ordinals by stem
  kStemLists = 17,  // PostingRef a stem
  kPostings = 18,
  kTokenStarts = 19,  // u64 a document and one more
  kTokens = 20,       // form ordinals, bit-packed
  kColumns = 21,      // directory of columns
  kColumnCodes = 22,  // one a column part (index); part 0: the stemmer's language
  kColumnEnds = 23,   // of several keywords a document
  kColumnStrings = 24,
  kColumnFolded = 25,    // Dictionary: folded values, sorted; absent where folding
  kColumnFoldedOf = 26,  // u32 ordinal of each        changes none
  kStemHashes = 27,      // u64 hash_of a stem
  kGrants = 28,          // IntColumn: bits of model::Grants; absent where all are given
};

inline constexpr uint32_t kSegmentFormat = 3;
inline constexpr size_t kSectionAlignment = 64;

// Writes sections one after another, to a file or into memory. Errors stick: the
// first is returned by finish(). One section is open at a time.
class SegmentFileWriter {
 public:
  // Into memory: take() gives the bytes.
  SegmentFileWriter() = default;
  explicit SegmentFileWriter(std::unique_ptr<WritableFile> file) : file_(std::move(file)) {}

  void begin(Section section, uint32_t index = 0);
  void append(std::span<const std::byte> bytes);
  void end();
  // Bytes in the open section so far.
  uint64_t position() const { return offset_ - section_start_; }

  // Those of a writer into memory that is not finished, behind one's own. None is open.
  void append_sections(const SegmentFileWriter& made);

  template <typename T>
  void append_all(const std::vector<T>& values) {
    append(std::as_bytes(std::span(values)));
  }
  template <typename T>
  void write(Section section, const std::vector<T>& values) {
    begin(section);
    append_all(values);
    end();
  }

  // Table and footer; synced where there is a file.
  Status finish();
  // REQUIRES: made without a file, finished.
  std::string take() { return std::move(buffer_); }

 private:
  struct Entry {
    uint32_t section;
    uint32_t index;
    uint64_t offset;
    uint64_t length;
    uint64_t checksum;
  };
  void put(std::span<const std::byte> bytes);
  void pad();
  void write_buffer();

  std::unique_ptr<WritableFile> file_;
  std::string buffer_;
  uint64_t offset_ = 0;
  uint64_t section_start_ = 0;
  RunningChecksum checksum_;
  std::vector<Entry> entries_;
  Status status_;
};

class SegmentFile {
 public:
  // Checks magic, version and table; sections' contents are read as they are used.
  // kCorrupt, kUnsupported.
  static Result<SegmentFile> open(std::shared_ptr<MappedFile> file);
  static Result<SegmentFile> open(std::string bytes);

  // Empty where the segment has no such section.
  std::span<const std::byte> section(Section section, uint32_t index = 0) const;
  // As whole Ts; a ragged end is left out.
  template <typename T>
  std::span<const T> array(Section wanted, uint32_t index = 0) const {
    const std::span<const std::byte> bytes = section(wanted, index);
    return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
  }
  uint64_t size() const { return bytes_.size(); }
  // Reads the section. True where there is none.
  bool is_sound(Section section, uint32_t index = 0) const;
  // Reads everything. kCorrupt, naming the section.
  Status verify() const;

 private:
  struct Entry {
    uint32_t section;
    uint32_t index;
    uint64_t offset;
    uint64_t length;
    uint64_t checksum;
  };
  Status read_table();

  std::shared_ptr<MappedFile> file_;
  std::shared_ptr<const std::string> buffer_;
  std::span<const std::byte> bytes_;
  std::vector<Entry> entries_;
};

}  // namespace fh::landscape
