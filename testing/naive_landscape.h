// testing/naive_landscape.h: what a search means, computed the plainest way.
//
// Every request looks at every live document. The index must give the same answers;
// where a header leaves something open, this settles it:
//
// - A change whose sequence number has been seen is ignored.
// - What is not granted for the figures' purpose is in none of them, nor among those that
//   telling words are set against; what is not granted for the words' purpose is no hit. How
//   rare a word is, for its score, all living documents say.
// - A language counts for stemming while a live document has it, with or without words.
// - The expansions of a prefix or fuzzy word are chosen from the surfaces of live
//   documents, by how many of them hold the surface.
// - Hit::score is 0 under every sort but kRelevance, and where nothing scores. Nothing
//   scores where the tree has no leaf of words outside exclusions.
// - A phrase without surfaces matches nothing; an AndNode without children matches all.
// - Distribution::bins has its 11 or 21 entries even where count is 0.
// - Facet values are told apart by their text: the keyword "5" and the number 5 of one
//   column are one value. Times are told apart by their date.
// - A prefix or fuzzy leaf's own words, which cannot be telling, are its expansions; a
//   word's, its surface; a phrase's, its surfaces; and whatever has a stem of these.
// - A telling word's label counts a surface's documents only where its token has that
//   stem. Of several with the same label (in several languages) the strongest is given.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "landscape/bm25.h"
#include "landscape/landscape.h"
#include "landscape/request.h"
#include "text/analyse.h"

namespace fh::landscape {

class NaiveLandscape {
 public:
  struct Word {
    std::string surface;
    std::string stem;
  };
  struct Entry {
    Document document;
    std::vector<Word> words;
  };
  using Entries = std::map<uint64_t, Entry>;

  explicit NaiveLandscape(Bm25 bm25 = {}) : bm25_(bm25) {}

  void apply(std::span<const Change> changes);
  Answer search(const Request& request) const;

  uint64_t as_of() const { return as_of_; }
  const Entries& entries() const { return entries_; }

 private:
  Bm25 bm25_;
  Entries entries_;
  uint64_t as_of_ = 0;
  text::Analyser analyser_;
};

// How many insertions, deletions, substitutions or swaps of neighbours, in code
// points, lead from one to the other (optimal string alignment).
size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace fh::landscape
