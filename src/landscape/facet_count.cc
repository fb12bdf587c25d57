#include "landscape/facet_count.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "landscape/column_codes.h"
#include "landscape/people_count.h"
#include "landscape/ratings_count.h"
#include "model/columns.h"

namespace fh::landscape {
namespace {

constexpr uint64_t kCountedCodesMax = 65'536;

template <typename Run>
void count_codes(const Run& run, std::span<const uint32_t> documents,
                 std::vector<uint32_t>& counts) {
  uint32_t* const by_code = counts.data();
  for (const uint32_t document : documents) {
    const uint64_t code = run[document];
    if (kIsByteRun<Run> || code < counts.size()) ++by_code[code];
  }
}

void count_codes(const SameCode& run, std::span<const uint32_t> documents,
                 std::vector<uint32_t>& counts) {
  if (run.code < counts.size()) counts[run.code] += static_cast<uint32_t>(documents.size());
}

// How codes of one segment's part lead to the values that are returned.
class SlotsOfPart {
 public:
  SlotsOfPart(const ColumnPart& part, const std::unordered_map<std::string, size_t>& slots)
      : part_(part), slots_(slots) {}

  std::optional<size_t> find(uint64_t code) {
    const auto [known, fresh] = by_code_.try_emplace(code);
    if (fresh) {
      const auto slot = slots_.find(name_of_code(part_, code));
      if (slot != slots_.end()) known->second = slot->second;
    }
    return known->second;
  }
  const ColumnPart& part() const { return part_; }

 private:
  const ColumnPart& part_;
  const std::unordered_map<std::string, size_t>& slots_;
  std::unordered_map<uint64_t, std::optional<size_t>> by_code_;
};

}  // namespace

FacetCount::FacetCount(const FacetRequest& request)
    : request_(request), column_(model::column_key(request.column)) {}

FacetCount::PartCount FacetCount::part_count(const ColumnPart& part) {
  PartCount count{.part = &part, .by_code = {}, .by_number = {}};
  if (part.type == PartType::kKeyword) {
    // A byte cannot pass its end, whatever the file holds: no code need be checked then.
    constexpr size_t kByteCodes = 256;
    const size_t codes = size_t{part.keywords.values().size()} + 1;
    count.by_code.assign(std::max(codes, kByteCodes), 0);
  } else if (part.numbers.code_max() < kCountedCodesMax && part.numbers.codes().width_max() <= 16) {
    // Codes of a damaged file may pass their maximum, but never their width.
    count.by_code.assign(kCountedCodesMax, 0);
  }
  return count;
}

void FacetCount::begin_segment(const Segment& segment) {
  parts_.clear();
  for (const ColumnPart& part : segment.parts_of(column_)) parts_.push_back(part_count(part));
}

bool FacetCount::has_totals(const SegmentState&) const {
  return parts_.empty() || (parts_.size() == 1 && !parts_.front().by_code.empty());
}

void FacetCount::add_living(const SegmentState& state) {
  const Segment& segment = *state.segment;
  documents_ += segment.documents() - state.overlay->dead_documents();
  if (parts_.empty()) return;
  PartCount& count = parts_.front();
  const ColumnPart& part = *count.part;
  const auto key = static_cast<uint32_t>(count.part - segment.parts().data());
  count.by_code = segment.totals().find(key, [&] {
    PartCount all = part_count(part);
    segment.for_each_run([&](std::span<const uint32_t> documents) { count_part(all, documents); });
    return std::move(all.by_code);
  });
  with_value_ += part.with_value;
  state.overlay->dead().for_each([&](uint32_t document) {
    bool has = false;
    for_each_code(part, document, [&](uint64_t code) {
      has = true;
      --count.by_code[code];
    });
    with_value_ -= has ? 1 : 0;
  });
}

void FacetCount::add(const FacetCount& other) {
  for (const auto& [value, experiences] : other.values_) values_[value] += experiences;
  with_value_ += other.with_value_;
  documents_ += other.documents_;
}

uint64_t FacetCount::count_part(PartCount& count, std::span<const uint32_t> documents) {
  const ColumnPart& part = *count.part;
  if (part.type == PartType::kKeyword && part.keywords.is_single()) {
    // Place 0 takes those without a value, so that the loop has no branch on it.
    const uint32_t without = count.by_code[0];
    part.keywords.codes().with_codes(
        documents, [&](const auto& run) { count_codes(run, documents, count.by_code); });
    return documents.size() - (count.by_code[0] - without);
  }
  uint64_t with_value = 0;
  for (const uint32_t document : documents) {
    bool has = false;
    for_each_code(part, document, [&](uint64_t code) {
      has = true;
      ++(count.by_code.empty() ? count.by_number[code] : count.by_code[code]);
    });
    with_value += has ? 1 : 0;
  }
  return with_value;
}

void FacetCount::add(std::span<const uint32_t> documents) {
  documents_ += documents.size();
  uint64_t with_value = 0;
  for (PartCount& count : parts_) with_value = count_part(count, documents);
  if (parts_.size() > 1) {
    with_value = static_cast<uint64_t>(std::ranges::count_if(documents, [&](uint32_t document) {
      return std::ranges::any_of(parts_,
                                 [&](const PartCount& count) { return count.part->has(document); });
    }));
  }
  with_value_ += with_value;
}

void FacetCount::end_segment() {
  for (const PartCount& count : parts_) {
    for (uint64_t code = 1; code < count.by_code.size(); ++code) {
      if (count.by_code[code] == 0) continue;
      values_[name_of_code(*count.part, code)] += count.by_code[code];
    }
    for (const auto& [code, documents] : count.by_number) {
      values_[name_of_code(*count.part, code)] += documents;
    }
  }
}

std::vector<FacetValue> FacetCount::values(Added apart) const {
  std::vector<FacetValue> values;
  const PeopleFacet* const people = apart.figures ? &apart.figures->facet(apart.facet) : nullptr;
  const auto weigh = [&](const PeopleFacet::Value& value) {
    const std::string_view column = column_;
    return apart.figures->weigh({&column, 1}, value.people);
  };
  for (const auto& [name, experiences] : values_) {
    FacetValue& value = values.emplace_back();
    value.value = name;
    const auto known = people ? people->values.find(name) : decltype(people->values.end()){};
    if (people && known != people->values.end()) value.apart = weigh(known->second);
    value.experiences = experiences + value.apart;
  }
  if (!people) return values;
  for (const auto& [name, value] : people->values) {
    const uint64_t weight = values_.contains(name) ? 0 : weigh(value);
    if (weight == 0) continue;
    FacetValue& added = values.emplace_back();
    added.value = name;
    added.experiences = added.apart = weight;
  }
  return values;
}

Facet FacetCount::finish(const Snapshot& snapshot, const Matches& matches, Added apart) const {
  Facet facet{.column = column_,
              .values = values(apart),
              .distinct = 0,
              .with_value = with_value_,
              .without_value = documents_ - with_value_};
  facet.distinct = facet.values.size();
  if (apart.figures) {
    const PeopleFacet& people = apart.figures->facet(apart.facet);
    const std::string_view column = column_;
    facet.with_value += apart.figures->weigh({&column, 1}, people.with_value);
    facet.without_value += apart.figures->weigh({&column, 1}, people.without_value);
  }
  const auto more = [](const FacetValue& a, const FacetValue& b) {
    return a.experiences != b.experiences ? a.experiences > b.experiences : a.value < b.value;
  };
  const size_t kept = std::min<size_t>(request_.limit, facet.values.size());
  std::partial_sort(facet.values.begin(), facet.values.begin() + static_cast<ptrdiff_t>(kept),
                    facet.values.end(), more);
  facet.values.resize(kept);
  if (request_.detailed) add_details(details_of(snapshot, matches, facet), apart, facet);
  return facet;
}

FacetCount::Details FacetCount::details_of(const Snapshot& snapshot, const Matches& matches,
                                           const Facet& facet) const {
  std::unordered_map<std::string, size_t> slots;
  for (size_t slot = 0; slot < facet.values.size(); ++slot) {
    slots.emplace(facet.values[slot].value, slot);
  }
  Details details;
  details.people.resize(facet.values.size());
  details.ratings.resize(facet.values.size());
  for (size_t index = 0; index < snapshot.segments.size(); ++index) {
    const Segment& segment = *snapshot.segments[index].segment;
    std::vector<SlotsOfPart> parts;
    for (const ColumnPart& part : segment.parts_of(column_)) parts.emplace_back(part, slots);
    if (parts.empty()) continue;
    matches.segments[index].for_each_run([&](std::span<const uint32_t> documents) {
      for (SlotsOfPart& part : parts) {
        for (const uint32_t document : documents) {
          for_each_code(part.part(), document, [&](uint64_t code) {
            const std::optional<size_t> slot = part.find(code);
            if (!slot) return;
            details.people[*slot].add(segment.persons(), std::span(&document, 1));
            details.ratings[*slot].add(segment, std::span(&document, 1));
          });
        }
      }
    });
    for (RatingsCount& rating : details.ratings) rating.end_segment(segment);
  }
  return details;
}

void FacetCount::add_details(const Details& details, Added apart, Facet& facet) {
  for (size_t slot = 0; slot < facet.values.size(); ++slot) {
    FacetValue& value = facet.values[slot];
    value.people = details.people[slot].people() + value.apart;
    if (!apart.figures) {
      value.ratings = details.ratings[slot].finish();
      continue;
    }
    const PeopleFacet& people = apart.figures->facet(apart.facet);
    const auto known = people.values.find(value.value);
    value.ratings = details.ratings[slot].finish(
        known == people.values.end() ? AddedRatings{}
                                     : apart.figures->ratings_of(people, known->second));
  }
}

}  // namespace fh::landscape
