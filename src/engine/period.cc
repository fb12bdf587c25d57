#include "engine/period.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "base/time.h"
#include "model/columns.h"

namespace fh::engine {
namespace {

using landscape::AllNode;
using landscape::AndNode;
using landscape::ColumnNode;
using landscape::Node;
using landscape::TimeIn;

constexpr int64_t kMsPerMinute = 60 * kMsPerSecond;

int64_t start_of_next_month(CivilDate date) {
  date =
      date.month == 12 ? CivilDate{date.year + 1, 1, 1} : CivilDate{date.year, date.month + 1, 1};
  return days_from_civil(date) * kMsPerDay;
}

// How the clock part of a time was written: "10:15", "10:15:30", "10:15:30.5".
int64_t width_of_clock(std::string_view clock) {
  const size_t zone = clock.find_first_of("Zz+-");
  clock = clock.substr(0, zone);
  if (clock.find_first_of(".,") != std::string_view::npos) return 1;
  return std::ranges::count(clock, ':') >= 2 ? kMsPerSecond : kMsPerMinute;
}

int64_t end_of(std::string_view text, Instant first) {
  constexpr size_t kYear = 4;
  constexpr size_t kMonth = 7;
  constexpr size_t kDay = 10;
  const CivilDate date = date_of(first);
  switch (text.size()) {
    case kYear:
      return days_from_civil({date.year + 1, 1, 1}) * kMsPerDay;
    case kMonth:
      return start_of_next_month(date);
    case kDay:
      return first.ms + kMsPerDay;
    default:
      return first.ms + width_of_clock(text.substr(std::min(text.size(), kDay + 1)));
  }
}

Result<TimeIn> period_named(std::string_view field, const std::string& text) {
  Result<TimeIn> period = period_of(text);
  if (!period) period.error().field = field;
  return period;
}

}  // namespace

Result<TimeIn> period_of(std::string_view text) {
  FH_ASSIGN_OR_RETURN(const Instant first, parse_time(text));
  return TimeIn{.first_ms = first.ms, .end_ms = end_of(text, first)};
}

Result<Node> within(Node node, const std::optional<std::string>& from,
                    const std::optional<std::string>& to) {
  if (!from && !to) return node;
  TimeIn lived{.first_ms = std::numeric_limits<int64_t>::min(),
               .end_ms = std::numeric_limits<int64_t>::max()};
  if (from) {
    FH_ASSIGN_OR_RETURN(const TimeIn period, period_named("from", *from));
    lived.first_ms = period.first_ms;
  }
  if (to) {
    FH_ASSIGN_OR_RETURN(const TimeIn period, period_named("to", *to));
    lived.end_ms = period.end_ms;
  }
  if (lived.first_ms >= lived.end_ms) {
    return failure(ErrorCode::kInvalid, "from lies after to", "from", "Swap the two");
  }
  Node condition{.is = ColumnNode{.column = "lived_at", .any_of = {lived}}};
  if (std::holds_alternative<AllNode>(node.is)) return condition;
  AndNode both;
  both.children.push_back(std::move(node));
  both.children.push_back(std::move(condition));
  return Node{.is = std::move(both)};
}

}  // namespace fh::engine
