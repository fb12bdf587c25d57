#include "landscape/search.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "landscape/apart_telling.h"
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

// The others' where any of them matches, else those of whoever is told apart.
TellingAnswer telling_of(const PreparedQuery& query, const Matching& matching,
                         const Tuning& tuning) {
  const Request& request = matching.request();
  const Matches& matches = matching.matches();
  std::shared_ptr<const ApartWords> apart;
  if (matching.filter().any()) apart = words_of(query.snapshot(), matching.filter());
  if (matches.total == 0 && matching.apart()) {
    return find_apart_words(query, request, *matching.apart(), *apart);
  }
  const uint64_t sample = std::min(matches.total, kTellingMatchesMax);
  const size_t threads = tuning.threads_for(sample, tuning.thread_sample_min);
  return find_telling_words(
      query, matches, {.limit = request.telling_words, .threads = threads, .apart = apart.get()});
}

// After the figures of the others alone.
void add_apart(const Matching& matching, const PeopleFigures& figures, Answer& answer) {
  const Request& request = matching.request();
  answer.apart = {.total = figures.total(),
                  .landscape = request.apart->weigh({}, matching.filter().whole().people),
                  .hits = matching.shows_apart()};
  answer.total += answer.apart->total;
  answer.landscape += answer.apart->landscape;
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
  if (matching.filter().any()) answer.landscape -= matching.filter().whole().experiences;
  std::optional<PeopleFigures> apart;
  if (const PeopleRows* const rows = matching.apart()) {
    apart.emplace(snapshot, request);
    apart->run(*rows, tuning.threads_for(rows->size(), tuning.thread_matches_min));
    add_apart(matching, *apart, answer);
  }
  Counting counting(request, tuning);
  counting.run(snapshot, matches, tuning.threads_for(matches.total, tuning.thread_matches_min));
  counting.finish(snapshot, matches, apart ? &*apart : nullptr, answer);
  if (request.telling_words > 0 && request.figures_for == Purpose::kCount) {
    TellingAnswer telling = telling_of(query, matching, tuning);
    answer.telling_words = std::move(telling.words);
    answer.telling_sample = telling.sample;
  }
  return answer;
}

}  // namespace fh::landscape
