// Requests made at random from the OpenAPI document, by every kind of caller: whatever is
// asked, nobody reads words that are not for them, and nothing of others' is changed.
//
// FH_ACCESS_REQUESTS=N asks more than the few thousand of every test run.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "api/endpoint.h"
#include "api/openapi.h"
#include "api/server.h"
#include "api/visitor.h"
#include "base/json.h"
#include "base/random.h"
#include "base/secrets.h"
#include "testing/counted_random.h"
#include "testing/fake_clock.h"
#include "testing/raw_http.h"
#include "testing/temp_directory.h"

namespace fh::api {
namespace {

using engine::Caller;
using engine::Right;
using engine::Rights;
using engine::Role;
using testing::RawHttp;
using testing::RawReply;

struct Variable {
  std::string name;
  bool in_path = false;
  std::vector<std::string> words = {};  // it may be; none: anything
};

struct Operation {
  std::string method;
  std::string path;
  std::vector<Variable> variables = {};
  std::string example = {};  // of the body; empty: none is taken
};

std::vector<std::string> words_in(Json schema) {
  std::vector<std::string> words;
  if (const auto all = schema.find("enum")) {
    (void)all->for_each_element([&](Json word) -> Status {
      words.emplace_back(word.as_string().value_or(""));
      return {};
    });
  }
  return words;
}

// A stream has no end, and signing out would end what the caller shows.
bool is_left_out(std::string_view path, std::string_view method, Json operation) {
  if (path == "/v1/session" && method == "delete") return true;
  bool streams = false;
  (void)operation.find("responses")->for_each_member([&](std::string_view, Json answer) -> Status {
    const auto content = answer.find("content");
    streams = streams || (content && content->find("text/event-stream"));
    return {};
  });
  return streams;
}

Operation read_operation(std::string_view path, std::string_view method, Json described) {
  Operation operation{.method = std::string(method), .path = std::string(path)};
  for (char& c : operation.method) c = static_cast<char>(std::toupper(c));
  if (const auto all = described.find("parameters")) {
    (void)all->for_each_element([&](Json one) -> Status {
      operation.variables.push_back({.name = std::string(*one.find("name")->as_string()),
                                     .in_path = one.find("in")->as_string() == "path",
                                     .words = words_in(*one.find("schema"))});
      return {};
    });
  }
  if (const auto body = described.find("requestBody")) {
    operation.example = "{}";
    const std::string_view name = *described.find("operationId")->as_string();
    const auto known = std::ranges::find(endpoints(), name, &Endpoint::name);
    if (known != endpoints().end() && !known->takes_example.empty()) {
      operation.example = known->takes_example;
    }
  }
  return operation;
}

std::vector<Operation> read_operations() {
  const std::string document = openapi("0");
  JsonParser parser;
  const auto json = parser.parse(document);
  std::vector<Operation> operations;
  (void)json->find("paths")->for_each_member([&](std::string_view path, Json methods) -> Status {
    return methods.for_each_member([&](std::string_view method, Json described) -> Status {
      if (!is_left_out(path, method, described)) {
        operations.push_back(read_operation(path, method, described));
      }
      return {};
    });
  });
  return operations;
}

// Makes requests that are whole, half right and hostile.
class Asking {
 public:
  Asking(std::vector<Operation> operations, uint64_t seed)
      : operations_(std::move(operations)), rng_(seed) {}

  std::string next(const std::string& headers) {
    const Operation& operation = any(operations_);
    std::string target = operation.path;
    std::string query;
    for (const Variable& variable : operation.variables) {
      if (variable.in_path) {
        const std::string hole = "{" + variable.name + "}";
        const size_t at = target.find(hole);
        if (at != std::string::npos) target.replace(at, hole.size(), in_url(value(variable)));
      } else if (rng_.below(3) == 0) {
        query += fmt::format("{}{}={}", query.empty() ? '?' : '&', variable.name,
                             in_url(value(variable)));
      }
    }
    std::string text = fmt::format("{} {}{} HTTP/1.1\r\nHost: localhost\r\n{}", operation.method,
                                   target, query, headers);
    if (operation.example.empty()) return text + "\r\n";
    const std::string body = changed(operation.example);
    const char* const type = rng_.below(8) == 0 ? "application/x-ndjson" : "application/json";
    return text +
           fmt::format("Content-Type: {}\r\nContent-Length: {}\r\n\r\n{}", type, body.size(), body);
  }
  template <typename T>
  const T& any(const std::vector<T>& of) {
    return of[rng_.below(of.size())];
  }

 private:
  std::string value(const Variable& variable) {
    if (!variable.words.empty() && rng_.below(4) > 0) return any(variable.words);
    if (rng_.below(2) == 0) return fmt::format("e{}", 1 + rng_.below(40));
    if (rng_.below(2) == 0) return fmt::format("{}", rng_.below(50));
    static const std::vector<std::string> kOthers = {"",
                                                     "late",
                                                     "unit:*",
                                                     "by:employee",
                                                     "source:*",
                                                     "-late",
                                                     "*",
                                                     "\"was late\"",
                                                     "felt:<5",
                                                     "unit",
                                                     "source",
                                                     "party",
                                                     "person",
                                                     "by",
                                                     "told",
                                                     "relevance",
                                                     "e0",
                                                     "e-1",
                                                     "-1",
                                                     "0",
                                                     "99999999999999999999",
                                                     "../e1",
                                                     "..%2fe1",
                                                     "%00",
                                                     "\xff\xfe",
                                                     "true",
                                                     "false",
                                                     "1e9",
                                                     "csv",
                                                     "json",
                                                     "2026-01-01",
                                                     "((((((((((",
                                                     std::string(9000, 'a'),
                                                     "e1,e2,e3",
                                                     "'; --",
                                                     "host",
                                                     "cli",
                                                     "teller",
                                                     "member 1",
                                                     "count",
                                                     "read,count,contact,share"};
    return any(kOthers);
  }
  static std::string in_url(const std::string& value) {
    std::string text;
    for (const char c : value) {
      const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0;
      text += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return text;
  }
  std::string changed(std::string body) {
    if (rng_.below(12) == 0) return std::string(5000, '[');
    for (size_t at = body.find("\"e"); at != std::string::npos; at = body.find("\"e", at + 2)) {
      if (rng_.below(2) == 0 && at + 2 < body.size() && std::isdigit(body[at + 2])) {
        body[at + 2] = static_cast<char>('1' + rng_.below(9));
      }
    }
    for (uint64_t left = rng_.below(3) == 0 ? 1 + rng_.below(4) : 0; left > 0; --left) {
      body[rng_.below(body.size())] = static_cast<char>(32 + rng_.below(95));
    }
    return body;
  }

  const std::vector<Operation> operations_;
  Rng rng_;
};

struct Asker {
  std::string name;
  std::string headers = {};
  std::vector<std::string> never = {};  // what no answer to them may hold
};

class AccessFuzz : public ::testing::Test {
 protected:
  static constexpr int kOfEach = 8;

  void SetUp() override {
    auto opened = engine::Engine::open(
        {.directory = directory_.file("data"), .clock = &clock_, .random = &random_});
    ASSERT_TRUE(opened) << to_string(opened.error());
    engine_ = std::move(*opened);
    for (int i = 0; i < kOfEach; ++i) {
      tell("northword", "north");
      tell("southword", "south");
    }
    arrive("annsword", model::Grants::none());
    arrive("bobsword", model::Grants::all().without(model::Purpose::kRead));
    ask_of(arrive("dansword", model::Grants::all()));
    theirs_ = told_;
    auto server = Server::start(*engine_, {.port = 0, .threads = 2, .telling_threads = 2});
    ASSERT_TRUE(server) << to_string(server.error());
    server_ = std::move(*server);
  }

  void tell(const std::string& word, const std::string& place) {
    model::Draft draft;
    draft.source = place + "source";
    draft.text = "the train was late, " + word;
    draft.unit = place + "unit";
    draft.person = fmt::format("{} {}", place, told_);
    ASSERT_TRUE(engine_->tell(std::move(draft), {.caller = kHost}));
    ++told_;
  }
  std::string arrive(const std::string& word, model::Grants grants) {
    model::Draft draft;
    draft.text = "my train was late, " + word;
    const auto told = engine_->ownership().tell(Caller::nobody(), std::move(draft),
                                                {.claim = true, .grants = grants});
    EXPECT_TRUE(told) << (told ? "" : to_string(told.error()));
    ++told_;
    return told->claim_code;
  }

  // Somebody was asked about it, and has answered.
  void ask_of(const std::string& code) {
    const auto teller = engine_->ownership().teller_of(code);
    ASSERT_TRUE(teller);
    const auto asked = engine_->questions().ask(kHost, model::id_of(static_cast<uint64_t>(told_)),
                                                "dansquestion", nullptr);
    ASSERT_TRUE(asked) << to_string(asked.error());
    ASSERT_TRUE(engine_->questions().answer(*teller, asked->number, "dansanswer"));
  }

  std::string member(const std::string& name, Role role, const std::string& scope = {}) {
    const auto made =
        engine_->access().add_member(kHost, {.name = name, .role = role, .scope = scope});
    EXPECT_TRUE(made);
    const auto link = engine_->access().make_link(kHost, made->number);
    const auto session = engine_->access().sign_in(link->token, "setup");
    EXPECT_TRUE(session);
    return fmt::format("Cookie: fh_session={}\r\nX-Firsthand-CSRF: {}\r\n", session->token,
                       csrf_of(session->token));
  }
  std::string key(const std::string& name, Rights rights, const std::string& scope = {}) {
    const auto made = engine_->access().add_key(
        kHost, {.name = name, .rights = rights, .scope = scope, .expires = {}});
    EXPECT_TRUE(made);
    return bearer(made->token);
  }
  static std::string bearer(const std::string& token) {
    return fmt::format("Authorization: Bearer {}\r\n", token);
  }

  // Everything that was there before the asking, as its owner knows it.
  std::string what_is_there() {
    std::string there;
    for (int number = 1; number <= theirs_; ++number) {
      const auto one = engine_->experience(kHost, model::id_of(static_cast<uint64_t>(number)));
      if (!one) {
        there += fmt::format("{} gone\n", number);
        continue;
      }
      there += fmt::format("{} {} {} {} {}\n", number, one->version, one->text, one->unit,
                           one->grants.bits());
      const auto asked = engine_->questions().about(kHost, model::id_of(one->number));
      for (const engine::AskedOf& about : asked->questions) {
        there += fmt::format("  {} {}\n", about.question.text, about.question.answer);
      }
    }
    const auto members = engine_->access().members(kHost);
    const auto keys = engine_->access().keys(kHost);
    return there + fmt::format("{} members, {} keys", members->size(), keys->size());
  }

  void check(const Asker& asker, const std::string& request, const RawReply& reply) {
    const std::string line = request.substr(0, std::min<size_t>(request.find('\r'), 300));
    ASSERT_NE(reply.status, 0) << asker.name << ": " << line;
    ASSERT_NE(reply.status, 500) << asker.name << ": " << line << "\n" << reply.body;
    for (const std::string& word : asker.never) {
      ASSERT_EQ(reply.body.find(word), std::string::npos)
          << asker.name << " is shown " << word << ": " << line << "\n"
          << reply.body;
    }
  }

  inline static const Caller kHost = Caller::host();
  const TempDirectory directory_;
  FakeClock clock_;
  CountedRandom random_;
  int told_ = 0;
  int theirs_ = 0;  // of them, what nobody who asks may change
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<Server> server_;
};

TEST_F(AccessFuzz, NobodyReadsOrChangesWhatIsNotTheirs) {
  const std::string open = "northword";
  const std::vector<std::string> south = {"southword", "southunit", "southsource", "dansquestion",
                                          "dansanswer"};
  std::vector<Asker> askers = {
      {.name = "nobody", .headers = "", .never = {open, south[0], "dansquestion", "dansanswer"}},
      {.name = "listener", .headers = member("lis", Role::kListener), .never = {}},
      {.name = "scoped listener",
       .headers = member("sco", Role::kListener, "unit:northunit"),
       .never = south},
      {.name = "scoped key",
       .headers =
           key("read north", {Right::kCount, Right::kRead, Right::kExport}, "unit:northunit"),
       .never = south},
      {.name = "tell key",
       .headers = key("tell", {Right::kTell}),
       .never = {open, south[0], "dansquestion", "dansanswer"}},
      {.name = "another teller",
       .headers = bearer(arrive("carlsword", model::Grants::all())),
       .never = {open, south[0], "dansquestion", "dansanswer"}},
      {.name = "rubbish", .headers = bearer("fhk_rubbish"), .never = {open, south[0], "bobsword"}}};
  // Hers may be read by nobody else, his counted only.
  for (Asker& asker : askers) asker.never.insert(asker.never.end(), {"annsword", "bobsword"});
  const std::string before = what_is_there();
  const char* const more = std::getenv("FH_ACCESS_REQUESTS");
  const int requests = more ? std::atoi(more) : 4000;
  Asking asking(read_operations(), 20261122);
  int done = 0;
  for (int i = 0; i < requests; ++i) {
    clock_.advance_ms(50);
    const Asker& asker = asking.any(askers);
    const std::string request = asking.next(asker.headers);
    const RawReply reply = RawHttp(server_->port()).ask(request);
    ASSERT_NO_FATAL_FAILURE(check(asker, request, reply));
    done += reply.status < 300 ? 1 : 0;
  }
  // Not merely turned away: a good part was asked rightly.
  EXPECT_GT(done, requests / 20);
  EXPECT_EQ(what_is_there(), before);
}

}  // namespace
}  // namespace fh::api
