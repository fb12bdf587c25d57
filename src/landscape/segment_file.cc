#include "landscape/segment_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/bytes.h"
#include "base/check.h"

namespace fh::landscape {
namespace {

// file    := header section* table footer       (sections start at multiples of 64)
// header  := magic:8 format:u32 zero:u32
// table   := (section:u32 index:u32 offset:u64 length:u64 checksum:u64)*
// footer  := table_offset:u64 entries:u64 table_checksum:u64 magic:8
constexpr std::array<char, 8> kMagic = {'F', 'H', 'S', 'E', 'G', 'M', 'N', 'T'};
constexpr size_t kHeaderBytes = 16;
constexpr size_t kEntryBytes = 32;
constexpr size_t kFooterBytes = 32;
constexpr size_t kBufferBytes = size_t{1} << 20;
constexpr uint64_t kEntriesMax = 100'000;

std::unexpected<Error> corrupt(std::string what) {
  return failure(ErrorCode::kCorrupt, "segment: " + std::move(what), "",
                 "Run `firsthand rebuild`: the index is made anew from the record");
}

}  // namespace

void SegmentFileWriter::put(std::span<const std::byte> bytes) {
  buffer_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  offset_ += bytes.size();
  if (file_ && buffer_.size() >= kBufferBytes) write_buffer();
}

void SegmentFileWriter::write_buffer() {
  if (status_) status_ = file_->append(bytes_of(buffer_));
  buffer_.clear();
}

void SegmentFileWriter::pad() {
  static constexpr std::array<std::byte, kSectionAlignment> kZeros = {};
  const size_t over = offset_ % kSectionAlignment;
  if (over != 0) put(std::span(kZeros).first(kSectionAlignment - over));
}

void SegmentFileWriter::begin(Section section, uint32_t index) {
  if (offset_ == 0) {
    std::string header(kMagic.data(), kMagic.size());
    append_raw(header, kSegmentFormat);
    append_raw(header, uint32_t{0});
    put(bytes_of(header));
  }
  pad();
  section_start_ = offset_;
  checksum_.reset();
  entries_.push_back({std::to_underlying(section), index, offset_, 0, 0});
}

void SegmentFileWriter::append(std::span<const std::byte> bytes) {
  checksum_.add(bytes);
  put(bytes);
}

void SegmentFileWriter::end() {
  FH_CHECK(!entries_.empty());
  entries_.back().length = position();
  entries_.back().checksum = checksum_.value();
}

void SegmentFileWriter::append_sections(const SegmentFileWriter& made) {
  FH_CHECK(!made.file_);
  for (const Entry& entry : made.entries_) {
    begin(static_cast<Section>(entry.section), entry.index);
    append(bytes_of(made.buffer_).subspan(entry.offset, entry.length));
    end();
  }
}

Status SegmentFileWriter::finish() {
  pad();
  std::string table;
  for (const Entry& entry : entries_) append_raw(table, entry);
  const uint64_t table_offset = offset_;
  put(bytes_of(table));
  std::string footer;
  append_raw(footer, table_offset);
  append_raw(footer, uint64_t{entries_.size()});
  append_raw(footer, checksum(bytes_of(table)));
  footer.append(kMagic.data(), kMagic.size());
  put(bytes_of(footer));
  if (!file_) return {};
  write_buffer();
  FH_RETURN_IF_ERROR(status_);
  FH_RETURN_IF_ERROR(file_->sync());
  return file_->close();
}

Result<SegmentFile> SegmentFile::open(std::shared_ptr<MappedFile> file) {
  SegmentFile segment;
  segment.bytes_ = file->bytes();
  segment.file_ = std::move(file);
  FH_RETURN_IF_ERROR(segment.read_table());
  return segment;
}

Result<SegmentFile> SegmentFile::open(std::string bytes) {
  SegmentFile segment;
  segment.buffer_ = std::make_shared<const std::string>(std::move(bytes));
  segment.bytes_ = bytes_of(*segment.buffer_);
  FH_RETURN_IF_ERROR(segment.read_table());
  return segment;
}

Status SegmentFile::read_table() {
  if (bytes_.size() < kHeaderBytes + kFooterBytes) return corrupt("shorter than its frame");
  const auto has_magic = [&](size_t at) {
    return std::memcmp(bytes_.data() + at, kMagic.data(), kMagic.size()) == 0;
  };
  if (!has_magic(0) || !has_magic(bytes_.size() - kMagic.size())) {
    return corrupt("it does not begin and end as one");
  }
  const auto format = load<uint32_t>(bytes_.data() + kMagic.size());
  if (format != kSegmentFormat) {
    return failure(ErrorCode::kUnsupported,
                   fmt::format("segment format {}; this program reads {}", format, kSegmentFormat));
  }
  ByteReader footer(bytes_.last(kFooterBytes));
  const auto table_offset = footer.raw<uint64_t>();
  const auto count = footer.raw<uint64_t>();
  const auto wanted = footer.raw<uint64_t>();
  const uint64_t limit = bytes_.size() - kFooterBytes;
  if (count > kEntriesMax || table_offset > limit || limit - table_offset != count * kEntryBytes) {
    return corrupt("its table of sections does not fit");
  }
  const std::span<const std::byte> table = bytes_.subspan(table_offset, count * kEntryBytes);
  if (checksum(table) != wanted) return corrupt("its table of sections is damaged");
  for (size_t i = 0; i < count; ++i) {
    const auto entry = load<Entry>(table.data() + i * kEntryBytes);
    const bool fits = entry.offset % kSectionAlignment == 0 && entry.offset <= table_offset &&
                      entry.length <= table_offset - entry.offset;
    if (!fits) return corrupt(fmt::format("section {} lies outside", entry.section));
    entries_.push_back(entry);
  }
  return {};
}

std::span<const std::byte> SegmentFile::section(Section section, uint32_t index) const {
  for (const Entry& entry : entries_) {
    if (entry.section == std::to_underlying(section) && entry.index == index) {
      return bytes_.subspan(entry.offset, entry.length);
    }
  }
  return {};
}

bool SegmentFile::is_sound(Section section, uint32_t index) const {
  return std::ranges::all_of(entries_, [&](const Entry& entry) {
    return entry.section != static_cast<uint32_t>(section) || entry.index != index ||
           checksum(bytes_.subspan(entry.offset, entry.length)) == entry.checksum;
  });
}

Status SegmentFile::verify() const {
  for (const Entry& entry : entries_) {
    if (checksum(bytes_.subspan(entry.offset, entry.length)) != entry.checksum) {
      return corrupt(fmt::format("section {} ({}) is damaged", entry.section, entry.index));
    }
  }
  return {};
}

}  // namespace fh::landscape
