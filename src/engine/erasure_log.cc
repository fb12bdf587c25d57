#include "engine/erasure_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <set>
#include <utility>

#include "base/bytes.h"
#include "base/secrets.h"

namespace fh::engine {
namespace {

// line := number " " check [" " source_key] "\n"
std::optional<ErasedEntry> entry_in(std::string_view line) {
  const size_t space = line.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  ErasedEntry entry;
  const char* const end = line.data() + space;
  const auto [stopped, failed] = std::from_chars(line.data(), end, entry.number);
  if (failed != std::errc() || stopped != end) return std::nullopt;
  const std::string_view rest = line.substr(space + 1);
  const size_t end_of_check = std::min(rest.find(' '), rest.size());
  entry.check = rest.substr(0, end_of_check);
  if (end_of_check < rest.size()) entry.source_key = rest.substr(end_of_check + 1);
  return entry;
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
  std::set<std::pair<uint64_t, std::string>> there;
  for (const ErasedEntry& entry : known) there.emplace(entry.number, entry.check);
  std::vector<ErasedEntry> lacking;
  for (const ErasedEntry& entry : all) {
    if (there.emplace(entry.number, entry.check).second) lacking.push_back(entry);
  }
  if (lacking.empty() && files.exists(to)) return {};
  return append_erasures(files, to, lacking);
}

Status append_erasures(FileSystem& files, const std::string& path,
                       const std::vector<ErasedEntry>& entries) {
  const bool fresh = !files.exists(path);
  std::string lines = fresh ? "" : "\n";
  for (const ErasedEntry& entry : entries) {
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

std::string mark_of(const std::vector<ErasedEntry>& entries) {
  return fmt::format("{} {}", entries.size(), entries.back().check);
}

Result<std::vector<ErasedEntry>> read_erasures(FileSystem& files, const std::string& path) {
  std::vector<ErasedEntry> entries;
  if (!files.exists(path)) return entries;
  FH_ASSIGN_OR_RETURN(const std::string text, files.read(path));
  size_t at = 0;
  for (size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', at)) {
    // A line that was cut short may have another behind it: it names nothing.
    const auto entry = entry_in(std::string_view(text).substr(at, end - at));
    if (entry) entries.push_back(*entry);
    at = end + 1;
  }
  return entries;
}

}  // namespace fh::engine
