// Beside what query.h lists, the parser takes:
//
//   \:  \"  \*        the next character as part of the word, without its meaning
//   “late” „spät“     quotes as telephones and word processors write them
//   *                 everything
//   felt:>2..<8  2..  ranges without their ends, or open at one side
//   ==word  =="a b"  column:==2026
//                     verbatim: a surface (or keyword) in these very characters, with
//                     no further reading. to_text() needs it for surfaces that would
//                     be cut differently when read again.
//   10:30  https://…  as words: neither a number alone nor a scheme names a column
#include "landscape/query.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "base/limits.h"
#include "base/utf8.h"
#include "landscape/query_cursor.h"
#include "landscape/query_values.h"
#include "landscape/query_words.h"
#include "model/columns.h"
#include "text/analyse.h"

namespace fh::landscape {
namespace {

// Something written that may stand for nothing: "-" between two words, "…".
using Part = std::optional<Node>;

// A part and whether Match::kAny may OR it with its neighbours: words, phrases,
// prefixes and fuzzy words outside brackets.
struct Term {
  Part part;
  bool wordy = false;
};

Node joined(std::vector<Node> children, bool any) {
  if (children.size() == 1) return std::move(children.front());
  if (any) return Node{OrNode{std::move(children)}};
  return Node{AndNode{std::move(children)}};
}

// Recursive descent, one function a level: or < and < not < term. Each level below
// a bracket or an exclusion is counted, so the stack is bounded by kQueryDepthMax.
class Parser {
 public:
  Parser(std::string_view text, Match match) : cursor_(text), match_(match) {}

  Result<Node> parse();

 private:
  Result<Part> alternatives();
  Result<Part> sequence();
  Status operand_follows(std::string_view word, size_t position);
  Result<Term> term();
  Result<Part> exclusion(size_t operator_bytes);
  Result<Part> group();
  Result<Term> quoted_term();
  Result<Term> bare_term();
  Result<Term> word(const Piece& piece, bool verbatim);
  Result<Term> phrase(std::vector<std::string> surfaces, size_t position);

  Result<Part> column(std::string_view name, const Piece& value, bool name_quoted);
  Result<Part> period_column(std::string_view alias, const Piece& value);
  Result<std::vector<Condition>> value_group(std::string_view column);
  Result<WrittenValue> written_value(const Piece& head);

  std::vector<std::string> surfaces_of(std::string_view text);
  Status enter();
  Status count_leaves(size_t leaves, size_t position);

  Cursor cursor_;
  const Match match_;
  text::Analyser analyser_;
  size_t depth_ = 0;
  size_t leaves_ = 0;
};

Result<Node> Parser::parse() {
  FH_ASSIGN_OR_RETURN(Part part, alternatives());
  if (!cursor_.at_end()) {
    return std::unexpected(
        query_error(cursor_.position(),
                    fmt::format("The bracket closed at character {} was never opened",
                                cursor_.character_number(cursor_.position())),
                    "Leave it out, or open it before: (late or early)"));
  }
  if (!part) return Node{AllNode{}};
  return std::move(*part);
}

Result<Part> Parser::alternatives() {
  std::vector<Node> children;
  while (true) {
    cursor_.skip_spaces();
    const size_t begin = cursor_.position();
    FH_ASSIGN_OR_RETURN(Part part, sequence());
    if (part) children.push_back(std::move(*part));
    if (!cursor_.at_word("or")) break;
    const size_t position = cursor_.position();
    if (begin == position) {
      return std::unexpected(query_error(position, "Nothing stands before this \"or\"",
                                         "Put it into quotes to search for the word itself"));
    }
    cursor_.skip(2);
    FH_RETURN_IF_ERROR(operand_follows("or", position));
  }
  if (children.empty()) return Part();
  return Part(joined(std::move(children), /*any=*/true));
}

Status Parser::operand_follows(std::string_view word, size_t position) {
  cursor_.skip_spaces();
  const bool missing =
      cursor_.at_end() || cursor_.at(')') || cursor_.at_word("or") || cursor_.at_word("and");
  if (!missing) return {};
  return std::unexpected(query_error(position, fmt::format("Nothing follows this \"{}\"", word),
                                     "Put it into quotes to search for the word itself"));
}

// Terms side by side. A written `and` binds its two neighbours into a chain; under
// Match::kAny, chains of words are alternatives to each other, everything else holds.
Result<Part> Parser::sequence() {
  struct Chain {
    std::vector<Node> nodes;
    bool wordy = true;
  };
  std::vector<Chain> chains;
  bool bound = false;
  for (cursor_.skip_spaces(); !cursor_.at_end() && !cursor_.at(')') && !cursor_.at_word("or");
       cursor_.skip_spaces()) {
    if (cursor_.at_word("and")) {
      const size_t position = cursor_.position();
      if (chains.empty()) {
        return std::unexpected(query_error(position, "Nothing stands before this \"and\"",
                                           "Put it into quotes to search for the word itself"));
      }
      cursor_.skip(3);
      FH_RETURN_IF_ERROR(operand_follows("and", position));
      bound = true;
    }
    FH_ASSIGN_OR_RETURN(Term next, term());
    if (!bound || chains.empty()) chains.emplace_back();
    bound = false;
    if (!next.part) continue;
    chains.back().nodes.push_back(std::move(*next.part));
    chains.back().wordy = chains.back().wordy && next.wordy;
  }

  std::vector<Node> any;
  std::vector<Node> all;
  for (Chain& chain : chains) {
    if (chain.nodes.empty()) continue;
    if (match_ == Match::kAny && chain.wordy) {
      any.push_back(joined(std::move(chain.nodes), /*any=*/false));
    } else {
      for (Node& node : chain.nodes) all.push_back(std::move(node));
    }
  }
  if (!any.empty()) all.insert(all.begin(), joined(std::move(any), /*any=*/true));
  if (all.empty()) return Part();
  return Part(joined(std::move(all), /*any=*/false));
}

Result<Term> Parser::term() {
  if (cursor_.at_minus()) {
    FH_ASSIGN_OR_RETURN(Part part, exclusion(1));
    return Term{.part = std::move(part)};
  }
  if (cursor_.at_word("not")) {
    FH_ASSIGN_OR_RETURN(Part part, exclusion(3));
    return Term{.part = std::move(part)};
  }
  if (cursor_.at('(')) {
    FH_ASSIGN_OR_RETURN(Part part, group());
    return Term{.part = std::move(part)};
  }
  if (cursor_.at_quote()) return quoted_term();
  return bare_term();
}

Result<Part> Parser::exclusion(size_t operator_bytes) {
  const size_t position = cursor_.position();
  cursor_.skip(operator_bytes);
  if (operator_bytes > 1) FH_RETURN_IF_ERROR(operand_follows("not", position));
  FH_RETURN_IF_ERROR(enter());
  FH_ASSIGN_OR_RETURN(Term excluded, term());
  --depth_;
  if (!excluded.part) return Part();
  return Part(Node{NotNode{std::make_unique<Node>(std::move(*excluded.part))}});
}

Result<Part> Parser::group() {
  const size_t opened = cursor_.position();
  cursor_.skip(1);
  FH_RETURN_IF_ERROR(enter());
  FH_ASSIGN_OR_RETURN(Part part, alternatives());
  --depth_;
  if (!cursor_.at(')')) {
    return std::unexpected(
        query_error(opened,
                    fmt::format("The bracket opened at character {} is never closed",
                                cursor_.character_number(opened)),
                    "Close it, or leave it out: (late or early)"));
  }
  cursor_.skip(1);
  return part;
}

Result<Term> Parser::quoted_term() {
  const size_t opened = cursor_.position();
  FH_ASSIGN_OR_RETURN(const Piece piece, cursor_.read_quoted());
  if (cursor_.at(':') && !model::column_key(piece.text).empty()) {
    cursor_.skip(1);
    FH_ASSIGN_OR_RETURN(Part part, column(piece.text, cursor_.read_bare(), /*name_quoted=*/true));
    return Term{.part = std::move(part)};
  }
  if (cursor_.at('*') || cursor_.at('~')) {
    return std::unexpected(query_error(cursor_.position(),
                                       "A phrase is matched as it stands, without * or ~",
                                       "Leave the sign out, or write the words without quotes"));
  }
  return phrase(surfaces_of(piece.text), opened);
}

Result<Term> Parser::bare_term() {
  if (cursor_.skip_emoticon()) return Term{};
  const Piece piece = cursor_.read_bare();
  const bool verbatim = piece.shape.starts_with("==");
  if (verbatim && piece.text.size() == 2 && cursor_.at_quote()) {
    FH_ASSIGN_OR_RETURN(const Piece quoted, cursor_.read_quoted());
    return phrase(verbatim_surfaces(quoted), piece.position);
  }
  if (verbatim) return word(piece.from(2), verbatim);
  if (const std::optional<size_t> end = column_end(piece)) {
    FH_ASSIGN_OR_RETURN(Part part, column(std::string_view(piece.text).substr(0, *end),
                                          piece.from(*end + 1), /*name_quoted=*/false));
    return Term{.part = std::move(part)};
  }
  FH_RETURN_IF_ERROR(refuse_foreign_operator(piece));
  if (piece.shape == "*") return Term{.part = Node{AllNode{}}};
  return word(piece, verbatim);
}

Result<Term> Parser::word(const Piece& piece, bool verbatim) {
  FH_ASSIGN_OR_RETURN(const Ending ending, ending_of(piece));
  const std::string text = piece.text.substr(0, ending.at);
  std::vector<std::string> surfaces;
  if (!verbatim) surfaces = surfaces_of(text);
  // A mark alone may fold to nothing, which no surface is.
  if (std::string folded = text::fold(text); verbatim && !folded.empty()) {
    surfaces.push_back(std::move(folded));
  }
  if (surfaces.empty()) return Term{};
  if (ending.kind == Ending::Kind::kPlain && surfaces.size() > 1) {
    return phrase(std::move(surfaces), piece.position);
  }
  if (surfaces.size() > 1) {
    return std::unexpected(
        query_error(piece.position,
                    fmt::format("{} stands behind one word; this is read as {} words",
                                piece.shape.ends_with('*') ? '*' : '~', surfaces.size()),
                    "Write the words apart, the last one with the sign"));
  }
  FH_RETURN_IF_ERROR(count_leaves(1, piece.position));
  std::string& surface = surfaces.front();
  switch (ending.kind) {
    case Ending::Kind::kPlain:
      return Term{.part = Node{WordNode{std::move(surface)}}, .wordy = true};
    case Ending::Kind::kPrefix:
      return Term{.part = Node{PrefixNode{std::move(surface)}}, .wordy = true};
    case Ending::Kind::kFuzzy:
      break;
  }
  return Term{.part = Node{FuzzyNode{std::move(surface), ending.edits}}, .wordy = true};
}

Result<Term> Parser::phrase(std::vector<std::string> surfaces, size_t position) {
  if (surfaces.empty()) return Term{};
  FH_RETURN_IF_ERROR(count_leaves(surfaces.size(), position));
  return Term{.part = Node{PhraseNode{std::move(surfaces)}}, .wordy = true};
}

Result<Part> Parser::column(std::string_view name, const Piece& value, bool name_quoted) {
  std::string key = model::column_key(name);
  if (!name_quoted && (key == "since" || key == "until")) return period_column(key, value);
  if (!name_quoted && key == "by") key = "party";
  ColumnNode node{.column = key, .any_of = {}};
  if (value.empty() && cursor_.at('(')) {
    FH_ASSIGN_OR_RETURN(node.any_of, value_group(key));
  } else {
    FH_RETURN_IF_ERROR(count_leaves(1, value.position));
    FH_ASSIGN_OR_RETURN(const WrittenValue written, written_value(value));
    FH_ASSIGN_OR_RETURN(node.any_of, conditions_of(key, written));
  }
  return Part(Node{std::move(node)});
}

Result<Part> Parser::period_column(std::string_view alias, const Piece& value) {
  FH_RETURN_IF_ERROR(count_leaves(1, value.position));
  FH_ASSIGN_OR_RETURN(const WrittenValue written, written_value(value));
  if (!period_of(written.piece.text)) {
    return std::unexpected(query_error(
        value.position, fmt::format("{}: needs a date such as 2026, 2026-03 or 2026-03-09", alias),
        "Write since:2026-01 until:2026-03, or lived_at:2025-03..2025-06"));
  }
  const std::string comparison = alias == "since" ? ">=" : "<=";
  const Piece compared{.text = comparison + written.piece.text,
                       .shape = comparison + written.piece.shape,
                       .position = value.position};
  FH_ASSIGN_OR_RETURN(std::vector<Condition> conditions,
                      conditions_of("lived_at", WrittenValue{.piece = compared}));
  return Part(Node{ColumnNode{.column = "lived_at", .any_of = std::move(conditions)}});
}

// stage:(use or purchase): any of the values.
Result<std::vector<Condition>> Parser::value_group(std::string_view column) {
  const size_t opened = cursor_.position();
  cursor_.skip(1);
  std::vector<Condition> any_of;
  while (true) {
    cursor_.skip_spaces();
    FH_RETURN_IF_ERROR(count_leaves(1, cursor_.position()));
    FH_ASSIGN_OR_RETURN(const WrittenValue written, written_value(cursor_.read_bare()));
    FH_ASSIGN_OR_RETURN(const std::vector<Condition> readings, conditions_of(column, written));
    any_of.insert(any_of.end(), readings.begin(), readings.end());
    cursor_.skip_spaces();
    if (!cursor_.at_word("or")) break;
    cursor_.skip(2);
  }
  if (cursor_.at_end()) {
    return std::unexpected(
        query_error(opened,
                    fmt::format("The bracket opened at character {} is never closed",
                                cursor_.character_number(opened)),
                    "Close it: stage:(use or purchase)"));
  }
  if (!cursor_.at(')')) {
    return std::unexpected(query_error(
        cursor_.position(), fmt::format("{}: values in brackets are joined by \"or\"", column),
        "Write stage:(use or purchase); for both, stage:use stage:purchase; put a value of "
        "several words into quotes"));
  }
  cursor_.skip(1);
  return any_of;
}

// `head` is what stands before the next boundary; a quoted value follows it.
Result<WrittenValue> Parser::written_value(const Piece& head) {
  WrittenValue value{.piece = head};
  value.verbatim = head.shape.starts_with("==");
  if (value.verbatim) {
    value.piece = head.from(2);
  } else if (head.shape.starts_with('=')) {
    value.piece = head.from(1);
  }
  if (!value.piece.empty() || !cursor_.at_quote()) return value;
  FH_ASSIGN_OR_RETURN(value.piece, cursor_.read_quoted());
  value.quoted = true;
  if (cursor_.at('*')) {
    cursor_.skip(1);
    value.prefix = true;
  }
  return value;
}

std::vector<std::string> Parser::surfaces_of(std::string_view text) {
  std::vector<std::string> surfaces;
  for (const text::Token& token : analyser_.analyse(text, "")) {
    surfaces.emplace_back(token.surface);
  }
  return surfaces;
}

Status Parser::enter() {
  if (++depth_ <= limits::kQueryDepthMax) return {};
  Error error = query_error(cursor_.position(),
                            fmt::format("brackets and exclusions are nested deeper than {} levels",
                                        limits::kQueryDepthMax),
                            "Leave out brackets that group a single term");
  error.code = ErrorCode::kTooLarge;
  return std::unexpected(std::move(error));
}

Status Parser::count_leaves(size_t leaves, size_t position) {
  leaves_ += leaves;
  if (leaves_ <= limits::kQueryLeavesMax) return {};
  Error error = query_error(
      position, fmt::format("the query has more than {} words and values", limits::kQueryLeavesMax),
      "Ask with fewer words, or in several queries");
  error.code = ErrorCode::kTooLarge;
  return std::unexpected(std::move(error));
}

}  // namespace

Result<Node> parse_query(std::string_view text, Match match) {
  if (text.size() > limits::kQueryBytesMax) {
    Error error = query_error(
        limits::kQueryBytesMax,
        fmt::format("the query has {} bytes; the limit is {}", text.size(), limits::kQueryBytesMax),
        "Ask with fewer words, or in several queries");
    error.code = ErrorCode::kTooLarge;
    return std::unexpected(std::move(error));
  }
  if (const std::optional<size_t> broken = find_broken_utf8(text)) {
    return std::unexpected(
        query_error(*broken, "the query is not UTF-8 text", "Send it encoded as UTF-8"));
  }
  return Parser(text, match).parse();
}

}  // namespace fh::landscape
