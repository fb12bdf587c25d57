#include "api/response_head.h"

#include <fmt/format.h>

#include <array>

#include "api/gzip.h"
#include "base/clock.h"

namespace fh::api {
namespace {

// A page may load only from here and carries no inline script or style.
constexpr std::string_view kFixedHeaders =
    "Content-Security-Policy: default-src 'self'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; "
    "frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: DENY\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\r\n";

// Below this a packet is not full anyway.
constexpr size_t kCompressBytesMin = 1400;

std::string_view reason_of(unsigned status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    default:
      return status < 400 ? "" : status < 500 ? "Refused" : "Failed";
  }
}

// "Sun, 06 Nov 1994 08:49:37 GMT", of now.
std::string http_date() {
  static constexpr std::array<std::string_view, 7> kDays = {"Thu", "Fri", "Sat", "Sun",
                                                            "Mon", "Tue", "Wed"};
  static constexpr std::array<std::string_view, 12> kMonths = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const int64_t seconds = system_clock().now().ms / kMsPerSecond;
  const int64_t days = seconds / 86'400;
  const int64_t of_day = seconds % 86'400;
  const CivilDate date = civil_from_days(days);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                     kDays[static_cast<size_t>(days % 7)], date.day,
                     kMonths[static_cast<size_t>(date.month - 1)], date.year, of_day / 3600,
                     of_day / 60 % 60, of_day % 60);
}

}  // namespace

std::string response_head(const Response& response, HeadOptions options) {
  std::string out = fmt::format("HTTP/1.1 {} {}\r\n", response.status, reason_of(response.status));
  if (!response.type.empty()) out += fmt::format("Content-Type: {}\r\n", response.type);
  const bool bodiless = response.status == static_cast<unsigned>(Code::kNoContent) ||
                        response.status == static_cast<unsigned>(Code::kNotModified);
  if (options.chunked) {
    out += "Transfer-Encoding: chunked\r\n";
  } else if (!bodiless) {
    out += fmt::format("Content-Length: {}\r\n", response.content().size());
  }
  bool caching_said = false;
  for (const Header& header : response.headers) {
    out += fmt::format("{}: {}\r\n", header.name, header.value);
    caching_said = caching_said || header.name == "Cache-Control";
  }
  // Answers hold people's words: nobody between keeps them.
  if (!caching_said) out += "Cache-Control: no-store\r\n";
  out += kFixedHeaders;
  if (options.https) out += "Strict-Transport-Security: max-age=31536000\r\n";
  out += fmt::format("Date: {}\r\n", http_date());
  if (!options.keep_alive) out += "Connection: close\r\n";
  out += "\r\n";
  return out;
}

void compress_if_wanted(Response& response, const RequestHead& head) {
  if (!response.may_compress || response.body.size() < kCompressBytesMin) return;
  response.headers.push_back({"Vary", "Accept-Encoding"});
  if (!accepts_gzip(head.header("accept-encoding"))) return;
  response.body = gzip(response.body);
  response.headers.push_back({"Content-Encoding", "gzip"});
}

}  // namespace fh::api
