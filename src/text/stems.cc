#include "text/stems.h"

#include <libstemmer.h>

#include <algorithm>
#include <cstring>
#include <span>

#include "base/check.h"
#include "base/hash.h"
#include "text/analyse.h"

namespace fh::text {
namespace {

struct Stemming {
  std::string_view language;
  const char* algorithm;
};
constexpr std::array<Stemming, 28> kStemmings = {{
    {"ar", "arabic"},     {"ca", "catalan"},  {"da", "danish"},     {"de", "german"},
    {"el", "greek"},      {"en", "english"},  {"es", "spanish"},    {"eu", "basque"},
    {"fi", "finnish"},    {"fr", "french"},   {"ga", "irish"},      {"hi", "hindi"},
    {"hu", "hungarian"},  {"hy", "armenian"}, {"id", "indonesian"}, {"it", "italian"},
    {"lt", "lithuanian"}, {"ne", "nepali"},   {"nl", "dutch"},      {"no", "norwegian"},
    {"pt", "portuguese"}, {"ro", "romanian"}, {"ru", "russian"},    {"sr", "serbian"},
    {"sv", "swedish"},    {"ta", "tamil"},    {"tr", "turkish"},    {"yi", "yiddish"},
}};

constexpr std::array<std::string_view, kStemmings.size()> kLanguages = [] {
  std::array<std::string_view, kStemmings.size()> languages;
  for (size_t i = 0; i < languages.size(); ++i) languages[i] = kStemmings[i].language;
  return languages;
}();
static_assert(std::ranges::is_sorted(kLanguages));

template <typename T>
uint64_t load_at(const char* data) {
  T number;
  std::memcpy(&number, data, sizeof(number));
  return number;
}

// Loads that overlap: no word is copied byte by byte.
uint64_t head_of(std::string_view word) {
  const char* const data = word.data();
  const size_t size = word.size();
  if (size >= sizeof(uint64_t)) return load_at<uint64_t>(data);
  if (size >= sizeof(uint32_t)) {
    const size_t over = size - sizeof(uint32_t);
    return load_at<uint32_t>(data) | load_at<uint32_t>(data + over) << (8 * over);
  }
  if (size == 0) return 0;
  const auto byte = [&](size_t at) { return uint64_t{static_cast<uint8_t>(data[at])}; };
  const size_t middle = size / 2;
  return byte(0) | byte(middle) << (8 * middle) | byte(size - 1) << (8 * (size - 1));
}

constexpr size_t kEnglish = 5;
static_assert(kLanguages[kEnglish] == "en");

}  // namespace

size_t stemmer_index(std::string_view lang) {
  if (lang == "en") return kEnglish;
  if (lang == "nb" || lang == "nn") lang = "no";  // both written forms of Norwegian
  const auto* const at = std::ranges::lower_bound(kLanguages, lang);
  if (at == kLanguages.end() || *at != lang) return kEnglish;
  return static_cast<size_t>(at - kLanguages.begin());
}

std::string_view stemmer_language(std::string_view lang) {
  return kLanguages[stemmer_index(lang)];
}

std::span<const std::string_view> stemmer_languages() {
  return kLanguages;
}

void Stemmers::Close::operator()(sb_stemmer* stemmer) const {
  sb_stemmer_delete(stemmer);
}

Stemmers::Stemmers() : made_(kStemmings.size()) {}
Stemmers::~Stemmers() = default;
Stemmers::Stemmers(Stemmers&&) noexcept = default;
Stemmers& Stemmers::operator=(Stemmers&&) noexcept = default;

std::string_view Stemmers::stem(std::string_view surface, size_t index) {
  auto& stemmer = made_.at(index);
  if (!stemmer) {
    stemmer.reset(sb_stemmer_new(kStemmings[index].algorithm, "UTF_8"));
    FH_CHECK(stemmer != nullptr);  // Built with other algorithms than it runs with.
  }
  const auto* from = reinterpret_cast<const sb_symbol*>(surface.data());
  const sb_symbol* to = sb_stemmer_stem(stemmer.get(), from, static_cast<int>(surface.size()));
  FH_CHECK(to != nullptr);  // Out of memory.
  const auto length = static_cast<size_t>(sb_stemmer_length(stemmer.get()));
  if (length == 0) return surface;
  return {reinterpret_cast<const char*>(to), length};
}

WordMemory::WordMemory() : entries_(1024) {}

WordMemory::Key WordMemory::key_of(std::string_view written, size_t language) {
  // An odd multiplier spreads the languages: one word in two of them lies apart.
  constexpr uint64_t kSpread = 0x9E3779B97F4A7C15ULL;
  Key key = {.written = written, .language = language, .hash = 0, .head = head_of(written)};
  uint64_t mixed = written.size() > sizeof(key.head) ? hash_of(written) : key.head;
  mixed = (mixed ^ (mixed >> 32U)) * kSpread + language * kSpread;
  key.hash = mixed ^ (mixed >> 29U);
  return key;
}

bool WordMemory::Entry::is(const Key& key) const {
  return head == key.head && written_bytes == key.written.size() && language == key.language &&
         (written_bytes <= sizeof(head) ||
          std::memcmp(written, key.written.data(), written_bytes) == 0);
}

size_t WordMemory::slot_of(const Key& key) const {
  const size_t mask = entries_.size() - 1;
  size_t slot = key.hash & mask;
  while (entries_[slot].written != nullptr && !entries_[slot].is(key)) slot = (slot + 1) & mask;
  return slot;
}

std::optional<WordMemory::Word> WordMemory::find(const Key& key) const {
  const Entry& entry = entries_[slot_of(key)];
  if (entry.written == nullptr) return std::nullopt;
  return entry.word();
}

WordMemory::Word WordMemory::remember(const Key& key, const Word& word) {
  FH_DCHECK(std::max({key.written.size(), word.surface.size(), word.stem.size()}) <= UINT16_MAX);
  if ((count_ + 1) * 2 > entries_.size()) grow();
  Entry& entry = entries_[slot_of(key)];
  FH_DCHECK(entry.written == nullptr);
  // Most words are their own surface, and many their own stem: kept once.
  const std::string_view written = keep(key.written);
  const std::string_view surface = word.surface == written ? written : keep(word.surface);
  const std::string_view stem = word.stem == surface ? surface : keep(word.stem);
  entry = {.head = key.head,
           .written = written.data(),
           .surface = surface.data(),
           .stem = stem.data(),
           .ordinal = static_cast<uint32_t>(count_),
           .written_bytes = static_cast<uint16_t>(written.size()),
           .surface_bytes = static_cast<uint16_t>(surface.size()),
           .stem_bytes = static_cast<uint16_t>(stem.size()),
           .language = static_cast<uint8_t>(key.language)};
  ++count_;
  return entry.word();
}

std::string_view WordMemory::keep(std::string_view bytes) {
  if (bytes.size() > kBlockBytes - block_used_) {
    blocks_.push_back(std::make_unique<char[]>(std::max(kBlockBytes, bytes.size())));
    block_used_ = 0;
  }
  char* const to = blocks_.back().get() + block_used_;
  if (!bytes.empty()) std::memcpy(to, bytes.data(), bytes.size());
  block_used_ = std::min(kBlockBytes, block_used_ + bytes.size());
  bytes_ += bytes.size();
  return {to, bytes.size()};
}

void WordMemory::grow() {
  std::vector<Entry> old(entries_.size() * 2);
  old.swap(entries_);
  const size_t mask = entries_.size() - 1;
  for (const Entry& entry : old) {
    if (entry.written == nullptr) continue;
    size_t slot = key_of({entry.written, entry.written_bytes}, entry.language).hash & mask;
    while (entries_[slot].written != nullptr) slot = (slot + 1) & mask;
    entries_[slot] = entry;
  }
}

void WordMemory::forget_if_full() {
  if (count_ < kWordsMax && bytes_ < kBytesMax) return;
  entries_.assign(1024, Entry{});
  count_ = 0;
  ++generation_;
  blocks_.clear();
  block_used_ = kBlockBytes;
  bytes_ = 0;
}

}  // namespace fh::text
