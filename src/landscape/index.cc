#include "landscape/index.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <unordered_map>

#include "base/check.h"
#include "base/limits.h"
#include "base/threads.h"
#include "landscape/among.h"
#include "landscape/search.h"
#include "landscape/segment_builder.h"

namespace fh::landscape {
namespace {

// Below this, another thread costs more than it saves.
constexpr size_t kDocumentsPerThreadMin = 256;
// Segments in memory are merged by the writer itself up to this many documents.
constexpr uint64_t kSmallMergeMax = 8192;
// Writers wait when so many times head_documents_max lie in memory.
constexpr uint64_t kMemoryFactor = 4;

SegmentState fresh_state(std::shared_ptr<const Segment> segment) {
  auto overlay = std::make_shared<Overlay>();
  overlay->take_grants(*segment);
  return {.segment = std::move(segment), .overlay = std::move(overlay)};
}

// Opening what this program has just written itself can only fail by a mistake of ours.
SegmentState fresh_state(SegmentFileWriter& writer) {
  Result<SegmentFile> file = SegmentFile::open(writer.take());
  FH_CHECK(file.has_value());
  auto segment = Segment::open(std::move(*file), "");
  FH_CHECK(segment.has_value());
  return fresh_state(*segment);
}

}  // namespace

Index::Index(LandscapeOptions options)
    : options_(std::move(options)),
      snapshot_(std::make_shared<const Snapshot>()),
      analysers_(core_count()) {}

Index::~Index() {
  upkeep_thread_.request_stop();
  work_.notify_all();
}

std::shared_ptr<const Snapshot> Index::snapshot() const {
  const std::scoped_lock lock(publish_);
  return snapshot_;
}

void Index::publish(std::vector<SegmentState> segments, uint64_t as_of) {
  auto made = std::make_shared<const Snapshot>(make_snapshot(std::move(segments), as_of, apart_));
  {
    const std::scoped_lock lock(publish_);
    snapshot_.swap(made);
  }
  work_.notify_one();
  // `made` holds the old snapshot now: its files are unmapped outside the lock.
}

Status Index::check_columns(std::span<const Change> changes) {
  std::set<std::string_view> fresh;
  // Most experiences have the columns of the one before, in the same order.
  const std::vector<model::ColumnEntry>* before = nullptr;
  for (const Change& change : changes) {
    if (!change.document) continue;
    const std::vector<model::ColumnEntry>& columns = change.document->columns;
    for (size_t i = 0; i < columns.size(); ++i) {
      const std::string& column = columns[i].column;
      if (before != nullptr && i < before->size() && (*before)[i].column == column) continue;
      if (!columns_known_.contains(column)) fresh.insert(column);
    }
    before = &columns;
  }
  if (columns_known_.size() + fresh.size() > limits::kColumnsMax) {
    return failure(ErrorCode::kTooLarge,
                   fmt::format("there would be {} columns; the limit is {}",
                               columns_known_.size() + fresh.size(), limits::kColumnsMax),
                   "signifiers", "Put what varies into values, not into names");
  }
  columns_known_.insert(fresh.begin(), fresh.end());
  return {};
}

// Whatever these experiences were before is dead now.
void Index::kill(std::vector<SegmentState>& segments, std::span<const Change> changes) {
  std::vector<std::shared_ptr<Overlay>> touched(segments.size());
  for (const Change& change : changes) {
    if (change.only_grants() || change.number > number_max_) continue;  // or never seen before
    for (size_t index = 0; index < segments.size(); ++index) {
      const std::optional<uint32_t> document = segments[index].segment->find(change.number);
      if (!document) continue;
      if (!touched[index]) touched[index] = std::make_shared<Overlay>(*segments[index].overlay);
      touched[index]->kill(*segments[index].segment, *document);
    }
  }
  for (size_t index = 0; index < segments.size(); ++index) {
    if (touched[index]) segments[index].overlay = std::move(touched[index]);
  }
}

void Index::set_grants(std::vector<SegmentState>& segments,
                       std::span<const Change* const> changes) {
  std::vector<std::shared_ptr<Overlay>> touched(segments.size());
  for (const Change* change : changes) {
    for (size_t index = 0; index < segments.size(); ++index) {
      const SegmentState& state = segments[index];
      const std::optional<uint32_t> document = state.segment->find(change->number);
      if (!document || state.overlay->is_dead(*document)) continue;
      if (!touched[index]) touched[index] = std::make_shared<Overlay>(*state.overlay);
      touched[index]->set_grants(*state.segment, *document, *change->grants);
    }
  }
  for (size_t index = 0; index < segments.size(); ++index) {
    if (touched[index]) segments[index].overlay = std::move(touched[index]);
  }
}

std::vector<SegmentState> Index::build(const Documents& documents) {
  if (documents.empty()) return {};
  const size_t parts =
      std::clamp<size_t>(documents.size() / kDocumentsPerThreadMin, 1, analysers_.size());
  std::vector<SegmentState> built(parts);
  run_in_parallel(parts, [&](size_t part) {
    const size_t begin = documents.size() * part / parts;
    const size_t end = documents.size() * (part + 1) / parts;
    SegmentFileWriter writer;
    build_segment(std::span(documents).subspan(begin, end - begin), analysers_[part], writer);
    FH_CHECK(writer.finish().has_value());
    built[part] = fresh_state(writer);
  });
  return built;
}

// Keeps the number of segments in memory logarithmic while people tell one by one: as
// soon as there are merge_fan_in of like size, they become one.
void Index::merge_small(std::vector<SegmentState>& segments) {
  for (uint64_t size = 1; size <= kSmallMergeMax; size *= options_.merge_fan_in) {
    std::vector<SegmentState> inputs;
    uint64_t documents = 0;
    for (const SegmentState& state : segments) {
      const uint64_t count = state.segment->documents();
      const bool alike = count >= size && count < size * options_.merge_fan_in;
      if (!state.in_memory() || !alike) continue;
      if (std::ranges::find(freezing_, state.segment) != freezing_.end()) continue;
      inputs.push_back(state);
      documents += count;
    }
    if (inputs.size() < options_.merge_fan_in || documents > kSmallMergeMax) continue;
    SegmentFileWriter writer;
    merge_segments(inputs, writer);
    FH_CHECK(writer.finish().has_value());
    std::erase_if(segments, [&](const SegmentState& state) {
      return std::ranges::any_of(
          inputs, [&](const SegmentState& input) { return input.segment == state.segment; });
    });
    segments.push_back(fresh_state(writer));
  }
}

void Index::wait_for_room() {
  if (options_.background == Background::kOff) return;
  const uint64_t most = uint64_t{options_.head_documents_max} * kMemoryFactor;
  std::unique_lock lock(publish_);
  room_.wait(lock, [&] { return upkeep_failed_ || snapshot_->documents_in_memory <= most; });
}

Status Index::apply(std::span<const Change> changes) {
  if (changes.empty()) return {};
  wait_for_room();
  const std::scoped_lock lock(writer_);
  FH_RETURN_IF_ERROR(check_columns(changes));
  const std::shared_ptr<const Snapshot> before = snapshot();
  std::vector<SegmentState> segments = before->segments;
  kill(segments, changes);
  // Of several changes to one experience in a batch the last one holds, and the last that
  // makes anything but its grants.
  std::unordered_map<uint64_t, size_t> last;
  std::unordered_map<uint64_t, size_t> last_content;
  for (size_t i = 0; i < changes.size(); ++i) {
    last[changes[i].number] = i;
    if (!changes[i].only_grants()) last_content[changes[i].number] = i;
  }
  Documents documents;
  std::vector<const Change*> granted;
  uint64_t as_of = before->as_of;
  for (size_t i = 0; i < changes.size(); ++i) {
    as_of = std::max(as_of, changes[i].sequence);
    number_max_ = std::max(number_max_, changes[i].number);
    if (changes[i].only_grants() && last[changes[i].number] == i) granted.push_back(&changes[i]);
    if (changes[i].document && last_content[changes[i].number] == i)
      documents.push_back(&changes[i]);
  }
  for (SegmentState& state : build(documents)) segments.push_back(std::move(state));
  set_grants(segments, granted);
  merge_small(segments);
  publish(std::move(segments), as_of);
  return {};
}

Result<Answer> Index::search(const Request& request) const {
  const std::shared_ptr<const Snapshot> now = snapshot();
  // Who asks alone has all cores; many who ask at once have one each.
  const size_t asking = ++searching_;
  Tuning tuning = options_.tuning;
  tuning.threads = std::max<size_t>(tuning.threads / asking, 1);
  Result<Answer> answer =
      landscape::search(*now, request, {.k1 = options_.k1, .b = options_.b}, tuning);
  --searching_;
  return answer;
}

Among Index::among(const Node& query, std::span<const uint64_t> numbers) const {
  return landscape::among(*snapshot(), query, numbers, {.k1 = options_.k1, .b = options_.b});
}

std::vector<ColumnInfo> Index::columns() const {
  const std::shared_ptr<const Snapshot> now = snapshot();
  std::map<std::string, ColumnInfo, std::less<>> found;
  for (const auto& [segment, overlay] : now->segments) {
    for (const ColumnPart& part : segment->parts()) {
      uint64_t living = part.with_value;
      overlay->dead().for_each([&](uint32_t document) { living -= part.has(document) ? 1 : 0; });
      if (living == 0) continue;
      ColumnInfo& info = found[part.column];
      info.column = part.column;
      if (info.label.empty()) info.label = part.label;
      info.own = model::is_own_column(part.column);
      if (part.type == PartType::kKeyword) info.keywords += living;
      if (part.type == PartType::kNumber) info.numbers += living;
      if (part.type == PartType::kTime) info.times += living;
    }
  }
  std::vector<ColumnInfo> all;
  all.reserve(found.size());
  for (auto& [name, info] : found) all.push_back(std::move(info));
  return all;
}

LandscapeCounts Index::counts() const {
  const std::shared_ptr<const Snapshot> now = snapshot();
  LandscapeCounts counts{.experiences = now->documents, .segments = now->segments.size()};
  for (const SegmentState& state : now->segments) {
    counts.terms += state.segment->stems().size();
    if (state.in_memory()) {
      ++counts.segments_in_memory;
      counts.bytes_in_memory += state.segment->file().size();
    } else {
      counts.bytes_on_disk += state.segment->file().size();
    }
  }
  return counts;
}

Result<std::vector<std::string>> Index::verify() const {
  const std::shared_ptr<const Snapshot> now = snapshot();
  std::vector<std::string> findings;
  for (const SegmentState& state : now->segments) {
    if (const Status sound = state.segment->file().verify(); !sound) {
      const std::string name = state.in_memory() ? "(in memory)" : state.segment->name();
      findings.push_back(name + ": " + to_string(sound.error()));
    }
  }
  return findings;
}

Result<std::unique_ptr<Landscape>> Landscape::open(LandscapeOptions options) {
  auto index = std::make_unique<Index>(std::move(options));
  FH_RETURN_IF_ERROR(index->load());
  return index;
}

}  // namespace fh::landscape
