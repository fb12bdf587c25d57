#include "engine/erasure_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <map>
#include <optional>
#include <tuple>

#include "base/bytes.h"
#include "base/secrets.h"

namespace fh::engine {
namespace {

using What = ErasedEntry::What;

// With which a line begins; an erasure's with its number. Programs from before one of them was
// there pass such a line over.
struct Mark {
  What what;
  char letter;
};
constexpr std::array kMarks = {Mark{What::kTaken, '+'},           Mark{What::kNotTaken, '~'},
                               Mark{What::kCodeEnded, '-'},       Mark{What::kGranted, '='},
                               Mark{What::kVersionsDropped, '<'}, Mark{What::kAnswerGone, '?'}};

bool newest_counts(What what) {
  return what == What::kTaken || what == What::kNotTaken || what == What::kGranted;
}

// What is torn is the beginning of a line: its first letter tells its sort all the same.
bool is_known_sort(std::string_view line) {
  if (line.empty() || (line.front() >= '0' && line.front() <= '9')) return true;
  return std::ranges::find(kMarks, line.front(), &Mark::letter) != kMarks.end();
}

// Put behind what is left of a line that was cut short, which without it might say something else:
// "=5 CHECK 1" of "=5 CHECK 15". No whole line holds it.
constexpr char kTorn = '!';

std::unexpected<Error> of_another_program() {
  return failure(ErrorCode::kUnsupported,
                 "the log of erasures holds lines that this program does not know", {},
                 "Use the program that wrote them, or a newer one: without them what people took "
                 "back could come again.");
}

// line := [mark] number " " check [" " source_key] "\n"
std::optional<ErasedEntry> entry_in(std::string_view line) {
  ErasedEntry entry;
  if (line.empty() || line.find(kTorn) != std::string_view::npos) return std::nullopt;
  const auto mark = std::ranges::find(kMarks, line.front(), &Mark::letter);
  if (mark != kMarks.end()) {
    entry.what = mark->what;
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

std::string erasure_log_in(const std::string& directory) {
  return fmt::format("{}/{}", directory, kErasureLogName);
}

std::string erasure_log_beside(const std::string& backup) {
  const std::filesystem::path directory = std::filesystem::absolute(backup).parent_path();
  return fmt::format("{}/firsthand.{}", directory.string(), kErasureLogName);
}

Status complete_erasures(FileSystem& files, const std::string& from, const std::string& to) {
  FH_ASSIGN_OR_RETURN(const std::vector<ErasedEntry> all, read_erasures(files, from));
  FH_ASSIGN_OR_RETURN(const std::vector<ErasedEntry> known, read_erasures(files, to));
  using Name = std::tuple<What, uint64_t, std::string, std::string>;
  const auto name = [](const ErasedEntry& entry) {
    return Name(entry.what, entry.number, entry.check, entry.source_key);
  };
  // The same may stand there several times, as what was granted to and fro.
  std::map<Name, size_t> there;
  for (const ErasedEntry& entry : known) ++there[name(entry)];
  std::vector<ErasedEntry> lacking;
  for (const ErasedEntry& entry : all) {
    size_t& left = there[name(entry)];
    if (left == 0 || (!lacking.empty() && newest_counts(entry.what))) lacking.push_back(entry);
    if (left > 0) --left;
  }
  if (lacking.empty() && files.exists(to)) return {};
  return append_erasures(files, to, lacking);
}

std::optional<std::vector<uint64_t>> numbers_in_detail(std::string_view detail, size_t count) {
  std::vector<uint64_t> numbers(count);
  const char* at = detail.data();
  const char* const end = at + detail.size();
  for (size_t i = 0; i < count; ++i) {
    if (i > 0 && (at == end || *at++ != ',')) return std::nullopt;
    const auto [stopped, failed] = std::from_chars(at, end, numbers[i]);
    if (failed != std::errc()) return std::nullopt;
    at = stopped;
  }
  if (at != end) return std::nullopt;
  return numbers;
}

namespace {

// What was being written when the power went, or the disk was full, is a line of its own that
// names nothing.
Result<std::string> end_of_torn_line(FileSystem& files, const std::string& path) {
  FH_ASSIGN_OR_RETURN(const std::shared_ptr<MappedFile> file, files.map(path));
  const std::string_view text = text_of(*file);
  std::string end;
  if (!text.empty() && text.back() != '\n') end += kTorn;
  end += '\n';
  return end;
}

}  // namespace

Status append_erasures(FileSystem& files, const std::string& path,
                       const std::vector<ErasedEntry>& entries) {
  const bool fresh = !files.exists(path);
  std::string lines;
  if (!fresh) {
    FH_ASSIGN_OR_RETURN(lines, end_of_torn_line(files, path));
  }
  for (const ErasedEntry& entry : entries) {
    const auto mark = std::ranges::find(kMarks, entry.what, &Mark::what);
    if (mark != kMarks.end()) lines += mark->letter;
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
    const std::string_view line = text.substr(at, end - at);
    if (!is_known_sort(line)) return of_another_program();
    // One that was cut short may have others behind it: it names nothing.
    const auto entry = entry_in(line);
    if (entry) entries.push_back(*entry);
    at = end + 1;
  }
  return entries;
}

}  // namespace fh::engine
