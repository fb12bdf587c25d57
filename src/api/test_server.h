// api/test_server.h: a server over a fake engine, for the tests beside it.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "api/server.h"
#include "testing/fake_engine.h"
#include "testing/raw_http.h"

namespace fh::api {

using testing::RawHttp;
using testing::RawReply;

class ServerTest : public ::testing::Test {
 protected:
  void start(ServerOptions options = {}) {
    options.port = 0;
    engine_.access();  // makes its record, for which no request should wait
    if (options.threads == 0) options.threads = 2;
    auto server = Server::start(engine_, std::move(options));
    ASSERT_TRUE(server) << to_string(server.error());
    server_ = std::move(*server);
  }

  static std::string get(std::string_view target, std::string_view more = {}) {
    return fmt::format("GET {} HTTP/1.1\r\nHost: localhost\r\n{}\r\n", target, more);
  }
  static std::string post(std::string_view target, std::string_view type, std::string_view body,
                          std::string_view more = {}) {
    return fmt::format(
        "POST {} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {}\r\nContent-Length: {}\r\n{}\r\n{}",
        target, type, body.size(), more, body);
  }
  static std::string post_json(std::string_view target, std::string_view body) {
    return post(target, "application/json", body);
  }

  RawReply ask(std::string_view text) { return RawHttp(server_->port()).ask(text); }

  testing::FakeEngine engine_;
  std::unique_ptr<Server> server_;
};

}  // namespace fh::api
