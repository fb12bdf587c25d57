#include "landscape/fuzzy.h"

#include <algorithm>

namespace fh::landscape {
namespace {

// Code points of well-formed UTF-8 (dictionaries hold nothing else; broken bytes count
// as one each). `ends[i]` is where point i ends.
void decode(std::string_view text, std::vector<char32_t>& points, std::vector<uint32_t>& ends) {
  points.clear();
  ends.clear();
  for (size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    size = std::min(size, text.size() - at);
    char32_t point = 0;
    for (size_t i = 0; i < size; ++i) {
      point = point << 8 | static_cast<unsigned char>(text[at + i]);
    }
    at += size;
    points.push_back(point);
    ends.push_back(static_cast<uint32_t>(at));
  }
}

// Rows of the distance table for the prefixes of the current string; row d belongs to
// its first d points, so strings that share a prefix share its rows.
class DistanceRows {
 public:
  explicit DistanceRows(std::vector<char32_t> wanted) : wanted_(std::move(wanted)) {
    rows_.emplace_back(wanted_.size() + 1);
    for (uint32_t i = 0; i <= wanted_.size(); ++i) rows_[0][i] = i;
  }

  // Row `depth` + 1 from the rows before it, for the string `points`.
  void extend(const std::vector<char32_t>& points, size_t depth) {
    if (rows_.size() < depth + 2) rows_.emplace_back(wanted_.size() + 1);
    const std::vector<uint32_t>& above = rows_[depth];
    std::vector<uint32_t>& row = rows_[depth + 1];
    row[0] = static_cast<uint32_t>(depth) + 1;
    for (size_t i = 1; i <= wanted_.size(); ++i) {
      const uint32_t changed = wanted_[i - 1] == points[depth] ? 0 : 1;
      row[i] = std::min({above[i] + 1, row[i - 1] + 1, above[i - 1] + changed});
      const bool swapped = depth > 0 && i > 1 && wanted_[i - 1] == points[depth - 1] &&
                           wanted_[i - 2] == points[depth];
      if (swapped) row[i] = std::min(row[i], rows_[depth - 1][i - 2] + 1);
    }
  }
  uint32_t distance(size_t depth) const { return rows_[depth].back(); }
  // Whether no longer string can come back within `edits`: later rows grow from this
  // one, and by a swap from the one before at a cost of one.
  bool is_hopeless(size_t depth, uint32_t edits) const {
    const uint32_t here = *std::ranges::min_element(rows_[depth]);
    const uint32_t before = depth == 0 ? here : *std::ranges::min_element(rows_[depth - 1]);
    return here > edits && before + 1 > edits;
  }

 private:
  std::vector<char32_t> wanted_;
  std::vector<std::vector<uint32_t>> rows_;
};

}  // namespace

std::vector<uint32_t> within_edits(const Dictionary& dictionary, std::string_view surface,
                                   uint32_t edits) {
  std::vector<char32_t> points;
  std::vector<uint32_t> ends;
  decode(surface, points, ends);
  DistanceRows rows(points);
  std::vector<uint32_t> found;
  std::vector<char32_t> last;
  size_t known = 0;  // rows 0 … known belong to `last`
  for (uint32_t ordinal = 0; ordinal < dictionary.size();) {
    const std::string_view text = dictionary.at(ordinal);
    decode(text, points, ends);
    const auto [mine, theirs] = std::ranges::mismatch(points, last);
    size_t depth = std::min(known, static_cast<size_t>(mine - points.begin()));
    bool hopeless = false;
    while (depth < points.size() && !hopeless) {
      rows.extend(points, depth++);
      hopeless = rows.is_hopeless(depth, edits);
    }
    known = depth;
    last = points;
    if (hopeless) {
      const uint32_t end = dictionary.prefix_end(text.substr(0, ends[depth - 1]));
      ordinal = std::max(end, ordinal + 1);
      continue;
    }
    if (rows.distance(points.size()) <= edits) found.push_back(ordinal);
    ++ordinal;
  }
  return found;
}

}  // namespace fh::landscape
