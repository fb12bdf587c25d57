// Any bytes as what a client sends: framing, header, target, arguments, the decision
// made of them, and a body read as lines. Cutting the bytes elsewhere changes nothing.
#include <cstdint>
#include <string>
#include <string_view>

#include "api/admission.h"
#include "api/line_intake.h"
#include "api/request_parser.h"
#include "api/response_head.h"
#include "base/check.h"

namespace {

using namespace fh::api;

constexpr size_t kHeaderBytesMax = 4096;

struct Reading {
  ParseFault fault = ParseFault::kNone;
  bool header = false;
  bool complete = false;
  RequestHead head;
  std::string body;
};

Reading read(std::string_view text, size_t step) {
  RequestParser parser(kHeaderBytesMax);
  Reading out;
  std::string in;
  while (!parser.complete() && parser.fault() == ParseFault::kNone) {
    const size_t used = parser.feed(in, out.body);
    FH_CHECK(used <= in.size());
    in.erase(0, used);
    if (used > 0) continue;
    if (text.empty()) break;
    in += text.substr(0, step);
    text.remove_prefix(std::min(step, text.size()));
  }
  out.fault = parser.fault();
  out.header = parser.header_complete();
  out.complete = parser.complete();
  if (out.header) out.head = parser.head();
  return out;
}

void check_same(const Reading& a, const Reading& b) {
  FH_CHECK(a.complete == b.complete);
  if (!a.complete) return;  // A refusal may come sooner or later.
  FH_CHECK(a.body == b.body && a.head.target == b.head.target && a.head.headers == b.head.headers);
}

void check_decision(const RequestHead& head) {
  static const ServerOptions options;
  Decision decision = admit(head, options, [](const RequestHead& request) {
    Visitor visitor;
    if (request.header("authorization").empty()) visitor.caller = fh::engine::Caller::host();
    visitor.address = client_address(request, options, "127.0.0.1");
    return visitor;
  });
  FH_CHECK(decision.answer.has_value() || decision.endpoint != nullptr);
  if (!decision.answer) return;
  compress_if_wanted(*decision.answer, head);
  const std::string text = response_head(*decision.answer, {});
  // Nothing a client sent ends a header early.
  FH_CHECK(text.find("\r\n\r\n") == text.size() - 4);
}

void check_lines(const std::string& body, Encoded encoded) {
  LineIntake intake(encoded, {.line_bytes_max = 64, .stream_bytes_max = 1 << 20});
  uint64_t last = 0;
  for (size_t at = 0; at < body.size(); at += 7) {
    if (!intake.feed(std::string_view(body).substr(at, 7))) return;
    FH_CHECK(intake.next_line() >= last);
    last = intake.next_line();
  }
  (void)intake.finish();
  (void)intake.take(LineIntake::Take::kAll);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Reading whole = read(text, size + 1);
  check_same(whole, read(text, 1 + size % 13));
  if (whole.header) check_decision(whole.head);
  check_lines(whole.body, Encoded::kPlain);
  check_lines(whole.body, Encoded::kCompressed);
  return 0;
}
