#include "cli/found_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "cli/terminal.h"

namespace fh::cli {
namespace {

constexpr std::string_view kIndent = "    ";

std::string text_in(Json object, std::string_view key) {
  const std::optional<Json> member = object.find(key);
  const auto text = member ? member->as_string() : std::nullopt;
  return text ? std::string(*text) : std::string();
}

std::optional<double> number_in(Json object, std::string_view key) {
  const std::optional<Json> member = object.find(key);
  return member ? member->as_number() : std::nullopt;
}

uint64_t count_in(Json object, std::string_view key) {
  return static_cast<uint64_t>(number_in(object, key).value_or(0));
}

// Positions in UTF-16 code units, as the interface counts them.
struct Marks {
  std::vector<std::pair<uint32_t, uint32_t>> spans;
  bool covers(uint32_t unit) const {
    return std::ranges::any_of(
        spans, [unit](const auto& span) { return unit >= span.first && unit < span.second; });
  }
};

Marks marks_of(Json hit) {
  Marks marks;
  const std::optional<Json> highlights = hit.find("highlights");
  if (!highlights || highlights->type() != JsonType::kArray) return marks;
  static_cast<void>(highlights->for_each_element([&marks](Json span) -> Status {
    std::vector<uint32_t> ends;
    FH_RETURN_IF_ERROR(span.for_each_element([&ends](Json end) -> Status {
      ends.push_back(static_cast<uint32_t>(end.as_integer().value_or(0)));
      return {};
    }));
    if (ends.size() == 2) marks.spans.emplace_back(ends[0], ends[1]);
    return {};
  }));
  return marks;
}

// One character and whether it is part of what was asked for.
struct Glyph {
  std::string bytes;
  bool marked = false;
};

std::vector<Glyph> glyphs_of(std::string_view text, const Marks& marks) {
  std::vector<Glyph> glyphs;
  uint32_t unit = 0;
  for (size_t i = 0; i < text.size();) {
    size_t end = i + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) ++end;
    glyphs.push_back({printable(text.substr(i, end - i)), marks.covers(unit)});
    unit += static_cast<unsigned char>(text[i]) >= 0xF0 ? 2 : 1;
    i = end;
  }
  return glyphs;
}

// The part around the first match, if the whole is long.
std::vector<Glyph> excerpt(std::vector<Glyph> glyphs) {
  constexpr size_t kGlyphsMax = 320;
  constexpr size_t kBefore = 100;
  if (glyphs.size() <= kGlyphsMax) return glyphs;
  const auto first = std::ranges::find(glyphs, true, &Glyph::marked);
  const auto at = static_cast<size_t>(first - glyphs.begin());
  size_t begin = at == glyphs.size() || at < kBefore ? 0 : at - kBefore;
  begin = std::min(begin, glyphs.size() - kGlyphsMax);
  std::vector<Glyph> part;
  if (begin > 0) part.push_back({.bytes = "…"});
  const auto from = glyphs.begin() + static_cast<std::ptrdiff_t>(begin);
  part.insert(part.end(), from, from + static_cast<std::ptrdiff_t>(kGlyphsMax));
  if (begin + kGlyphsMax < glyphs.size()) part.push_back({.bytes = "…"});
  return part;
}

std::string rendered(const std::vector<Glyph>& word, bool colour) {
  std::string out;
  for (size_t i = 0; i < word.size();) {
    size_t end = i;
    std::string run;
    while (end < word.size() && word[end].marked == word[i].marked) run += word[end++].bytes;
    out += toned(run, word[i].marked ? Tone::kMark : Tone::kPlain, colour);
    i = end;
  }
  return out;
}

// Fills lines word by word; a word longer than a line gets one of its own.
std::string wrapped(const std::vector<Glyph>& glyphs, const FoundTextOptions& options) {
  const size_t width = static_cast<size_t>(std::max(options.width, 40)) - kIndent.size();
  std::string out;
  size_t used = 0;
  std::vector<Glyph> word;
  const auto place = [&] {
    if (word.empty()) return;
    if (used > 0 && used + 1 + word.size() > width) {
      out += '\n';
      used = 0;
    }
    out += used == 0 ? std::string(kIndent) : " ";
    used += word.size() + (used == 0 ? 0 : 1);
    out += rendered(word, options.colour);
    word.clear();
  };
  for (const Glyph& glyph : glyphs) {
    if (glyph.bytes == " ") {
      place();
    } else {
      word.push_back(glyph);
    }
  }
  place();
  if (!out.empty()) out += '\n';
  return out;
}

std::string ratings_line(Json hit) {
  std::string line;
  if (const auto expected = number_in(hit, "expected"))
    line = fmt::format("expected {}", *expected);
  if (const auto felt = number_in(hit, "felt")) {
    line += fmt::format("{}felt {}", line.empty() ? "" : " ", *felt);
  }
  return line;
}

std::string headline(Json hit, bool colour) {
  std::string day = text_in(hit, "lived_at");
  const bool lived = !day.empty();
  if (!lived) day = text_in(hit, "told_at");
  std::string line = fmt::format("{}  {}{}", toned(text_in(hit, "id"), Tone::kBold, colour),
                                 lived ? "" : "told ", day.substr(0, 10));
  std::vector<std::string> parts = {text_in(hit, "kind")};
  for (const char* key : {"party", "touchpoint", "stage", "channel", "unit"}) {
    const std::string value = printable(text_in(hit, key));
    if (!value.empty()) parts.push_back(value);
  }
  for (const std::string& part : parts) line += (&part == parts.data() ? "  " : " · ") + part;
  const std::string ratings = ratings_line(hit);
  if (ratings.empty()) return line;
  const auto gap = number_in(hit, "gap");
  const Tone tone = !gap ? Tone::kPlain : *gap < 0 ? Tone::kBad : Tone::kGood;
  return line + " · " + toned(ratings, tone, colour);
}

std::string hit_text(Json hit, const FoundTextOptions& options) {
  std::vector<Glyph> glyphs = glyphs_of(text_in(hit, "text"), marks_of(hit));
  if (!options.full) glyphs = excerpt(std::move(glyphs));
  return headline(hit, options.colour) + '\n' + wrapped(glyphs, options) + '\n';
}

std::string facet_text(Json facet, const FoundTextOptions& options) {
  constexpr size_t kBar = 24;
  std::string out =
      fmt::format("{}  {} different, {} without\n",
                  toned(printable(text_in(facet, "label")), Tone::kBold, options.colour),
                  grouped(count_in(facet, "distinct")), grouped(count_in(facet, "without_value")));
  uint64_t most = 0;
  const std::optional<Json> values = facet.find("values");
  if (!values || values->type() != JsonType::kArray) return out;
  static_cast<void>(values->for_each_element([&](Json value) -> Status {
    const uint64_t count = count_in(value, "experiences");
    most = std::max({most, count, uint64_t{1}});
    const auto length = std::max<size_t>(1, static_cast<size_t>(count * kBar / most));
    std::string bar;
    for (size_t i = 0; i < length; ++i) bar += "▆";
    out += fmt::format("{}{:>10}  {}{}  {}\n", kIndent, grouped(count),
                       toned(bar, Tone::kFaint, options.colour), std::string(kBar - length, ' '),
                       printable(text_in(value, "value")));
    return {};
  }));
  return out + '\n';
}

std::string guarded_text(Json guarded) {
  const uint64_t steps = count_in(guarded, "steps");
  std::string out = fmt::format(
      "Employees and others who are guarded count as people, in steps of {}; fewer than {} are "
      "not told.",
      steps, steps);
  if (text_in(guarded, "words") == "withheld") {
    out += " Their words are not listed: they are too few, or the question is too narrow.";
  }
  return out;
}

}  // namespace

std::string found_text(Json answer, const FoundTextOptions& options) {
  const double took_ms = number_in(answer, "took_us").value_or(0) / 1000;
  std::string out =
      fmt::format("{} of {} experiences{}\n\n", grouped(count_in(answer, "total")),
                  grouped(count_in(answer, "landscape")),
                  toned(fmt::format("  ({:.1f} ms)", took_ms), Tone::kFaint, options.colour));
  if (const std::optional<Json> guarded = answer.find("guarded")) {
    out += toned(guarded_text(*guarded), Tone::kFaint, options.colour) + "\n\n";
  }
  if (const std::optional<Json> hits = answer.find("hits")) {
    static_cast<void>(hits->for_each_element([&](Json hit) -> Status {
      out += hit_text(hit, options);
      return {};
    }));
  }
  if (const std::optional<Json> facets = answer.find("facets")) {
    static_cast<void>(facets->for_each_element([&](Json facet) -> Status {
      out += facet_text(facet, options);
      return {};
    }));
  }
  return out;
}

}  // namespace fh::cli
