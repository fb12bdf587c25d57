#include "testing/random_documents.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "base/time.h"

namespace fh::landscape {
namespace {

constexpr std::array<std::string_view, 60> kVocabulary = {
    "the",       "delivery",   "late",        "delivered", "parcel",    "delivering",  "and",
    "parcels",   "was",        "refund",      "lately",    "support",   "refunded",    "waiting",
    "waited",    "supporting", "phone",       "nobody",    "stock",     "out",         "of",
    "e-mail",    "it's",       "café",        "die",       "Lieferung", "Lieferungen", "spät",
    "später",    "Paket",      "Pakete",      "Kündigung", "Straße",    "warten",      "gewartet",
    "livraison", "livraisons", "retard",      "retards",   "commande",  "commandes",   "attendre",
    "attendu",   "déçu",       "déçue",       "naïve",     "送货",      "迟到",        "客服",
    "退款",      "配送",       "Überweisung", "naive",     "cafe",      "délivre",     "délivré",
    "address",   "adress",     "addresses",   "refunds"};

constexpr std::array<std::string_view, 6> kLanguages = {"en", "en", "de", "fr", "zh", ""};
constexpr std::array<std::string_view, 8> kTouchpoints = {
    "Checkout", "checkout", "Hotline", "Café counter", "Website", "App", "Delivery", "Store 1"};
constexpr std::array<std::string_view, 7> kStages = {
    "attraction", "awareness", "discovery", "purchase", "use", "advocacy", "Use"};
constexpr std::array<std::string_view, 6> kTopics = {"speed",   "price", "staff",
                                                     "clarity", "2026",  "5"};

// The lower the rank, the more often: the weight of rank r is 1 / (r + 1).
template <typename Choices>
std::string_view zipf(Rng& rng, const Choices& choices) {
  const double at = std::pow(static_cast<double>(choices.size()) + 1, rng.uniform()) - 1;
  return choices[std::min(static_cast<size_t>(at), choices.size() - 1)];
}

std::string random_words(Rng& rng, uint32_t words_max) {
  std::string text;
  const auto words = static_cast<uint32_t>(rng.below(words_max + 1));
  // A document keeps to one stretch of the vocabulary, as it would to a language.
  const std::span<const std::string_view> vocabulary(kVocabulary);
  const size_t from = rng.chance(0.5) ? 0 : rng.below(vocabulary.size() - 10);
  for (uint32_t i = 0; i < words; ++i) {
    if (i > 0) text += rng.chance(0.1) ? ", " : " ";
    text += zipf(rng, vocabulary.subspan(rng.chance(0.8) ? from : 0));
  }
  return text;
}

void add(Document& document, std::string_view column, model::ColumnValue value) {
  document.columns.push_back({std::string(column), std::string(column), std::move(value)});
}

void add_ratings(Rng& rng, Document& document) {
  if (rng.chance(0.7)) document.felt = static_cast<int32_t>(rng.below(41) * 25);
  if (rng.chance(0.6)) document.expected = static_cast<int32_t>(rng.below(1001));
  if (document.felt) add(document, "felt", *document.felt / 100.0);
  if (document.expected) add(document, "expected", *document.expected / 100.0);
  if (document.felt && document.expected) {
    add(document, "gap", (*document.felt - *document.expected) / 100.0);
  }
}

void add_times(Rng& rng, Document& document) {
  const int64_t begin = start_of_day({.year = 2024, .month = 11, .day = 20}).ms;
  constexpr int64_t kDays = 420;
  document.told_ms = begin + rng.between(0, kDays * kMsPerDay);
  if (rng.chance(0.7)) {
    // Days' first instants are common: it is where ranges begin and end.
    const int64_t days = rng.between(0, kDays);
    const int64_t within = rng.chance(0.5) ? 0 : rng.between(0, kMsPerDay - 1);
    document.lived_ms = begin + days * kMsPerDay + within;
  }
  if (rng.chance(0.02)) document.lived_ms = start_of_day({.year = 1960, .month = 2, .day = 29}).ms;
  if (document.lived_ms) add(document, "lived_at", Instant{*document.lived_ms});
  add(document, "told_at", Instant{document.told_ms});
}

void add_signifiers(Rng& rng, Document& document) {
  for (uint64_t i = rng.below(4); i > 0; --i)
    add(document, "topics", std::string(zipf(rng, kTopics)));
  if (rng.chance(0.5)) add(document, "age", static_cast<double>(rng.between(-3, 90)));
  if (rng.chance(0.4)) add(document, "price", static_cast<double>(rng.below(10'000)) / 7);
  if (rng.chance(0.4)) {
    add(document, "due",
        Instant{start_of_day({.year = 2026, .month = 1, .day = 1}).ms +
                rng.between(-40, 40) * kMsPerDay});
  }
  if (rng.chance(0.3)) add(document, "one_value", std::string("same"));
  if (!rng.chance(0.5)) return;
  // One column with keywords, numbers and times, as differing sources make it.
  switch (rng.below(3)) {
    case 0:
      add(document, "mixed", std::string(zipf(rng, kTopics)));
      break;
    case 1:
      add(document, "mixed", static_cast<double>(rng.between(2, 6)));
      break;
    default:
      add(document, "mixed", Instant{start_of_day({.year = 2026, .month = 1, .day = 5}).ms});
  }
}

}  // namespace

std::span<const std::string_view> random_vocabulary() {
  return kVocabulary;
}

// Most refuse nothing; of the others, some everything.
model::Grants random_grants(Rng& rng) {
  if (rng.chance(0.7)) return model::Grants::all();
  return model::Grants::of_bits(static_cast<uint8_t>(rng.below(16)));
}

Document random_document(Rng& rng, uint32_t words_max) {
  Document document;
  if (rng.chance(0.8)) document.person = static_cast<uint32_t>(1 + rng.below(40));
  document.text = random_words(rng, words_max);
  document.lang = kLanguages[rng.below(kLanguages.size())];
  add_ratings(rng, document);
  add_times(rng, document);
  if (rng.chance(0.8)) add(document, "touchpoint", std::string(zipf(rng, kTouchpoints)));
  if (rng.chance(0.6)) add(document, "stage", std::string(zipf(rng, kStages)));
  add(document, "party", std::string(rng.chance(0.2) ? "employee" : "customer"));
  if (!document.lang.empty()) add(document, "lang", document.lang);
  add_signifiers(rng, document);
  document.grants = random_grants(rng);
  return document;
}

RandomChanges::RandomChanges(uint64_t seed, RandomChangesOptions options)
    : rng_(seed), options_(options) {}

std::vector<Change> RandomChanges::next(size_t count) {
  std::vector<Change> changes;
  for (size_t i = 0; i < count; ++i) changes.push_back(next_one());
  return changes;
}

Change RandomChanges::next_one() {
  Change change{.sequence = ++sequence_, .number = 0, .document = std::nullopt};
  const double kind = live_.empty() ? 1 : rng_.uniform();
  if (kind < options_.remove) {
    const size_t at = rng_.below(live_.size());
    change.number = live_[at];
    live_.erase(live_.begin() + static_cast<ptrdiff_t>(at));
    return change;
  }
  if (kind < options_.remove + options_.regrant) {
    change.number = live_[rng_.below(live_.size())];
    change.grants = random_grants(rng_);
    return change;
  }
  if (kind < options_.remove + options_.regrant + options_.amend) {
    change.number = live_[rng_.below(live_.size())];
  } else {
    change.number = ++number_;
    live_.push_back(number_);
  }
  change.document = random_document(rng_, options_.words_max);
  return change;
}

}  // namespace fh::landscape
