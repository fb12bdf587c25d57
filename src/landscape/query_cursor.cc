#include "landscape/query_cursor.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace fh::landscape {
namespace {

constexpr std::array<std::string_view, 20> kWideSpaces = {
    "\u00A0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004",
    "\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200A", "\u2028",
    "\u2029", "\u202F", "\u205F", "\u3000", "\u0085", "\uFEFF"};
constexpr std::array<std::string_view, 4> kCurlyQuotes = {"\u201C", "\u201D", "\u201E", "\u201F"};

constexpr bool is_ascii_punctuation(char c) {
  return c > ' ' && c < '\x7F' && !is_ascii_letter(c) && !is_ascii_digit(c);
}

// Length of the first of `texts` that stands at the start, or 0.
template <size_t N>
size_t length_of_any(const std::array<std::string_view, N>& texts, std::string_view at) {
  for (const std::string_view text : texts) {
    if (at.starts_with(text)) return text.size();
  }
  return 0;
}

}  // namespace

Error query_error(size_t position, std::string message, std::string advice) {
  return Error{.code = ErrorCode::kInvalid,
               .message = std::move(message),
               .field = "q",
               .advice = std::move(advice),
               .position = static_cast<int64_t>(position)};
}

size_t Cursor::character_length(size_t at) const {
  const auto lead = static_cast<unsigned char>(text_[at]);
  const size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return std::min(length, text_.size() - at);
}

size_t Cursor::space_length(size_t at) const {
  if (at >= text_.size()) return 0;
  if (is_ascii_space(text_[at])) return 1;
  return length_of_any(kWideSpaces, text_.substr(at));
}

size_t Cursor::curly_quote_length(size_t at) const {
  return length_of_any(kCurlyQuotes, text_.substr(std::min(at, text_.size())));
}

bool Cursor::boundary(size_t at) const {
  if (at >= text_.size() || space_length(at) > 0) return true;
  return text_[at] == '(' || text_[at] == ')' || text_[at] == '"' || curly_quote_length(at) > 0;
}

bool Cursor::boundary_after_minus() const {
  const size_t next = at_ + 1;
  return next >= text_.size() || space_length(next) > 0 || text_[next] == ')';
}

bool Cursor::at_word(std::string_view lower) const {
  const std::string_view here = text_.substr(at_, lower.size());
  if (here.size() != lower.size() || !boundary(at_ + lower.size())) return false;
  if (here == lower) return true;
  return std::ranges::equal(
      here, lower, [](char a, char b) { return is_ascii_upper(a) && ascii_lower(a) == b; });
}

void Cursor::skip_spaces() {
  while (const size_t length = space_length(at_)) at_ += length;
}

bool Cursor::skip_emoticon() {
  if (!at(':') && !at(';')) return false;
  size_t mouth = at_ + 1;
  if (mouth < text_.size() && text_[mouth] == '-') ++mouth;
  if (mouth >= text_.size()) return false;
  constexpr std::string_view kMouths = "()[]{}|/\\*<>DPpOo";
  if (kMouths.find(text_[mouth]) == std::string_view::npos) return false;
  const size_t end = mouth + 1;
  if (end < text_.size() && space_length(end) == 0 && text_[end] != ')') return false;
  at_ = end;
  return true;
}

void Cursor::take(Piece& piece) {
  const size_t next = at_ + 1;
  if (text_[at_] == '\\' && next < text_.size()) {
    const bool escapable =
        is_ascii_punctuation(text_[next]) || space_length(next) > 0 || curly_quote_length(next) > 0;
    if (escapable) {
      const size_t length = character_length(next);
      piece.text.append(text_.substr(next, length));
      piece.shape.append(length, '\1');
      at_ = next + length;
      return;
    }
  }
  const size_t length = character_length(at_);
  piece.text.append(text_.substr(at_, length));
  piece.shape.append(text_.substr(at_, length));
  at_ += length;
}

Piece Cursor::read_bare() {
  Piece piece{.text = {}, .shape = {}, .position = at_};
  while (!boundary(at_)) take(piece);
  return piece;
}

Result<Piece> Cursor::read_quoted() {
  const size_t opened = at_;
  const bool straight = at('"');
  at_ += straight ? 1 : curly_quote_length(at_);
  Piece piece{.text = {}, .shape = {}, .position = at_};
  while (!at_end()) {
    const size_t closing = straight ? (at('"') ? 1 : 0) : curly_quote_length(at_);
    if (closing > 0) {
      at_ += closing;
      return piece;
    }
    take(piece);
  }
  return std::unexpected(query_error(
      opened,
      fmt::format("The quote opened at character {} is never closed", character_number(opened)),
      "Close it, or leave it out: \"out of stock\""));
}

size_t Cursor::character_number(size_t position) const {
  const std::string_view before = text_.substr(0, position);
  return 1 + static_cast<size_t>(std::ranges::count_if(
                 before, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string escaped(std::string_view text, Escape escape) {
  // These stand inside words without any meaning of their own.
  constexpr std::string_view kHarmless = "'.,_";
  std::string out;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const std::string_view rest = text.substr(at);
    bool special = c == '"' || c == '\\';
    if (escape == Escape::kBare) {
      special = (is_ascii_punctuation(c) && kHarmless.find(c) == std::string_view::npos) ||
                is_ascii_space(c) || length_of_any(kWideSpaces, rest) > 0 ||
                length_of_any(kCurlyQuotes, rest) > 0;
    }
    if (special) out += '\\';
    out += c;
  }
  return out;
}

}  // namespace fh::landscape
