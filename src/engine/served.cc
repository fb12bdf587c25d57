#include "engine/served.h"

#include <algorithm>
#include <utility>

#include "engine/asked.h"
#include "engine/rights.h"

namespace fh::engine {
namespace {

using record::FiguresAsked;
using Granted = record::FiguresBook::Granted;

constexpr int64_t kMsADay = 86'400'000;

// Whether it was there at that change, and granted for that.
bool was_granted(const std::vector<Granted>& steps, uint64_t as_of, model::Purpose purpose) {
  bool granted = false;
  for (const Granted& step : steps) {
    if (step.since > as_of) break;
    granted = step.grants.has(purpose);
  }
  return granted;
}

}  // namespace

Result<Served::Mine> Served::mine(uint32_t person) {
  Mine mine;
  constexpr uint32_t kPage = 1000;
  for (;;) {
    FH_ASSIGN_OR_RETURN(const std::vector<model::Experience> page,
                        parts_.record.of_person_number(person, kPage, mine.numbers.size()));
    for (const model::Experience& one : page) {
      mine.numbers.push_back(one.number);
      FH_ASSIGN_OR_RETURN(std::vector<Granted> steps,
                          parts_.record.figures_asked().granted(one.number));
      mine.granted.push_back(std::move(steps));
    }
    if (page.size() < kPage) return mine;
  }
}

Result<std::vector<bool>> Served::matches(const record::FiguresQuestion& question, const Mine& mine,
                                          const landscape::Landscape& landscape) {
  FH_ASSIGN_OR_RETURN(landscape::Node query, query_of(question));
  const Caller asker = {.kind = CallerKind::kMember, .actor = {}, .scope = question.scope};
  FH_ASSIGN_OR_RETURN(query, parts_.scopes.within(asker, std::move(query)));
  return landscape.among(query, mine.numbers).match;
}

Result<std::vector<ServedFigure>> Served::figures(const Caller& teller) {
  FH_RETURN_IF_ERROR(require_teller(teller));
  const Instant now = parts_.clock.now();
  parts_.notes.write(now);  // a question of a moment ago is shown, too
  const Instant since = {.ms = now.ms - record::kFiguresKeptDays * kMsADay};
  FH_ASSIGN_OR_RETURN(const std::vector<FiguresAsked> newest,
                      parts_.record.figures_asked().newest(kServedQuestionsMax, since));
  FH_ASSIGN_OR_RETURN(const Mine mine, this->mine(teller.person));
  FH_ASSIGN_OR_RETURN(const std::shared_ptr<landscape::Landscape> landscape,
                      parts_.index.landscape());
  std::vector<ServedFigure> served;
  for (const auto& [question, asked] : newest) {
    // One that cannot be read any more (a scope, a word of a later program) is passed over.
    const Result<std::vector<bool>> match = matches(question, mine, *landscape);
    if (!match) continue;
    ServedFigure figure{.question = question};
    std::vector<bool> counted(mine.numbers.size(), false);
    for (const FiguresAsked::Times& note : asked) {
      bool any = false;
      for (size_t i = 0; i < mine.numbers.size(); ++i) {
        if (!(*match)[i] || !was_granted(mine.granted[i], note.as_of, question.purpose)) continue;
        any = counted[i] = true;
      }
      if (!any) continue;
      figure.times += note.times;
      figure.last = std::max(figure.last, note.last);
    }
    figure.experiences = static_cast<uint64_t>(std::ranges::count(counted, true));
    if (figure.times > 0) served.push_back(std::move(figure));
  }
  return served;
}

}  // namespace fh::engine
