#include "api/http_types.h"

#include <algorithm>

namespace fh::api {
namespace {

char lower_char(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Calls visit(item) for each trimmed item of a comma-separated header value.
template <typename Visit>
void for_each_item(std::string_view list, const Visit& visit) {
  while (!list.empty()) {
    const size_t comma = list.find(',');
    visit(trim(list.substr(0, comma)));
    if (comma == std::string_view::npos) return;
    list.remove_prefix(comma + 1);
  }
}

// "gzip;q=0.0" is a refusal; any other weight is good enough.
bool is_refused(std::string_view item) {
  const size_t at = item.find(';');
  if (at == std::string_view::npos) return false;
  const std::string_view weight = trim(item.substr(at + 1));
  if (weight.size() < 3 || lower_char(weight[0]) != 'q' || weight[1] != '=') return false;
  return weight.substr(2).find_first_not_of("0.") == std::string_view::npos;
}

bool media_range_covers(std::string_view range, std::string_view type) {
  if (range == "*/*" || same_word(range, type)) return true;
  if (!range.ends_with("/*")) return false;
  range.remove_suffix(1);
  return same_word(range, type.substr(0, range.size()));
}

}  // namespace

std::string_view name_of(Method method) {
  switch (method) {
    case Method::kGet:
      return "GET";
    case Method::kPost:
      return "POST";
    case Method::kPut:
      return "PUT";
    case Method::kPatch:
      return "PATCH";
    case Method::kDelete:
      return "DELETE";
  }
  return {};
}

std::string_view RequestHead::header(std::string_view name) const {
  for (const Header& header : headers) {
    if (header.name == name) return header.value;
  }
  return {};
}

size_t RequestHead::count(std::string_view name) const {
  return static_cast<size_t>(std::count_if(
      headers.begin(), headers.end(), [&](const Header& header) { return header.name == name; }));
}

bool same_word(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return lower_char(x) == lower_char(y);
         });
}

std::string_view trim(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower_char);
  return out;
}

std::string media_type_of(std::string_view content_type) {
  return lower(trim(content_type.substr(0, content_type.find(';'))));
}

bool accepts(std::string_view accept, std::string_view type) {
  if (trim(accept).empty()) return true;
  bool found = false;
  for_each_item(accept, [&](std::string_view item) {
    const std::string_view range = trim(item.substr(0, item.find(';')));
    if (!is_refused(item) && media_range_covers(range, type)) found = true;
  });
  return found;
}

bool accepts_gzip(std::string_view accept_encoding) {
  bool named = false;
  bool refused = false;
  bool any = false;
  for_each_item(accept_encoding, [&](std::string_view item) {
    const std::string_view coding = trim(item.substr(0, item.find(';')));
    if (same_word(coding, "gzip") || same_word(coding, "x-gzip")) {
      (is_refused(item) ? refused : named) = true;
    } else if (coding == "*" && !is_refused(item)) {
      any = true;
    }
  });
  return named || (any && !refused);
}

}  // namespace fh::api
