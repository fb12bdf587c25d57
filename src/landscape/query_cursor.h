// landscape/query_cursor.h: walks over a written query, character by character.
//
// A backslash takes away the next character's meaning: punctuation, space or quote
// becomes part of the word. Each piece therefore comes with its `shape`, where such
// characters are blanked out: operators are looked for in the shape, and what they
// apply to is cut from the text at the same offsets.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/error.h"

namespace fh::landscape {

// An error at a byte of the query; `advice` is one sentence without a full stop.
Error query_error(size_t position, std::string message, std::string advice);

struct Piece {
  std::string text;   // escapes resolved
  std::string shape;  // same length; escaped characters are '\1'
  size_t position = 0;

  bool empty() const { return text.empty(); }
  Piece from(size_t offset) const {
    return {text.substr(offset), shape.substr(offset), position + offset};
  }
  Piece until(size_t offset) const {
    return {text.substr(0, offset), shape.substr(0, offset), position};
  }
};

class Cursor {
 public:
  // REQUIRES: `text` is UTF-8 and outlives the cursor.
  explicit Cursor(std::string_view text) : text_(text) {}

  size_t position() const { return at_; }
  bool at_end() const { return at_ == text_.size(); }
  bool at(char c) const { return !at_end() && text_[at_] == c; }
  // ASCII spaces and the wider ones of Unicode, the ideographic included.
  bool at_space() const { return space_length(at_) > 0; }
  // A straight quote, or one that telephones and word processors make of it.
  bool at_quote() const { return at('"') || curly_quote_length(at_) > 0; }
  // The end, a space, a bracket or a quote: no word goes on here.
  bool at_boundary() const { return boundary(at_); }
  // A whole word, all in lower or all in upper case. REQUIRES: `lower` is lower case.
  bool at_word(std::string_view lower) const;
  // A minus that something follows.
  bool at_minus() const { return at('-') && !boundary_after_minus(); }

  void skip(size_t bytes) { at_ += bytes; }
  void skip_spaces();
  // ":-)" and its like, whose brackets group nothing. False where there is none.
  bool skip_emoticon();

  // Up to the next space, bracket or quote; not empty unless at_boundary().
  Piece read_bare();
  // What stands between quotes. REQUIRES: at_quote(). Error: never closed.
  Result<Piece> read_quoted();

  // For messages: the first character is 1.
  size_t character_number(size_t position) const;

 private:
  size_t character_length(size_t at) const;
  size_t space_length(size_t at) const;
  size_t curly_quote_length(size_t at) const;
  bool boundary(size_t at) const;
  bool boundary_after_minus() const;
  // Appends one character, or an escaped one, to the piece.
  void take(Piece& piece);

  std::string_view text_;
  size_t at_ = 0;
};

// `text` with a backslash before each character that would not stand for itself in
// a bare word, or (quoted) between straight quotes.
enum class Escape : uint8_t { kBare, kQuoted };
std::string escaped(std::string_view text, Escape escape);

}  // namespace fh::landscape
