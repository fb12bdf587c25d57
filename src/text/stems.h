// text/stems.h: Snowball's stemmers, and a memory of the words seen.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/analyse.h"

struct sb_stemmer;

namespace fh::text {

// The place of a language's stemmer among stemmer_languages(); English for a
// language without one.
size_t stemmer_index(std::string_view lang);

// Each language's stemmer, made at its first use. Belongs to one thread.
class Stemmers {
 public:
  Stemmers();
  ~Stemmers();
  Stemmers(Stemmers&&) noexcept;
  Stemmers& operator=(Stemmers&&) noexcept;

  // Valid until the next call. Equal to the surface where nothing is left of it.
  std::string_view stem(std::string_view surface, size_t index);

 private:
  struct Close {
    void operator()(sb_stemmer* stemmer) const;
  };
  std::vector<std::unique_ptr<sb_stemmer, Close>> made_;
};

// What a word as written comes to: found by (word, language) in one look-up.
//
// Open addressing over an arena; views stay valid until forget_if_full(), which
// empties it all once it holds too much. So memory is bounded by kBytesMax and
// what one text adds.
class WordMemory {
 public:
  struct Word {
    std::string_view surface;
    std::string_view stem;
    uint32_t ordinal = kNoWord;  // counts up from 0 as words are remembered
  };

  // Most words are no longer than a register: they are compared and hashed as numbers.
  struct Key {
    std::string_view written;
    size_t language = 0;
    uint64_t hash = 0;
    uint64_t head = 0;  // the first eight bytes, filled up with zeros
  };

  // Written words beyond this are not remembered: they hardly come twice.
  static constexpr size_t kRememberedBytesMax = 256;

  WordMemory();

  static Key key_of(std::string_view written, size_t language);
  // Says that find() will be asked soon: many look-ups then wait for memory together.
  void prefetch(const Key& key) const {
    __builtin_prefetch(&entries_[key.hash & (entries_.size() - 1)]);
  }
  // Nothing, or what remember() was told.
  std::optional<Word> find(const Key& key) const;
  // REQUIRES: find() found nothing, no view longer than kRememberedBytesMax. Copies
  // what the key and the word view.
  Word remember(const Key& key, const Word& word);
  // Copies bytes into the arena.
  std::string_view keep(std::string_view bytes);
  void forget_if_full();
  // How often it has forgotten: ordinals hold within one generation.
  uint64_t generation() const { return generation_; }

 private:
  static constexpr size_t kWordsMax = 1U << 17U;
  static constexpr size_t kBytesMax = 8U << 20U;
  static constexpr size_t kBlockBytes = 64U << 10U;

  // Thin, so that those in use stay in the cache; the bytes are in the arena.
  struct Entry {
    uint64_t head = 0;
    const char* written = nullptr;  // null: nothing here
    const char* surface = nullptr;
    const char* stem = nullptr;
    uint32_t ordinal = 0;
    uint16_t written_bytes = 0;
    uint16_t surface_bytes = 0;
    uint16_t stem_bytes = 0;
    uint8_t language = 0;

    bool is(const Key& key) const;
    Word word() const { return {{surface, surface_bytes}, {stem, stem_bytes}, ordinal}; }
  };
  size_t slot_of(const Key& key) const;
  void grow();

  std::vector<Entry> entries_;  // a power of two, at most half full
  size_t count_ = 0;
  uint64_t generation_ = 0;
  std::vector<std::unique_ptr<char[]>> blocks_;
  size_t block_used_ = kBlockBytes;
  size_t bytes_ = 0;
};

}  // namespace fh::text
