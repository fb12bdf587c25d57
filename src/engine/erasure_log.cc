#include "engine/erasure_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <set>
#include <tuple>

#include "base/bytes.h"
#include "base/secrets.h"

namespace fh::engine {
namespace {

constexpr char kTakenMark = '+';

// line := ["+"] number " " check [" " source_key] "\n", "+" of what was taken: programs that do
// not know it pass such a line over.
std::optional<ErasedEntry> entry_in(std::string_view line) {
  ErasedEntry entry;
  if (line.starts_with(kTakenMark)) {
    entry.what = ErasedEntry::What::kTaken;
    line.remove_prefix(1);
  }
  const size_t space = line.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const char* const end = line.data() + space;
  const auto [stopped, failed] = std::from_chars(line.data(), end, entry.number);
  if (failed != std::errc() || stopped != end) return std::nullopt;
  const std::string_view rest = line.substr(space + 1);
  const size_t end_of_check = std::min(rest.find(' '), rest.size());
  entry.check = rest.substr(0, end_of_check);
  if (end_of_check < rest.size()) entry.source_key = rest.substr(end_of_check + 1);
  return entry;
}

std::string_view text_of(const MappedFile& file) {
  const std::span<const std::byte> bytes = file.bytes();
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Without what was being written when the power went.
std::string_view whole_lines(std::string_view text) {
  return text.substr(0, text.rfind('\n') + 1);  // npos + 1 is 0
}

// Mark: how many bytes, and a digest of the last line. REQUIRES: whole lines, some.
std::string mark_at_end(std::string_view whole) {
  const size_t before = whole.rfind('\n', whole.size() - 2);
  const std::string_view line =
      whole.substr(whole.size() < 2 || before == std::string_view::npos ? 0 : before + 1);
  const Digest digest = digest_of(line);
  constexpr size_t kCheckBytes = 16;
  return fmt::format("{} {}", whole.size(), base32(std::span(digest).first(kCheckBytes)));
}

// Where what came behind the mark begins; 0 where the mark is not of this text.
size_t place_behind(std::string_view text, std::string_view mark) {
  size_t size = 0;
  const auto [end, failed] = std::from_chars(mark.data(), mark.data() + mark.size(), size);
  static_cast<void>(end);
  const bool fits = failed == std::errc() && size > 0 && size <= text.size() &&
                    text[size - 1] == '\n' && mark_at_end(text.substr(0, size)) == mark;
  return fits ? size : 0;
}

}  // namespace

ErasedEntry entry_of(const model::Experience& experience) {
  const Digest digest =
      digest_of(fmt::format("erased {} {}", experience.number, experience.told_at.ms));
  constexpr size_t kCheckBytes = 16;
  return {.number = experience.number, .check = base32(std::span(digest).first(kCheckBytes))};
}

std::string erasure_log_beside(const std::string& backup) {
  const std::filesystem::path directory = std::filesystem::absolute(backup).parent_path();
  return fmt::format("{}/firsthand.{}", directory.string(), kErasureLogName);
}

Status complete_erasures(FileSystem& files, const std::string& from, const std::string& to) {
  FH_ASSIGN_OR_RETURN(const std::vector<ErasedEntry> all, read_erasures(files, from));
  FH_ASSIGN_OR_RETURN(const std::vector<ErasedEntry> known, read_erasures(files, to));
  using Name = std::tuple<ErasedEntry::What, uint64_t, std::string>;
  const auto name = [](const ErasedEntry& entry) {
    return Name(entry.what, entry.number, entry.check);
  };
  std::set<Name> there;
  for (const ErasedEntry& entry : known) there.insert(name(entry));
  std::vector<ErasedEntry> lacking;
  for (const ErasedEntry& entry : all) {
    if (there.insert(name(entry)).second) lacking.push_back(entry);
  }
  if (lacking.empty() && files.exists(to)) return {};
  return append_erasures(files, to, lacking);
}

Status append_erasures(FileSystem& files, const std::string& path,
                       const std::vector<ErasedEntry>& entries) {
  const bool fresh = !files.exists(path);
  std::string lines = fresh ? "" : "\n";
  for (const ErasedEntry& entry : entries) {
    if (entry.what == ErasedEntry::What::kTaken) lines += kTakenMark;
    lines += fmt::format("{} {}{}{}\n", entry.number, entry.check,
                         entry.source_key.empty() ? "" : " ", entry.source_key);
  }
  FH_ASSIGN_OR_RETURN(const std::unique_ptr<WritableFile> file, files.append_to(path));
  FH_RETURN_IF_ERROR(file->append(bytes_of(lines)));
  FH_RETURN_IF_ERROR(file->sync());
  FH_RETURN_IF_ERROR(file->close());
  if (!fresh) return {};
  const size_t slash = path.rfind('/');
  return files.sync_directory(slash == std::string::npos ? "." : path.substr(0, slash));
}

Result<std::optional<std::string>> erasure_mark(FileSystem& files, const std::string& path) {
  if (!files.exists(path)) return std::nullopt;
  FH_ASSIGN_OR_RETURN(const std::shared_ptr<MappedFile> file, files.map(path));
  const std::string_view whole = whole_lines(text_of(*file));
  if (whole.empty()) return std::nullopt;
  return mark_at_end(whole);
}

Result<std::vector<ErasedEntry>> read_erasures(FileSystem& files, const std::string& path,
                                               std::string_view behind) {
  std::vector<ErasedEntry> entries;
  if (!files.exists(path)) return entries;
  FH_ASSIGN_OR_RETURN(const std::shared_ptr<MappedFile> file, files.map(path));
  const std::string_view text = whole_lines(text_of(*file));
  size_t at = place_behind(text, behind);
  for (size_t end = text.find('\n', at); end != std::string_view::npos; end = text.find('\n', at)) {
    // A line that was cut short may have another behind it: it names nothing.
    const auto entry = entry_in(text.substr(at, end - at));
    if (entry) entries.push_back(*entry);
    at = end + 1;
  }
  return entries;
}

}  // namespace fh::engine
