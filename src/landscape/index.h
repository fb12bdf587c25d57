// landscape/index.h: the landscape over segments: the one writer, and the upkeep.
//
// Every batch of changes becomes segments in memory at once; small ones are merged as
// they come, all are frozen into a file when they pass head_documents_max, and files of
// like size are merged. Three locks, always taken in this order:
//   upkeep_    one freeze or merge at a time
//   writer_    changes to the list of segments
//   publish_   the pointer to the current snapshot (held for a copy of it)
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "landscape/landscape.h"
#include "landscape/manifest.h"
#include "landscape/snapshot.h"
#include "text/analyse.h"

namespace fh::landscape {

class Index final : public Landscape {
 public:
  explicit Index(LandscapeOptions options);
  ~Index() override;

  // Before anything else.
  Status load();

  uint64_t covered() const override { return covered_.load(); }
  uint64_t as_of() const override { return snapshot()->as_of; }
  Status apply(std::span<const Change> changes) override;
  Result<Answer> search(const Request& request) const override;
  Among among(const Node& query, std::span<const uint64_t> numbers) const override;
  std::vector<ColumnInfo> columns() const override;
  LandscapeCounts counts() const override;
  Status flush() override;
  Status merge_all() override;
  Status purge() override;
  Result<std::vector<std::string>> verify() const override;

 private:
  using Documents = std::vector<const Change*>;

  std::shared_ptr<const Snapshot> snapshot() const;
  void publish(std::vector<SegmentState> segments, uint64_t as_of);
  std::string path_of(const std::string& name) const { return options_.directory + "/" + name; }

  // Loading.
  Status load_segments(const Manifest& manifest);
  void set_aside();
  void remove_strangers(const Manifest& manifest);

  // The writer.
  Status check_columns(std::span<const Change> changes);
  void kill(std::vector<SegmentState>& segments, std::span<const Change> changes);
  static void set_grants(std::vector<SegmentState>& segments,
                         std::span<const Change* const> changes);
  std::vector<SegmentState> build(const Documents& documents);
  void merge_small(std::vector<SegmentState>& segments);
  void wait_for_room();

  // Upkeep; each holds upkeep_.
  Status freeze();
  Status freeze(const std::vector<SegmentState>& inputs, uint64_t as_of);
  Status merge_files(const std::vector<SegmentState>& inputs, uint64_t covered);
  // `overlay` holds what the merged segment itself says.
  Status swap_in(const std::vector<SegmentState>& inputs, std::shared_ptr<const Segment> merged,
                 std::shared_ptr<Overlay> overlay);
  static void catch_up(const SegmentState& state, const Overlay& read, const Segment& merged,
                       Overlay& overlay);
  Status write_manifest(uint64_t covered);
  std::vector<SegmentState> choose_merge() const;
  // What the upkeep wakes for.
  enum class Wake : uint8_t { kStop, kHeadFull, kLook, kRetry };
  Wake wait_for_work(const std::stop_token& stop);
  Status upkeep(Wake wake, const std::stop_token& stop);
  void run_upkeep(const std::stop_token& stop);

  const LandscapeOptions options_;
  std::mutex upkeep_;
  std::mutex writer_;
  mutable std::mutex publish_;
  std::shared_ptr<const Snapshot> snapshot_;
  const std::shared_ptr<ApartPieces> apart_ = std::make_shared<ApartPieces>();

  std::vector<text::Analyser> analysers_;             // one a core; writer_
  std::set<std::string, std::less<>> columns_known_;  // writer_
  // Segments in memory that a freeze is writing to a file: the writer leaves them alone.
  std::vector<std::shared_ptr<const Segment>> freezing_;  // writer_
  uint64_t number_max_ = 0;                               // writer_
  std::atomic<uint64_t> covered_ = 0;
  mutable std::atomic<size_t> searching_ = 0;  // searches under way
  uint64_t next_file_ = 1;                     // upkeep_

  std::condition_variable_any work_;  // with publish_: upkeep may have something to do
  std::condition_variable_any room_;  // with publish_: upkeep has made room, or failed
  bool upkeep_failed_ = false;        // publish_
  std::jthread upkeep_thread_;        // last: it uses all of the above
};

}  // namespace fh::landscape
