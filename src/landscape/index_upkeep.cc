// The part of Index that turns memory into files, keeps files few, and finds them again.

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <ranges>

#include "base/bytes.h"
#include "base/check.h"
#include "base/threads.h"
#include "landscape/index.h"

namespace fh::landscape {
namespace {

constexpr std::string_view kSegmentSuffix = ".segment";
// A file whose dead are more than a quarter is written anew.
constexpr uint64_t kDeadShareMax = 4;

std::vector<SegmentState> choose(const Snapshot& snapshot, bool in_memory) {
  std::vector<SegmentState> found;
  std::ranges::copy_if(snapshot.segments, std::back_inserter(found),
                       [&](const SegmentState& state) { return state.in_memory() == in_memory; });
  return found;
}

std::vector<SegmentState> only_in_memory(const Snapshot& snapshot) {
  return choose(snapshot, true);
}

std::vector<SegmentState> only_files(const Snapshot& snapshot) {
  return choose(snapshot, false);
}

}  // namespace

Status Index::load() {
  FH_RETURN_IF_ERROR(options_.files->make_directories(options_.directory));
  Manifest manifest;
  const std::string path = path_of(kManifestName);
  if (options_.files->exists(path)) {
    FH_ASSIGN_OR_RETURN(const std::string bytes, options_.files->read(path));
    Result<Manifest> read = decode_manifest(bytes);
    Status loaded = read ? load_segments(*read) : std::unexpected(read.error());
    if (loaded) {
      manifest = std::move(*read);
    } else {
      set_aside();
    }
  }
  next_file_ = manifest.next_file;
  covered_ = manifest.covered;
  remove_strangers(manifest);
  if (options_.background == Background::kOn) {
    upkeep_thread_ = std::jthread([this](const std::stop_token& stop) { run_upkeep(stop); });
  }
  return {};
}

Status Index::load_segments(const Manifest& manifest) {
  std::vector<SegmentState> segments;
  for (const ManifestSegment& listed : manifest.segments) {
    FH_ASSIGN_OR_RETURN(std::shared_ptr<MappedFile> mapped,
                        options_.files->map(path_of(listed.name)));
    FH_ASSIGN_OR_RETURN(SegmentFile file, SegmentFile::open(std::move(mapped)));
    FH_ASSIGN_OR_RETURN(auto segment, Segment::open(std::move(file), listed.name));
    if (segment->documents() != listed.documents) {
      return failure(ErrorCode::kCorrupt, listed.name + " is not the file its manifest means");
    }
    auto overlay = std::make_shared<Overlay>();
    overlay->take_grants(*segment);
    for (const uint32_t document : listed.dead) overlay->kill(*segment, document);
    for (const auto& [document, grants] : listed.regranted) {
      overlay->set_grants(*segment, document, grants);
    }
    for (const ColumnPart& part : segment->parts()) columns_known_.insert(part.column);
    const uint64_t number_max =
        static_cast<uint64_t>(segment->numbers().value_of(segment->numbers().code_max()));
    if (segment->documents() > 0) number_max_ = std::max(number_max_, number_max);
    segments.push_back({.segment = std::move(segment), .overlay = std::move(overlay)});
  }
  publish(std::move(segments), manifest.covered);
  return {};
}

// An index that cannot be read is no loss, the record has everything. Its manifest stays
// beside until the next such case, for whoever wants to know what happened.
void Index::set_aside() {
  const std::string path = path_of(kManifestName);
  static_cast<void>(options_.files->rename(path, path + ".damaged"));
  columns_known_.clear();
  number_max_ = 0;
  publish({}, 0);
}

// Files that no manifest names are what an unfinished freeze or merge left.
void Index::remove_strangers(const Manifest& manifest) {
  const Result<std::vector<std::string>> names = options_.files->list(options_.directory);
  if (!names) return;
  for (const std::string& name : *names) {
    const bool known = std::ranges::any_of(
        manifest.segments, [&](const ManifestSegment& segment) { return segment.name == name; });
    if (known || !name.ends_with(kSegmentSuffix)) continue;
    static_cast<void>(options_.files->remove(path_of(name)));
  }
}

// Everything in memory at this moment goes into one file.
Status Index::freeze() {
  std::vector<SegmentState> inputs;
  uint64_t as_of = 0;
  {
    const std::scoped_lock lock(writer_);
    const std::shared_ptr<const Snapshot> now = snapshot();
    inputs = only_in_memory(*now);
    as_of = now->as_of;
    for (const SegmentState& input : inputs) freezing_.push_back(input.segment);
  }
  Status done = freeze(inputs, as_of);
  const std::scoped_lock lock(writer_);
  freezing_.clear();
  return done;
}

Status Index::freeze(const std::vector<SegmentState>& inputs, uint64_t as_of) {
  if (inputs.empty()) return as_of == covered_ ? Status() : write_manifest(as_of);
  return merge_files(inputs, as_of);
}

Status Index::merge_files(const std::vector<SegmentState>& inputs, uint64_t covered) {
  uint64_t documents = 0;
  for (const SegmentState& input : inputs) documents += input.living();
  std::shared_ptr<const Segment> merged;
  if (documents > 0) {
    const std::string name = fmt::format("{:08}{}", next_file_++, kSegmentSuffix);
    FH_ASSIGN_OR_RETURN(auto file, options_.files->create(path_of(name)));
    SegmentFileWriter writer(std::move(file));
    merge_segments(inputs, writer);
    FH_RETURN_IF_ERROR(writer.finish());
    FH_ASSIGN_OR_RETURN(std::shared_ptr<MappedFile> mapped, options_.files->map(path_of(name)));
    FH_ASSIGN_OR_RETURN(SegmentFile opened, SegmentFile::open(std::move(mapped)));
    FH_ASSIGN_OR_RETURN(merged, Segment::open(std::move(opened), name));
  }
  // Before the writer is held up: it may read the words of many.
  auto overlay = std::make_shared<Overlay>();
  if (merged) overlay->take_grants(*merged);
  FH_RETURN_IF_ERROR(swap_in(inputs, std::move(merged), std::move(overlay)));
  FH_RETURN_IF_ERROR(write_manifest(covered));
  for (const SegmentState& input : inputs) {
    if (!input.in_memory())
      static_cast<void>(options_.files->remove(path_of(input.segment->name())));
  }
  return {};
}

// What has happened to a segment since it was read for a merge happens to the merged one.
void Index::catch_up(const SegmentState& state, const Overlay& read, const Segment& merged,
                     Overlay& overlay) {
  const auto moved = [&](uint32_t document) {
    return merged.find(state.segment->number(document));
  };
  state.overlay->dead().for_each([&](uint32_t document) {
    if (read.is_dead(document)) return;
    if (const auto to = moved(document)) overlay.kill(merged, *to);
  });
  state.overlay->regranted().for_each([&](uint32_t document) {
    const model::Grants grants = state.overlay->grants(document);
    if (state.overlay->is_dead(document) || read.grants(document) == grants) return;
    if (const auto to = moved(document)) overlay.set_grants(merged, *to, grants);
  });
}

// Puts the merged segment in place of its inputs. Who died while it was being written is
// dead in it, too.
Status Index::swap_in(const std::vector<SegmentState>& inputs,
                      std::shared_ptr<const Segment> merged, std::shared_ptr<Overlay> overlay) {
  const std::scoped_lock lock(writer_);
  const std::shared_ptr<const Snapshot> now = snapshot();
  std::vector<SegmentState> segments;
  for (const SegmentState& state : now->segments) {
    const auto input = std::ranges::find(inputs, state.segment, &SegmentState::segment);
    if (input == inputs.end()) {
      segments.push_back(state);
      continue;
    }
    if (merged) catch_up(state, *input->overlay, *merged, *overlay);
  }
  if (merged) segments.push_back({.segment = std::move(merged), .overlay = std::move(overlay)});
  publish(std::move(segments), now->as_of);
  return {};
}

Status Index::write_manifest(uint64_t covered) {
  Manifest manifest{.covered = covered, .next_file = next_file_, .segments = {}};
  for (const SegmentState& state : snapshot()->segments) {
    if (state.in_memory()) continue;
    ManifestSegment listed{.name = state.segment->name(), .documents = state.segment->documents()};
    state.overlay->dead().for_each([&](uint32_t document) { listed.dead.push_back(document); });
    state.overlay->regranted().for_each([&](uint32_t document) {
      if (state.overlay->is_dead(document)) return;
      listed.regranted.emplace_back(document, state.overlay->grants(document));
    });
    manifest.segments.push_back(std::move(listed));
  }
  const std::string bytes = encode(manifest);
  FH_RETURN_IF_ERROR(write_atomically(*options_.files, path_of(kManifestName), bytes_of(bytes)));
  covered_ = covered;
  return {};
}

// Files of like size (within a factor of merge_fan_in), or one with many dead.
std::vector<SegmentState> Index::choose_merge() const {
  const std::vector<SegmentState> files = only_files(*snapshot());
  for (const SegmentState& state : files) {
    const bool rotten =
        state.overlay->dead_documents() > state.segment->documents() / kDeadShareMax;
    if (rotten) return {state};
  }
  for (uint64_t size = 1; size < uint64_t{1} << 32; size *= options_.merge_fan_in) {
    std::vector<SegmentState> alike;
    std::ranges::copy_if(files, std::back_inserter(alike), [&](const SegmentState& state) {
      return state.living() >= size && state.living() < size * options_.merge_fan_in;
    });
    if (alike.size() < options_.merge_fan_in) continue;
    // The oldest first keeps experience numbers ascending where they can be.
    alike.resize(options_.merge_fan_in);
    return alike;
  }
  return {};
}

Status Index::flush() {
  const std::scoped_lock lock(upkeep_);
  return freeze();
}

Status Index::merge_all() {
  const std::scoped_lock lock(upkeep_);
  FH_RETURN_IF_ERROR(freeze());
  const std::vector<SegmentState> files = only_files(*snapshot());
  const bool merged =
      files.empty() || (files.size() == 1 && files.front().overlay->dead_documents() == 0);
  return merged ? Status() : merge_files(files, covered_);
}

// A file at a time: whoever tells meanwhile waits for one of them at most.
Status Index::purge() {
  const auto files_now = [this] { return only_files(*snapshot()); };
  std::vector<std::shared_ptr<const Segment>> all;
  {
    const std::scoped_lock lock(upkeep_);
    FH_RETURN_IF_ERROR(freeze());
    for (const SegmentState& state : files_now()) all.push_back(state.segment);
  }
  for (const auto& segment : all) {
    const std::scoped_lock lock(upkeep_);
    const std::vector<SegmentState> files = files_now();
    const auto state = std::ranges::find(files, segment, &SegmentState::segment);
    // Merged meanwhile: its dead are gone.
    if (state == files.end() || state->overlay->dead_documents() == 0) continue;
    FH_RETURN_IF_ERROR(merge_files({*state}, covered_));
  }
  return options_.files->sync_directory(options_.directory);
}

Index::Wake Index::wait_for_work(const std::stop_token& stop) {
  constexpr auto kRetryAfter = std::chrono::seconds(5);
  constexpr auto kLookEvery = std::chrono::seconds(60);  // purges and flushes make files, too
  const auto head_full = [&] {
    return snapshot_->documents_in_memory >= options_.head_documents_max;
  };
  std::unique_lock lock(publish_);
  bool full = false;
  if (upkeep_failed_) {
    work_.wait_for(lock, stop, kRetryAfter, [] { return false; });
  } else {
    full = work_.wait_for(lock, stop, kLookEvery, head_full);
  }
  if (stop.stop_requested()) return Wake::kStop;
  if (upkeep_failed_) return Wake::kRetry;
  return full ? Wake::kHeadFull : Wake::kLook;
}

Status Index::upkeep(Wake wake, const std::stop_token& stop) {
  const std::scoped_lock lock(upkeep_);
  if (wake != Wake::kLook) FH_RETURN_IF_ERROR(freeze());
  for (auto inputs = choose_merge(); !inputs.empty() && !stop.stop_requested();
       inputs = choose_merge()) {
    FH_RETURN_IF_ERROR(merge_files(inputs, covered_));
  }
  return {};
}

void Index::run_upkeep(const std::stop_token& stop) {
  lower_thread_priority();
  while (true) {
    const Wake wake = wait_for_work(stop);
    if (wake == Wake::kStop) return;
    const bool done = upkeep(wake, stop).has_value();
    {
      const std::scoped_lock lock(publish_);
      upkeep_failed_ = !done;
    }
    room_.notify_all();
  }
}

}  // namespace fh::landscape
