#include "testing/random_queries.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

#include "base/time.h"
#include "landscape/query_values.h"
#include "testing/random_documents.h"
#include "text/analyse.h"

namespace fh::landscape {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::array<std::string_view, 12> kKeywordColumns = {
    "touchpoint", "stage", "party", "lang", "topics", "one_value",
    "mixed",      "since", "by",    "age",  "due",    "no_such_column"};
constexpr std::array<std::string_view, 5> kNumberColumns = {"felt", "expected", "gap", "age",
                                                            "mixed"};
constexpr std::array<std::string_view, 4> kTimeColumns = {"lived_at", "told_at", "due", "mixed"};
constexpr std::array<std::string_view, 16> kKeywords = {
    "Checkout", "café counter", "hotline", "use", "purchase", "speed", "price", "2026",
    "5",        "same",         "de",      "en",  "customer", "app",   "store", "employee"};
constexpr std::array<std::string_view, 24> kOddCharacters = {
    "a", "or", "2026", "5",  " ", "\"", "\\", "*",  "~",      ":", "(", ")",
    "-", "<",  "..",   "==", "½", "é",  "“",  "送", "\u3000", "ﷺ", "'", "not"};

template <typename Choices>
std::string_view pick(Rng& rng, const Choices& choices) {
  return choices[rng.below(choices.size())];
}

// Makes one random tree. A class for the options all its functions need.
class TreeMaker {
 public:
  TreeMaker(Rng& rng, const RandomTreeOptions& options) : rng_(rng), options_(options) {}

  Node node(uint32_t depth) {
    if (depth == 0 || rng_.chance(0.5)) return leaf();
    const uint64_t kind = rng_.below(5);
    if (kind == 0) return Node{NotNode{std::make_unique<Node>(node(depth - 1))}};
    std::vector<Node> children;
    for (uint64_t i = 2 + rng_.below(2); i > 0; --i) children.push_back(node(depth - 1));
    if (kind <= 2) return Node{OrNode{std::move(children)}};
    return Node{AndNode{std::move(children)}};
  }

 private:
  Node leaf() {
    switch (rng_.below(9)) {
      case 0:
        return Node{phrase()};
      case 1:
        return Node{PrefixNode{prefix()}};
      case 2:
        return Node{FuzzyNode{misspelt(surface()), static_cast<uint8_t>(1 + rng_.below(2))}};
      case 3:
      case 4:
      case 5:
        return Node{column()};
      case 6:
        if (rng_.chance(0.2)) return Node{AllNode{}};
        [[fallthrough]];
      default:
        return Node{WordNode{surface()}};
    }
  }

  std::string odd_text() {
    std::string text;
    for (uint64_t i = 1 + rng_.below(4); i > 0; --i) text += pick(rng_, kOddCharacters);
    return text::fold(text);
  }

  std::string surface() {
    if (options_.odd_characters && rng_.chance(0.5)) {
      std::string odd = odd_text();
      return odd.empty() ? "odd" : odd;
    }
    return surfaces(1).front();
  }

  // Of so many words of the vocabulary in its order; at least `words`.
  std::vector<std::string> surfaces(size_t words) {
    const std::span<const std::string_view> vocabulary = random_vocabulary();
    std::vector<std::string> found;
    while (found.size() < words) {
      for (const text::Token& token : analyser_.analyse(pick(rng_, vocabulary), "")) {
        found.emplace_back(token.surface);
      }
    }
    return found;
  }

  PhraseNode phrase() {
    PhraseNode phrase{surfaces(1 + rng_.below(3))};
    if (rng_.chance(0.5)) phrase.surfaces = {"the", surfaces(1).front()};
    if (options_.odd_characters && rng_.chance(0.5)) phrase.surfaces.push_back(surface());
    return phrase;
  }

  // Cut between characters.
  std::string prefix() {
    const std::string whole = surface();
    size_t length = 1 + rng_.below(whole.size());
    while (length < whole.size() && (static_cast<unsigned char>(whole[length]) & 0xC0) == 0x80) {
      ++length;
    }
    // Folding again settles what the cut may have separated.
    std::string cut = text::fold(whole.substr(0, length));
    return cut.empty() ? "o" : cut;
  }

  std::string misspelt(std::string surface) {
    const size_t at = rng_.below(surface.size());
    const bool ascii = static_cast<unsigned char>(surface[at]) < 0x80;
    if (!ascii || surface.size() < 2 || rng_.chance(0.3)) return surface;
    switch (rng_.below(4)) {
      case 0:
        surface.erase(at, 1);
        break;
      case 1:
        surface.insert(at, "x");
        break;
      case 2:
        surface[at] = 'q';
        break;
      default:
        if (at > 0 && static_cast<unsigned char>(surface[at - 1]) < 0x80) {
          std::swap(surface[at], surface[at - 1]);
        }
    }
    return surface;
  }

  ColumnNode column() {
    ColumnNode node;
    switch (rng_.below(3)) {
      case 0:
        node.column = pick(rng_, kKeywordColumns);
        for (uint64_t i = 1 + rng_.below(2); i > 0; --i) add_keyword(node);
        break;
      case 1:
        node.column = pick(rng_, kNumberColumns);
        for (uint64_t i = 1 + rng_.below(2); i > 0; --i) node.any_of.emplace_back(numbers());
        break;
      default:
        node.column = pick(rng_, kTimeColumns);
        node.any_of.emplace_back(times());
    }
    if (rng_.chance(0.1)) node.any_of = {HasValue{}};
    return node;
  }

  void add_keyword(ColumnNode& node) {
    const std::string text(options_.odd_characters && rng_.chance(0.5) ? odd_text()
                                                                       : pick(rng_, kKeywords));
    if (rng_.chance(0.3)) {
      std::string folded = text::fold(text);
      folded.resize(std::min<size_t>(folded.size(), 1));
      const bool ascii = folded.empty() || static_cast<unsigned char>(folded[0]) < 0x80;
      node.any_of.emplace_back(KeywordIs{.folded = ascii ? folded : "", .prefix = true});
    } else if (rng_.chance(0.3)) {
      node.any_of.emplace_back(KeywordIs{.folded = text::fold(text), .prefix = false});
    } else {
      for (Condition& reading : plain_readings(text)) node.any_of.push_back(std::move(reading));
    }
  }

  NumberIn numbers() {
    const double low = static_cast<double>(rng_.between(-20, 40)) / 4;
    const double high = low + static_cast<double>(rng_.below(20)) / 4;
    switch (rng_.below(4)) {
      case 0:
        return {.low = -kInfinity, .high = high, .high_open = rng_.chance(0.5)};
      case 1:
        return {.low = low, .high = kInfinity, .low_open = rng_.chance(0.5)};
      case 2:
        return {.low = low, .high = low};
      default:
        return {
            .low = low, .high = high, .low_open = rng_.chance(0.5), .high_open = rng_.chance(0.5)};
    }
  }

  TimeIn times() {
    const int64_t day = start_of_day({.year = 2024, .month = 12, .day = 1}).ms;
    const int64_t first = day + rng_.between(0, 400) * kMsPerDay;
    const int64_t end = first + rng_.between(0, 100) * kMsPerDay + (rng_.chance(0.2) ? 1 : 0);
    if (rng_.chance(0.2)) return {.first_ms = first, .end_ms = std::numeric_limits<int64_t>::max()};
    if (rng_.chance(0.2)) return {.first_ms = std::numeric_limits<int64_t>::min(), .end_ms = end};
    return {.first_ms = first, .end_ms = end};
  }

  Rng& rng_;
  const RandomTreeOptions options_;
  text::Analyser analyser_;
};

FacetRequest random_facet(Rng& rng) {
  constexpr std::array<std::string_view, 12> kFacetColumns = {
      "touchpoint", "stage", "party", "Topics", "age",      "due",
      "one value",  "mixed", "lang",  "felt",   "lived_at", "no such column"};
  return {.column = std::string(pick(rng, kFacetColumns)),
          .limit = static_cast<uint32_t>(1 + rng.below(12)),
          .detailed = rng.chance(0.4)};
}

}  // namespace

Apart random_apart(Rng& rng) {
  Apart apart;
  const uint64_t which = rng.below(4);
  apart.which = {.column = which < 2    ? "party"
                           : which == 2 ? "stage"
                                        : "topics",
                 .any_of = {KeywordIs{.folded = which < 2    ? "employee"
                                                : which == 2 ? "use"
                                                             : "5"}}};
  if (which == 2) apart.which.any_of.emplace_back(KeywordIs{.folded = "purchase"});
  apart.mark_key = rng.next();
  const uint64_t step = 1 + rng.below(7);
  const uint64_t shifts = rng.chance(0.5) ? step : 1;
  const uint64_t wide = rng.chance(0.3) ? 2 * step : step;
  apart.weigh = [=](OverColumns columns, const PeopleTally& tally) {
    const uint64_t k = std::ranges::find(columns, "touchpoint") != columns.end() ? wide : step;
    const uint64_t shift = tally.least_mark % shifts;
    return tally.people < shift ? 0 : (tally.people - shift) / k * k;
  };
  apart.show_hits = rng.chance(0.8);
  const uint64_t mask = rng.next() & 0xFFFFFFFF;
  apart.rename = [mask](uint64_t number) { return uint64_t{1} << 62 | (number ^ mask); };
  return apart;
}

Node random_tree(Rng& rng, const RandomTreeOptions& options) {
  return TreeMaker(rng, options).node(options.depth_max);
}

Request random_request(Rng& rng) {
  Request request;
  request.query = random_tree(rng, {.depth_max = static_cast<uint32_t>(rng.below(4))});
  if (rng.chance(0.05)) request.query = Node{AllNode{}};
  request.limit = static_cast<uint32_t>(1 + rng.below(rng.chance(0.2) ? 400 : 20));
  if (rng.chance(0.3)) request.offset = static_cast<uint32_t>(rng.below(60));
  if (rng.chance(0.6)) request.sort = static_cast<Sort>(rng.below(7));
  for (uint64_t i = rng.below(4); i > 0; --i) request.facets.push_back(random_facet(rng));
  if (rng.chance(0.4)) request.histogram = static_cast<HistogramStep>(rng.below(5));
  request.ratings = rng.chance(0.4);
  request.people = rng.chance(0.4);
  if (rng.chance(0.3)) request.telling_words = static_cast<uint32_t>(1 + rng.below(10));
  if (rng.chance(0.3)) request.words_for = model::kAllPurposes[rng.below(model::kPurposes)];
  if (rng.chance(0.25)) {
    request.figures_for = model::kAllPurposes[rng.below(model::kPurposes)];
  }
  return request;
}

std::string describe(const Request& request) {
  std::string out = fmt::format("{}  [sort {}, {} from {}", to_text(request.query),
                                static_cast<int>(request.sort), request.limit, request.offset);
  for (const FacetRequest& facet : request.facets) {
    out += fmt::format(", facet {} x{}{}", facet.column, facet.limit,
                       facet.detailed ? " detailed" : "");
  }
  if (request.histogram) out += fmt::format(", histogram {}", static_cast<int>(*request.histogram));
  if (request.ratings) out += ", ratings";
  if (request.people) out += ", people";
  out += fmt::format(", for {} and {}", name_of(request.figures_for), name_of(request.words_for));
  if (request.telling_words > 0) out += fmt::format(", {} telling words", request.telling_words);
  if (request.apart) out += ", apart " + to_text(Node{request.apart->which});
  return out + ']';
}

}  // namespace fh::landscape
