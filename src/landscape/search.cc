#include "landscape/search.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "landscape/counting.h"
#include "landscape/matching.h"
#include "landscape/telling.h"
#include "landscape/telling_words.h"

namespace fh::landscape {
namespace {

Status check_limit(std::string field, uint64_t value, uint64_t limit) {
  if (value <= limit) return {};
  return failure(ErrorCode::kTooLarge, fmt::format("{} is beyond the limit of {}", value, limit),
                 std::move(field));
}

Status check(const Request& request) {
  FH_RETURN_IF_ERROR(check_limit("limit", request.limit, limits::kHitsMax));
  FH_RETURN_IF_ERROR(check_limit("offset", request.offset, limits::kOffsetMax));
  FH_RETURN_IF_ERROR(check_limit("facets", request.facets.size(), limits::kFacetsMax));
  for (const FacetRequest& facet : request.facets) {
    FH_RETURN_IF_ERROR(check_limit("facet_limit", facet.limit, limits::kFacetValuesMax));
  }
  return check_limit("telling_words", request.telling_words, limits::kTellingWordsMax);
}

}  // namespace

Result<Answer> search(const Snapshot& snapshot, const Request& request, const Bm25& settings,
                      const Tuning& tuning) {
  FH_RETURN_IF_ERROR(check(request));
  const PreparedQuery query(request.query, snapshot, settings);
  Matching matching(query, request, tuning);
  matching.run();
  const Matches& matches = matching.matches();
  Answer answer;
  answer.total = matches.total;
  answer.readable = matching.readable();
  answer.as_of = snapshot.as_of;
  answer.landscape = snapshot.granted[std::to_underlying(request.figures_for)];
  answer.hits = matching.hits();
  Counting counting(request, tuning);
  counting.run(snapshot, matches, tuning.threads_for(matches.total, tuning.thread_matches_min));
  counting.finish(snapshot, matches, answer);
  if (request.telling_words > 0) {
    const uint64_t sample = std::min(matches.total, kTellingMatchesMax);
    const size_t threads = tuning.threads_for(sample, tuning.thread_sample_min);
    TellingAnswer telling = find_telling_words(query, matches, request.telling_words, threads);
    answer.telling_words = std::move(telling.words);
    answer.telling_sample = telling.sample;
  }
  return answer;
}

}  // namespace fh::landscape
