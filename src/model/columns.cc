#include "model/columns.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace fh::model {
namespace {

// Sorted, for is_own_column().
constexpr std::array<std::string_view, 18> kOwnColumns = {
    "channel", "expected", "felt",     "function",     "gap",        "industry",
    "kind",    "lang",     "lived_at", "organisation", "party",      "product",
    "service", "source",   "stage",    "told_at",      "touchpoint", "unit"};
static_assert(std::ranges::is_sorted(kOwnColumns));

void add_own(std::vector<ColumnEntry>& out, std::string_view column, ColumnValue value) {
  out.push_back({std::string(column), std::string(column), std::move(value)});
}

void add_own_text(std::vector<ColumnEntry>& out, std::string_view column, std::string_view text) {
  if (!text.empty()) add_own(out, column, std::string(text));
}

// Writes one signifier's value as entries; called with each type a value may have.
struct SignifierWriter {
  std::vector<ColumnEntry>& out;
  const std::string& name;
  const std::string& column;

  void add(ColumnValue value) const { out.push_back({column, name, std::move(value)}); }

  void operator()(const std::string& keyword) const { add(keyword); }
  void operator()(const std::vector<std::string>& keywords) const {
    for (const std::string& keyword : keywords) add(keyword);
  }
  void operator()(double number) const { add(number); }
  void operator()(bool truth) const { add(std::string(truth ? "yes" : "no")); }
  void operator()(Instant instant) const { add(instant); }
  void operator()(const PoleScale& scale) const { add(scale.place); }
  void operator()(const ShareOfThree& share) const {
    for (const auto& [part, value] : share.parts) {
      out.push_back({column + "." + column_key(part), name + ": " + part, value});
    }
  }
};

void add_ratings(std::vector<ColumnEntry>& out, const Experience& experience) {
  if (experience.expected) add_own(out, "expected", experience.expected->value());
  if (experience.felt) add_own(out, "felt", experience.felt->value());
  if (!experience.expected || !experience.felt) return;
  const int32_t gap = experience.felt->hundredths - experience.expected->hundredths;
  add_own(out, "gap", static_cast<double>(gap) / 100);
}

}  // namespace

std::string column_key(std::string_view name) {
  std::string key;
  key.reserve(name.size());
  bool gap = false;
  for (const char c : name) {
    const bool kept = is_ascii_letter(c) || is_ascii_digit(c) || c == '.' || (c & 0x80) != 0;
    if (!kept) {
      gap = true;
      continue;
    }
    if (gap && !key.empty()) key += '_';
    gap = false;
    key += ascii_lower(c);
  }
  return key;
}

bool is_own_column(std::string_view key) {
  return std::ranges::binary_search(kOwnColumns, key);
}

void add_signifier_columns(const Signifier& signifier, std::vector<ColumnEntry>& out) {
  std::string column = column_key(signifier.name);
  if (is_own_column(column)) column.insert(0, "signifier.");
  std::visit(SignifierWriter{out, signifier.name, column}, signifier.value);
}

std::vector<ColumnEntry> columns_of(const Experience& experience) {
  std::vector<ColumnEntry> out;
  constexpr size_t kOwnUsually = 9;  // of the twenty there can be
  out.reserve(kOwnUsually + experience.subjects.size() + experience.signifiers.size());
  add_own_text(out, "source", experience.source);
  add_own_text(out, "kind", name_of(experience.kind));
  add_own_text(out, "party", name_of(experience.party));
  add_own_text(out, "function", name_of(experience.function));
  for (const Subject& subject : experience.subjects) {
    add_own_text(out, name_of(subject.level), subject.name);
  }
  add_own_text(out, "touchpoint", experience.touchpoint);
  add_own_text(out, "stage", experience.stage);
  add_own_text(out, "channel", experience.channel);
  add_own_text(out, "unit", experience.unit);
  add_own_text(out, "lang", experience.lang.empty() ? experience.inferred_lang : experience.lang);
  add_ratings(out, experience);
  if (experience.lived_at) add_own(out, "lived_at", *experience.lived_at);
  add_own(out, "told_at", experience.told_at);
  for (const Signifier& signifier : experience.signifiers) add_signifier_columns(signifier, out);
  return out;
}

}  // namespace fh::model
