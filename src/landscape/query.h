// landscape/query.h: what can be asked, as a tree, and the language people write it in.
//
//   late delivery           both words, any inflection (match=all; match=any: either)
//   "out of stock"          these words in a row, exactly as written (folded)
//   late or early           either;  ( … ) groups;  `and` may be written
//   -refund                 without; `not refund` as well
//   deliv*                  words that begin so
//   adress~   adress~2      words within 1 (or 2) edits
//   touchpoint:checkout     the column has that keyword (case and accents aside)
//   product:"debt collection"   stage:(use or purchase)   product:debt*
//   touchpoint:*            the column has any value;  -touchpoint:* has none
//   felt:<4  felt:>=7.5  gap:-2..0  felt:8      numbers
//   lived_at:2026-01        within that month;  lived_at:<2026  lived_at:2025-03..2025-06
//   since:2026-01           lived at or after its first instant
//   until:2026-03           lived at or before its last instant
//   by:employee             short for party:employee
//
// A word is an operator only as a whole lower- or upper-case `or`, `and`, `not`;
// in quotes it is a word. A column name that holds no value anywhere is not an
// error: it matches nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.h"

namespace fh::landscape {

struct Node;

struct AllNode {
  bool operator==(const AllNode&) const = default;
};
// One folded surface; matches every surface that shares a stem with it in any
// stemmer's language the landscape holds.
struct WordNode {
  std::string surface;
  bool operator==(const WordNode&) const = default;
};
// Folded surfaces in a row; exact. One surface alone is an exact word.
struct PhraseNode {
  std::vector<std::string> surfaces;
  bool operator==(const PhraseNode&) const = default;
};
// Every surface that begins with `stem` bytes of a folded prefix.
struct PrefixNode {
  std::string prefix;
  bool operator==(const PrefixNode&) const = default;
};
// Every surface within `edits` insertions, deletions, substitutions of one
// character or swaps of two neighbours (optimal string alignment distance).
struct FuzzyNode {
  std::string surface;
  uint8_t edits = 1;  // 1 or 2
  bool operator==(const FuzzyNode&) const = default;
};

// Conditions on one column. A column with several keywords matches if any does.
struct HasValue {
  bool operator==(const HasValue&) const = default;
};
struct KeywordIs {
  std::string folded;   // text::fold of what was written
  bool prefix = false;  // values that begin so
  bool operator==(const KeywordIs&) const = default;
};
struct NumberIn {  // low <= value <= high, or < where the end is open; infinities allowed
  double low = 0;
  double high = 0;
  bool low_open = false;
  bool high_open = false;
  bool operator==(const NumberIn&) const = default;
};
struct TimeIn {  // first_ms <= value < end_ms
  int64_t first_ms = 0;
  int64_t end_ms = 0;
  bool operator==(const TimeIn&) const = default;
};
// What `column:2026` can mean depends on the values a column holds: each reading
// that the text allows is in the list, and one that matches suffices.
using Condition = std::variant<HasValue, KeywordIs, NumberIn, TimeIn>;
struct ColumnNode {
  std::string column;  // model::column_key
  std::vector<Condition> any_of;
  bool operator==(const ColumnNode&) const = default;
};

struct AndNode {
  std::vector<Node> children;
  bool operator==(const AndNode&) const;
};
struct OrNode {
  std::vector<Node> children;
  bool operator==(const OrNode&) const;
};
struct NotNode {
  std::unique_ptr<Node> child;
  bool operator==(const NotNode&) const;
};

struct Node {
  std::variant<AllNode, WordNode, PhraseNode, PrefixNode, FuzzyNode, ColumnNode, AndNode, OrNode,
               NotNode>
      is;
  bool operator==(const Node&) const = default;
};

inline bool AndNode::operator==(const AndNode& other) const {
  return children == other.children;
}
inline bool OrNode::operator==(const OrNode& other) const {
  return children == other.children;
}
inline bool NotNode::operator==(const NotNode& other) const {
  return *child == *other.child;
}

Node clone(const Node& node);

// How words that stand side by side are joined.
enum class Match : uint8_t { kAll, kAny };

// Besides: `\` takes away the next character's meaning, `==verbatim` is a word or value in
// these very characters, `>2..<8`, `2..` and `..5` are ranges, `*` is everything, and
// `10:30` or `https://…` are words, not columns.
//
// Parses what a person wrote. With Match::kAny, neighbours that are words, phrases,
// prefixes or fuzzy words are OR-ed; column conditions and exclusions beside them
// still hold for all. Empty or blank text is AllNode. A lone exclusion excludes from
// all. Errors are kInvalid or kTooLarge (limits.h) with field "q", the byte position
// and advice.
Result<Node> parse_query(std::string_view text, Match match);

// The query as text that parses (Match::kAll) to the same tree; for logs of figures
// and for tests.
std::string to_text(const Node& node);

}  // namespace fh::landscape
