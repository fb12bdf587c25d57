#include "api/page_answer.h"

#include <algorithm>

#include "api/error_to_http.h"
#include "api/gzip.h"

namespace fh::api {
namespace {

constexpr uint64_t kPageBytesMax = 64ULL << 20;

const Page* page_at(std::span<const Page> pages, std::string_view path) {
  const auto found =
      std::ranges::find_if(pages, [&](const Page& page) { return page.path == path; });
  return found == pages.end() ? nullptr : &*found;
}

bool is_page_route(const Target& target) {
  if (target.segments.empty()) return true;
  if (target.segments.front() == "v1") return false;
  return target.segments.back().find('.') == std::string::npos;
}

// If-None-Match holds a list of tags, or "*".
bool holds_tag(std::string_view if_none_match, std::string_view etag) {
  return trim(if_none_match) == "*" || if_none_match.find(etag) != std::string_view::npos;
}

}  // namespace

const Page* find_page(std::span<const Page> pages, const Target& target) {
  if (const Page* page = page_at(pages, target.path)) return page;
  return is_page_route(target) ? page_at(pages, "/") : nullptr;
}

Response page_answer(const Page& page, const RequestHead& head) {
  Response response;
  response.may_compress = false;
  response.headers = {
      {"ETag", std::string(page.etag)},
      {"Vary", "Accept-Encoding"},
      {"Cache-Control", page.immutable ? "public, max-age=31536000, immutable" : "no-cache"}};
  if (holds_tag(head.header("if-none-match"), page.etag)) {
    response.status = static_cast<unsigned>(Code::kNotModified);
    return response;
  }
  response.type = page.type;
  if (accepts_gzip(head.header("accept-encoding"))) {
    response.fixed_body = page.gzip;
    response.headers.push_back({"Content-Encoding", "gzip"});
    return response;
  }
  Result<std::string> plain = gunzip(page.gzip, kPageBytesMax);
  if (!plain) return problem(plain.error());
  response.body = std::move(*plain);
  return response;
}

}  // namespace fh::api
