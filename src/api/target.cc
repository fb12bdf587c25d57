#include "api/target.h"

#include <fmt/format.h>

#include <cstdint>

namespace fh::api {
namespace {

enum class Plus : uint8_t { kIsPlus, kIsSpace };

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::unexpected<Error> bad_target(std::string message) {
  return failure(ErrorCode::kInvalid, std::move(message), "target");
}

Status decode(std::string_view text, Plus plus, std::string& out) {
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0) return bad_target("a '%' is not followed by two hexadecimal digits");
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus == Plus::kIsSpace) {
      c = ' ';
    }
    out.push_back(c);
  }
  if (!is_utf8(out)) return bad_target("the address is not valid UTF-8 once decoded");
  return {};
}

bool has_control(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return true;
  }
  return false;
}

Status split_path(std::string_view path, std::vector<std::string>& segments) {
  path.remove_prefix(1);
  while (!path.empty()) {
    const size_t slash = path.find('/');
    std::string segment;
    FH_RETURN_IF_ERROR(decode(path.substr(0, slash), Plus::kIsPlus, segment));
    if (segment == "." || segment == "..") return bad_target("the path climbs with '.' or '..'");
    if (has_control(segment)) return bad_target("the path holds a control character");
    segments.push_back(std::move(segment));
    if (slash == std::string_view::npos) return {};
    path.remove_prefix(slash + 1);
    if (path.empty()) segments.emplace_back();
  }
  return {};
}

Status split_query(std::string_view query,
                   std::vector<std::pair<std::string, std::string>>& arguments) {
  while (!query.empty()) {
    const size_t end = query.find('&');
    const std::string_view argument = query.substr(0, end);
    if (!argument.empty()) {
      if (arguments.size() == kQueryArgumentsMax) {
        return failure(ErrorCode::kTooLarge,
                       fmt::format("more than {} query arguments", kQueryArgumentsMax), "target");
      }
      const size_t equals = argument.find('=');
      std::string name;
      std::string value;
      FH_RETURN_IF_ERROR(decode(argument.substr(0, equals), Plus::kIsSpace, name));
      if (equals != std::string_view::npos) {
        FH_RETURN_IF_ERROR(decode(argument.substr(equals + 1), Plus::kIsSpace, value));
      }
      arguments.emplace_back(std::move(name), std::move(value));
    }
    if (end == std::string_view::npos) return {};
    query.remove_prefix(end + 1);
  }
  return {};
}

// Bytes a UTF-8 sequence with this first byte has, or 0.
size_t sequence_length(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  if (first >= 0xf0 && first < 0xf5) return 4;
  return 0;
}

// Second bytes are narrower than 0x80..0xbf where overlong forms, surrogates or
// code points past U+10FFFF would begin.
bool second_is_valid(unsigned char first, unsigned char second) {
  if (first == 0xe0) return second >= 0xa0;
  if (first == 0xed) return second < 0xa0;
  if (first == 0xf0) return second >= 0x90;
  if (first == 0xf4) return second < 0x90;
  return true;
}

}  // namespace

bool is_utf8(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    const size_t length = sequence_length(first);
    if (length == 0 || i + length > text.size()) return false;
    for (size_t k = 1; k < length; ++k) {
      if ((static_cast<unsigned char>(text[i + k]) & 0xc0) != 0x80) return false;
    }
    if (length > 1 && !second_is_valid(first, static_cast<unsigned char>(text[i + 1]))) {
      return false;
    }
    i += length;
  }
  return true;
}

Result<Target> parse_target(std::string_view target) {
  if (target.starts_with("http://") || target.starts_with("https://")) {
    const size_t slash = target.find('/', target.find("//") + 2);
    target = slash == std::string_view::npos ? "/" : target.substr(slash);
  }
  target = target.substr(0, target.find('#'));
  if (target.empty() || target.front() != '/') return bad_target("the path must begin with '/'");
  Target out;
  const size_t question = target.find('?');
  out.path = target.substr(0, question);
  FH_RETURN_IF_ERROR(split_path(out.path, out.segments));
  if (question != std::string_view::npos) {
    FH_RETURN_IF_ERROR(split_query(target.substr(question + 1), out.query));
  }
  return out;
}

std::string percent_encode(std::string_view text) {
  static constexpr std::string_view kUnreserved =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string out;
  for (const char c : text) {
    if (kUnreserved.find(c) != std::string_view::npos) {
      out.push_back(c);
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

}  // namespace fh::api
