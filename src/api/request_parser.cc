#include "api/request_parser.h"

#include <boost/beast/http/basic_parser.hpp>
#include <utility>  // Beast 1.81 uses std::exchange without including it

#include "base/check.h"

namespace fh::api {
namespace {

namespace http = boost::beast::http;
using boost::system::error_code;
using BeastText = boost::beast::string_view;

std::string text_of(BeastText text) {
  return std::string(text.data(), text.size());
}

class Events : public http::basic_parser<true> {
 public:
  RequestHead head;
  std::string* body = nullptr;
  bool header_done = false;
  bool wrong_version = false;

 private:
  void on_request_impl(http::verb, BeastText method, BeastText target, int version,
                       error_code&) override {
    head.method = text_of(method);
    head.target = text_of(target);
    head.version = version;
    wrong_version = version != 10 && version != 11;
  }
  void on_response_impl(int, BeastText, int, error_code&) override {}
  void on_field_impl(http::field, BeastText name, BeastText value, error_code&) override {
    // Fields after a chunked body are trailers: nothing here reads them, and none may
    // pass for a header.
    if (header_done) return;
    head.headers.push_back({lower(text_of(name)), text_of(value)});
  }
  void on_header_impl(error_code&) override { header_done = true; }
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(BeastText text, error_code&) override {
    body->append(text.data(), text.size());
    return text.size();
  }
  void on_chunk_header_impl(std::uint64_t, BeastText, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, BeastText text, error_code&) override {
    body->append(text.data(), text.size());
    return text.size();
  }
  void on_finish_impl(error_code&) override {}
};

ParseFault fault_of(const error_code& error) {
  if (!error || error == http::error::need_more) return ParseFault::kNone;
  if (error == http::error::header_limit) return ParseFault::kHeaderTooLarge;
  if (error == http::error::bad_version) return ParseFault::kVersion;
  return ParseFault::kMalformed;
}

// What follows a header in one piece (a chunk's size line, a trailer) may be this
// long; chunk extensions are not used by anyone in earnest.
constexpr size_t kChunkHeaderBytesMax = 16 * 1024;

}  // namespace

struct RequestParser::Impl {
  Events events;
  ParseFault fault = ParseFault::kNone;
};

RequestParser::RequestParser(size_t header_bytes_max) : impl_(std::make_unique<Impl>()) {
  impl_->events.header_limit(static_cast<std::uint32_t>(header_bytes_max));
  // Bodies are bounded by the reader, who knows what they are for.
  impl_->events.body_limit(boost::none);
}

RequestParser::~RequestParser() = default;

bool RequestParser::header_complete() const {
  return impl_->events.header_done;
}
bool RequestParser::complete() const {
  return impl_->events.is_done();
}
ParseFault RequestParser::fault() const {
  return impl_->fault;
}

RequestHead& RequestParser::head() {
  FH_CHECK(header_complete());
  return impl_->events.head;
}

size_t RequestParser::feed(std::string_view input, std::string& body) {
  Events& events = impl_->events;
  if (impl_->fault != ParseFault::kNone || events.is_done()) return 0;
  const bool had_header = events.header_done;
  events.eager(had_header);
  events.body = &body;
  error_code error;
  const size_t used = events.put(boost::asio::const_buffer(input.data(), input.size()), error);
  impl_->fault = fault_of(error);
  if (events.wrong_version) impl_->fault = ParseFault::kVersion;
  if (had_header && used == 0 && input.size() > kChunkHeaderBytesMax && !events.is_done()) {
    impl_->fault = ParseFault::kMalformed;
  }
  if (!had_header && events.header_done) {
    events.head.chunked = events.chunked();
    events.head.keep_alive = events.keep_alive();
    if (const auto length = events.content_length()) events.head.content_length = *length;
  }
  return used;
}

}  // namespace fh::api
