#include "doors/json_split.h"

#include <algorithm>

namespace fh::doors {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

// Behind the string that starts at `at`, or npos.
size_t after_string(std::string_view text, size_t at) {
  ++at;
  while (true) {
    at = text.find_first_of("\"\\", at);
    if (at == std::string_view::npos) return at;
    if (text[at] == '"') return at + 1;
    at += 2;
  }
}

size_t skip_space(std::string_view text, size_t at) {
  return std::min(text.find_first_not_of(kSpace, at), text.size());
}

// Whether a list that starts with an object stands at `at`; its first object's place.
std::optional<size_t> list_of_objects(std::string_view text, size_t at) {
  if (at >= text.size() || text[at] != '[') return std::nullopt;
  at = skip_space(text, at + 1);
  if (at >= text.size() || text[at] != '{') return std::nullopt;
  return at;
}

}  // namespace

size_t json_gap(std::string_view text) {
  const size_t at = text.find_first_not_of(" \t\r\n,[]\x1E");
  return at == std::string_view::npos ? text.size() : at;
}

std::optional<size_t> json_object_length(std::string_view text) {
  size_t depth = 0;
  size_t at = 0;
  while (true) {
    at = text.find_first_of("\"{}[]", at);
    if (at == std::string_view::npos) return std::nullopt;
    const char byte = text[at];
    if (byte == '"') {
      at = after_string(text, at);
      if (at == std::string_view::npos) return std::nullopt;
      continue;
    }
    ++at;
    if (byte == '{' || byte == '[') {
      ++depth;
    } else if (--depth == 0) {
      return at;
    }
  }
}

std::optional<RowsInside> rows_inside(std::string_view text) {
  size_t depth = 0;
  size_t at = 0;
  std::string_view name;
  while (at < text.size()) {
    at = text.find_first_of("\"{}[]:", at);
    if (at == std::string_view::npos) return std::nullopt;
    const char byte = text[at];
    if (byte == '"') {
      const size_t end = after_string(text, at);
      if (end == std::string_view::npos) return std::nullopt;
      if (depth == 1) name = text.substr(at + 1, end - at - 2);
      at = end;
      continue;
    }
    ++at;
    if (byte == '{' || byte == '[') ++depth;
    if ((byte == '}' || byte == ']') && --depth == 0) return std::nullopt;
    if (byte != ':' || depth != 1) continue;
    const auto list = list_of_objects(text, skip_space(text, at));
    if (list) return RowsInside{.member = std::string(name), .offset = *list};
  }
  return std::nullopt;
}

}  // namespace fh::doors
