#include "api/web_address.h"

#include <algorithm>
#include <charconv>

namespace fh::api {
namespace {

constexpr size_t kAddressBytesMax = 2048;
constexpr std::string_view kHttps = "https://";
constexpr std::string_view kHttp = "http://";

std::unexpected<Error> wrong(std::string what) {
  return failure(ErrorCode::kInvalid, std::move(what));
}

bool is_host_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_';
}

// "host", "host:port", "[::1]:port".
Status read_authority(std::string_view text, WebAddress& address) {
  address.authority = text;
  std::string_view port;
  if (text.starts_with('[')) {
    const size_t end = text.find(']');
    if (end == std::string_view::npos) return wrong("its host has no closing bracket");
    address.host = text.substr(1, end - 1);
    port = text.substr(end + 1);
    const bool numbers = std::ranges::all_of(
        address.host, [](char c) { return c == ':' || (is_host_letter(c) && c != '_'); });
    if (!numbers) return wrong("its host is no address");
  } else {
    const size_t colon = std::min(text.find(':'), text.size());
    address.host = text.substr(0, colon);
    port = text.substr(colon);
    if (!std::ranges::all_of(address.host, is_host_letter)) return wrong("its host is no name");
  }
  if (address.host.empty()) return wrong("it names no host");
  if (port.empty()) return {};
  const auto [end, code] =
      std::from_chars(port.data() + 1, port.data() + port.size(), address.port);
  const bool whole = port.front() == ':' && port.size() > 1 && code == std::errc() &&
                     end == port.data() + port.size() && address.port != 0;
  return whole ? Status() : wrong("its port is no number from 1 to 65535");
}

// 127.0.0.0/8 as numbers: a name may begin so and lead elsewhere.
bool is_this_machine(const std::string& host) {
  const bool numbers = host.find_first_not_of("0123456789.") == std::string::npos;
  return host == "localhost" || host == "::1" || (host.starts_with("127.") && numbers);
}

}  // namespace

Result<WebAddress> parse_web_address(std::string_view text) {
  if (text.size() > kAddressBytesMax) return wrong("it has more than 2048 bytes");
  const bool visible = std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7F'; });
  if (!visible) return wrong("it holds what no address holds");
  WebAddress address;
  address.by_tls = text.starts_with(kHttps);
  if (!address.by_tls && !text.starts_with(kHttp)) return wrong("it does not begin with https://");
  text.remove_prefix(address.by_tls ? kHttps.size() : kHttp.size());
  if (!address.by_tls) address.port = 80;
  if (text.find('#') != std::string_view::npos) return wrong("it has a fragment");
  const size_t slash = std::min(text.find_first_of("/?"), text.size());
  const std::string_view authority = text.substr(0, slash);
  if (authority.find('@') != std::string_view::npos) return wrong("it names a user");
  FH_RETURN_IF_ERROR(read_authority(authority, address));
  const std::string_view target = text.substr(slash);
  if (!target.empty()) address.target = (target.front() == '?' ? "/" : "") + std::string(target);
  if (!address.by_tls && !is_this_machine(address.host)) {
    return wrong("it begins with http://, which is for this machine alone: secrets would be sent");
  }
  return address;
}

}  // namespace fh::api
