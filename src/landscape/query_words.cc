#include "landscape/query_words.h"

#include <algorithm>
#include <string_view>

#include "model/columns.h"
#include "text/analyse.h"

namespace fh::landscape {
namespace {

bool all_digits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::optional<size_t> column_end(const Piece& piece) {
  const size_t colon = piece.shape.find(':');
  if (colon == std::string::npos) return std::nullopt;
  const std::string_view name = std::string_view(piece.text).substr(0, colon);
  if (all_digits(name) || model::column_key(name).empty()) return std::nullopt;
  if (std::string_view(piece.shape).substr(colon + 1).starts_with("//")) return std::nullopt;
  return colon;
}

Status refuse_foreign_operator(const Piece& piece) {
  const std::string_view shape = piece.shape;
  if (shape == "|" || shape == "||") {
    return std::unexpected(query_error(piece.position, "| is not an operator here",
                                       "Write or between two words: late or early"));
  }
  if (shape.size() > 1 && shape[0] == '!' && shape[1] != '!') {
    return std::unexpected(query_error(piece.position, "! is not an operator here",
                                       "Write -refund to leave out what holds the word"));
  }
  const size_t caret = shape.rfind('^');
  if (caret != std::string_view::npos && caret > 0 && caret + 1 < shape.size() &&
      all_digits(shape.substr(caret + 1))) {
    return std::unexpected(query_error(piece.position + caret, "Words cannot be given a weight",
                                       "Leave out the ^ and what follows it"));
  }
  return {};
}

Result<Ending> ending_of(const Piece& piece) {
  const size_t size = piece.shape.size();
  const size_t star = piece.shape.find('*');
  if (star != std::string::npos) {
    if (star + 1 == size) return Ending{.kind = Ending::Kind::kPrefix, .at = star};
    return std::unexpected(query_error(piece.position + star,
                                       "A * stands only at the end of a word",
                                       "Write deliv*, or put a \\ before the star"));
  }
  const size_t tilde = piece.shape.rfind('~');
  if (tilde == std::string::npos || tilde == 0 || !all_digits(piece.shape.substr(tilde + 1))) {
    return Ending{.at = size};
  }
  const std::string_view edits = std::string_view(piece.shape).substr(tilde + 1);
  if (!edits.empty() && edits != "1" && edits != "2") {
    return std::unexpected(query_error(piece.position + tilde,
                                       "A fuzzy word may differ by 1 or 2 characters only",
                                       "Write adress~ or adress~2"));
  }
  return Ending{.kind = Ending::Kind::kFuzzy,
                .edits = static_cast<uint8_t>(edits == "2" ? 2 : 1),
                .at = tilde};
}

std::vector<std::string> verbatim_surfaces(const Piece& piece) {
  std::vector<std::string> surfaces;
  size_t from = 0;
  while (from <= piece.text.size()) {
    const size_t space = std::min(piece.shape.find(' ', from), piece.text.size());
    std::string folded = text::fold(piece.text.substr(from, space - from));
    if (!folded.empty()) surfaces.push_back(std::move(folded));
    from = space + 1;
  }
  return surfaces;
}

}  // namespace fh::landscape
