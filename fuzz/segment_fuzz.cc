// Reads any bytes as a segment and asks it everything a search asks: it may be refused,
// and its answers may be nonsense, but nothing outside it is touched.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/hash.h"
#include "landscape/search.h"
#include "landscape/segment.h"
#include "landscape/segment_builder.h"

namespace {

using namespace fh;
using namespace fh::landscape;

std::string small_segment() {
  std::vector<Change> changes;
  for (uint64_t number = 1; number <= 40; ++number) {
    Document document{.person = static_cast<uint32_t>(number % 7),
                      .text = "the late train was late again, stop " + std::to_string(number % 5),
                      .lang = number % 3 == 0 ? "de" : "en",
                      .lived_ms = static_cast<int64_t>(number) * 86'400'000,
                      .told_ms = 0,
                      .expected = static_cast<int32_t>(number * 10),
                      .felt = static_cast<int32_t>(number * 20),
                      .columns = {}};
    document.columns.push_back({"line", "Line", std::string("S") + std::to_string(number % 4)});
    if (number % 2 == 0) document.columns.push_back({"line", "Line", std::string("Night")});
    document.columns.push_back({"wait", "Wait", static_cast<double>(number) / 3});
    document.columns.push_back({"due", "Due", Instant{static_cast<int64_t>(number) * 1000}});
    changes.push_back({.sequence = number, .number = number, .document = std::move(document)});
  }
  std::vector<const Change*> documents;
  for (const Change& change : changes) documents.push_back(&change);
  text::Analyser analyser;
  SegmentFileWriter out;
  build_segment(documents, analyser, out);
  static_cast<void>(out.finish());
  return out.take();
}

// Inputs are edits of a good segment: where (u16), what (u8). The table's checksum is made
// good again, since damage it would notice goes no further.
std::string edited(const uint8_t* data, size_t size) {
  static const std::string kGood = small_segment();
  std::string bytes = kGood;
  for (size_t i = 0; i + 3 <= size; i += 3) {
    const size_t at = (data[i] | size_t{data[i + 1]} << 8) % bytes.size();
    bytes[at] = static_cast<char>(data[i + 2]);
  }
  constexpr size_t kFooter = 32;
  const auto table = load<uint64_t>(bytes_of(bytes).data() + bytes.size() - kFooter);
  if (table < bytes.size() - kFooter) {
    const auto span = bytes_of(bytes).subspan(table, bytes.size() - kFooter - table);
    const uint64_t sum = checksum(span);
    std::memcpy(bytes.data() + bytes.size() - 16, &sum, sizeof(sum));
  }
  return bytes;
}

void ask(const Snapshot& snapshot, std::string_view text) {
  Result<Node> query = parse_query(text, Match::kAny);
  if (!query) return;
  Request request;
  request.query = std::move(*query);
  request.facets = {{.column = "line", .detailed = true}, {.column = "wait"}, {.column = "due"}};
  request.histogram = HistogramStep::kAuto;
  request.ratings = true;
  request.people = true;
  request.telling_words = 5;
  for (const Tuning& tuning : {Tuning{}, Tuning{.few_share = 1, .totals_from = 1}}) {
    static_cast<void>(search(snapshot, request, Bm25{}, tuning));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Result<SegmentFile> file = SegmentFile::open(edited(data, size));
  if (!file) return 0;
  static_cast<void>(file->verify());
  auto segment = Segment::open(std::move(*file), "fuzzed");
  if (!segment) return 0;
  auto overlay = std::make_shared<Overlay>();
  if ((*segment)->documents() > 3) overlay->kill(**segment, 3);
  const std::vector<SegmentState> states = {{.segment = *segment, .overlay = overlay}};
  const Snapshot snapshot = make_snapshot(states, 40);
  for (const char* text : {"late", "\"late again\"", "tra* stopp~2", "line:s1 -wait:<3", "due:*"}) {
    ask(snapshot, text);
  }
  SegmentFileWriter merged;
  merge_segments(states, merged);
  static_cast<void>(merged.finish());
  return 0;
}
