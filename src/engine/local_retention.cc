#include "engine/local_retention.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <string_view>
#include <utility>

#include "base/limits.h"
#include "base/utf8.h"
#include "engine/rights.h"

namespace fh::engine {
namespace {

// How many are looked at in one go, and how many are erased in one transaction: others who
// write wait for the latter.
constexpr uint32_t kSlice = 4096;
constexpr size_t kErasedAtOnce = 512;
// In the record: the moment when a pass was done, in milliseconds since 1970.
constexpr std::string_view kPassNote = "retention_pass";

int64_t day_of(Instant at) {
  const int64_t day = at.ms / kMsPerDay;
  return at.ms % kMsPerDay < 0 ? day - 1 : day;
}

bool is_about(const record::RetentionRule& rule, const record::Aged& one) {
  return (rule.source.empty() || rule.source == one.source) &&
         (rule.kind.empty() || rule.kind == name_of(one.kind)) &&
         (rule.claimed == record::Claimed::kErase || !one.claimed);
}

Status check_source(const std::string& source) {
  if (source.size() <= limits::kNameBytesMax && !find_broken_utf8(source)) return {};
  return failure(
      ErrorCode::kInvalid,
      fmt::format("a source's name is UTF-8 and has at most {} bytes", limits::kNameBytesMax),
      "source");
}

Status check(const record::RetentionRule& rule) {
  FH_RETURN_IF_ERROR(check_source(rule.source));
  if (!rule.kind.empty() && !model::kind_named(rule.kind)) {
    return failure(ErrorCode::kInvalid, "there is no such kind of experience", "kind",
                   "It may be story, interaction, question, wish, expectation, workaround, thanks "
                   "or concern.");
  }
  if (rule.source.empty() && rule.kind.empty()) {
    return failure(ErrorCode::kInvalid, "it is not said whose experiences the timer is for",
                   "source", "Name a source, a kind, or both.");
  }
  if (rule.days >= 1 && rule.days <= kRetentionDaysMax) return {};
  return failure(ErrorCode::kInvalid,
                 fmt::format("experiences are kept for 1 to {} days", kRetentionDaysMax), "days");
}

std::string in_words(const record::RetentionRule& rule) {
  return fmt::format("source={} kind={} days={}{}", rule.source.empty() ? "any" : rule.source,
                     rule.kind.empty() ? "any" : rule.kind, rule.days,
                     rule.claimed == record::Claimed::kSpare ? " spares claimed" : "");
}

// Of one source, while they are counted.
struct Counting {
  DueOfSource due;
  std::vector<uint32_t> people;

  void add(const record::Aged& one) {
    if (due.experiences == 0) due.oldest = due.newest = one.told_at;
    due.oldest = std::min(due.oldest, one.told_at);
    due.newest = std::max(due.newest, one.told_at);
    ++due.experiences;
    if (one.person == 0) {
      ++due.without_person;
    } else {
      people.push_back(one.person);
    }
  }

  DueOfSource counted(const std::string& source) {
    std::ranges::sort(people);
    const auto repeated = std::ranges::unique(people);
    due.people = people.size() - repeated.size();
    due.source = source;
    return due;
  }
};

}  // namespace

bool is_due(const record::Aged& one, std::span<const record::RetentionRule> rules, Instant now) {
  const int64_t days = day_of(now) - day_of(one.told_at);
  return std::ranges::any_of(rules, [&](const record::RetentionRule& rule) {
    return days > int64_t{rule.days} && is_about(rule, one);
  });
}

Result<std::vector<record::RetentionRule>> LocalRetention::rules(const Caller& caller) {
  FH_RETURN_IF_ERROR(require_whole(caller, Right::kAdminister, "see the timers"));
  return record_.retention().rules();
}

Result<record::RetentionRule> LocalRetention::set(const Caller& caller,
                                                  const record::RetentionRule& rule) {
  FH_RETURN_IF_ERROR(require_whole(caller, Right::kAdminister, "set a timer"));
  FH_RETURN_IF_ERROR(check(rule));
  auto set = record_.retention().set(
      rule, kRetentionRulesMax,
      {.actor = caller.actor, .action = "set_retention", .detail = in_words(rule)});
  begin_anew();
  return set;
}

Status LocalRetention::remove(const Caller& caller, uint64_t number) {
  FH_RETURN_IF_ERROR(require_whole(caller, Right::kAdminister, "remove a timer"));
  if (number > INT64_MAX) return failure(ErrorCode::kNotFound, "there is no such timer");
  const Status removed =
      record_.retention().remove(number, {.actor = caller.actor,
                                          .action = "remove_retention",
                                          .detail = fmt::format("timer {}", number)});
  begin_anew();
  return removed;
}

Result<DueReport> LocalRetention::due(const Caller& caller) {
  FH_ASSIGN_OR_RETURN(const Rules all, rules(caller));
  return due_by_all(all);
}

Result<DueReport> LocalRetention::due_by(const Caller& caller, const record::RetentionRule& rule) {
  FH_RETURN_IF_ERROR(require_whole(caller, Right::kAdminister, "try out a timer"));
  FH_RETURN_IF_ERROR(check(rule));
  return due_by_all({rule});
}

Result<DueReport> LocalRetention::due_by_all(const Rules& rules) {
  DueReport report;
  std::map<std::string, Counting> by_source;
  const Instant now = clock_.now();
  for (uint64_t after = 0; !rules.empty();) {
    FH_ASSIGN_OR_RETURN(const std::vector<record::Aged> slice,
                        record_.retention().aged_after(after, kSlice));
    for (const record::Aged& one : slice) {
      if (is_due(one, rules, now)) by_source[one.source].add(one);
    }
    if (slice.size() < kSlice) break;
    after = slice.back().number;
  }
  for (auto& [source, counting] : by_source) {
    report.sources.push_back(counting.counted(source));
    report.experiences += report.sources.back().experiences;
    report.people += report.sources.back().people;
  }
  return report;
}

Result<Swept> LocalRetention::run(const Caller& caller, uint64_t after) {
  FH_ASSIGN_OR_RETURN(const Rules all, rules(caller));
  if (after > INT64_MAX) return failure(ErrorCode::kInvalid, "there is nothing so far on", "after");
  Swept swept;
  if (all.empty()) return swept;
  // Some slices, so that whoever asks is answered within about a second.
  constexpr int kSlices = 16;
  constexpr uint64_t kErasedMax = 4096;
  swept.next = after;
  for (int i = 0; i < kSlices && swept.erased < kErasedMax; ++i) {
    FH_ASSIGN_OR_RETURN(const Swept slice, sweep(caller.actor, all, swept.next));
    swept.erased += slice.erased;
    swept.people += slice.people;
    swept.next = slice.next;
    if (swept.next == 0) break;
  }
  return swept;
}

Result<std::vector<record::KeptReceipt>> LocalRetention::receipts(const Caller& caller,
                                                                  uint32_t limit, uint64_t offset) {
  const Right needed = caller.rights.has(Right::kErase) ? Right::kErase : Right::kAdminister;
  FH_RETURN_IF_ERROR(require_whole(caller, needed, "see what was erased"));
  return record_.receipts(limit, offset);
}

// What is due is found beside those who write, and looked at once more in their turn: it may
// have been claimed or amended meanwhile.
Result<Swept> LocalRetention::sweep(const std::string& actor, const Rules& rules, uint64_t after) {
  FH_ASSIGN_OR_RETURN(const std::vector<record::Aged> slice,
                      record_.retention().aged_after(after, kSlice));
  const Instant now = clock_.now();
  std::vector<uint64_t> found;
  for (const record::Aged& one : slice) {
    if (is_due(one, rules, now)) found.push_back(one.number);
  }
  Swept swept;
  for (size_t at = 0; at < found.size(); at += kErasedAtOnce) {
    const size_t count = std::min(kErasedAtOnce, found.size() - at);
    FH_RETURN_IF_ERROR(erase(actor, rules, std::span(found).subspan(at, count), swept));
  }
  if (slice.size() == kSlice) swept.next = slice.back().number;
  return swept;
}

Status LocalRetention::erase(const std::string& actor, const Rules& rules,
                             std::span<const uint64_t> numbers, Swept& swept) {
  const Instant now = clock_.now();
  const auto still_due = [&](record::Record& record) -> Result<Erasing::Numbers> {
    FH_ASSIGN_OR_RETURN(const std::vector<record::Aged> there, record.retention().aged(numbers));
    Erasing::Numbers due;
    for (const record::Aged& one : there) {
      if (is_due(one, rules, now)) due.push_back(one.number);
    }
    return due;
  };
  const Result<ErasureReceipt> receipt =
      erasing_.erase(still_due, {.actor = actor, .why = "retention"});
  if (receipt) {
    swept.erased += receipt->erased.size();
    swept.people += receipt->people;
    return {};
  }
  // Others were quicker: there is nothing left of these.
  if (receipt.error().code == ErrorCode::kNotFound) return {};
  return std::unexpected(receipt.error());
}

Result<std::optional<Instant>> LocalRetention::last_pass(const Caller& caller) {
  FH_RETURN_IF_ERROR(require_whole(caller, Right::kAdminister, "see when timers last ran"));
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> text, record_.note(kPassNote));
  if (!text) return std::nullopt;
  Instant at;
  const auto [end, code] = std::from_chars(text->data(), text->data() + text->size(), at.ms);
  if (code == std::errc() && end == text->data() + text->size()) return at;
  return failure(ErrorCode::kCorrupt, "when timers last ran cannot be read");
}

void LocalRetention::begin_anew() {
  const std::scoped_lock lock(pass_);
  passed_day_ = INT64_MIN;
  day_ = INT64_MIN;
  next_ = 0;
}

Result<Swept> LocalRetention::upkeep() {
  const std::scoped_lock lock(pass_);
  const int64_t today = day_of(clock_.now());
  if (passed_day_ == today) return Swept{};
  if (day_ != today) next_ = 0;
  day_ = today;
  FH_ASSIGN_OR_RETURN(const Rules all, record_.retention().rules());
  Swept swept;
  if (!all.empty()) {
    FH_ASSIGN_OR_RETURN(swept, sweep("retention", all, next_));
  }
  next_ = swept.next;
  if (next_ != 0) return swept;
  passed_day_ = today;
  if (!all.empty()) {
    FH_RETURN_IF_ERROR(record_.set_note(kPassNote, fmt::format("{}", clock_.now().ms)));
  }
  return swept;
}

}  // namespace fh::engine
