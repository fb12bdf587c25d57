#include "api/requests_json.h"

#include <gmock/gmock.h>

#include <array>

#include "api/retention_json.h"
#include "base/random.h"

namespace fh::api {
namespace {

using engine::IdentityType;
using record::RequestType;
using ::testing::SizeIs;

constexpr std::string_view kAsk =
    R"({"subject_request_id":"6f1c2d0e-9b7a-4c55-8a3e-0d4f5b6c7d8e",)"
    R"("subject_request_type":"erasure","submitted_time":"2026-05-01T08:30:00Z",)"
    R"("regulation":"gdpr","api_version":"2.0","subject_identities":[)"
    R"({"identity_type":"controller_customer_id","identity_value":"customer-42",)"
    R"("identity_format":"raw","source":"support-desk"},)"
    R"({"identity_type":"source_id","identity_value":"a17","source":"support-desk"}]})";

TEST(RequestsJson, ReadsWhatOpenDsrSends) {
  const auto asked = read_request(kAsk);
  ASSERT_TRUE(asked) << to_string(asked.error());
  EXPECT_EQ(asked->id, "6f1c2d0e-9b7a-4c55-8a3e-0d4f5b6c7d8e");
  EXPECT_EQ(asked->type, RequestType::kErasure);
  ASSERT_THAT(asked->identities, SizeIs(2));
  EXPECT_EQ(asked->identities[0].type, IdentityType::kSourcePerson);
  EXPECT_EQ(asked->identities[0].source, "support-desk");
  EXPECT_EQ(asked->identities[0].value, "customer-42");
  EXPECT_EQ(asked->identities[1].type, IdentityType::kSourceId);
}

TEST(RequestsJson, SaysWhichFieldIsWrong) {
  const auto field = [](std::string_view body) {
    const auto asked = read_request(body);
    return asked ? "" : asked.error().field;
  };
  EXPECT_EQ(field("[]"), "the body");
  EXPECT_EQ(field("{}"), "subject_request_type");
  EXPECT_EQ(field(R"({"subject_request_type":"sale"})"), "subject_request_type");
  EXPECT_EQ(field(R"({"subject_request_type":7})"), "subject_request_type");
  EXPECT_EQ(field(R"({"status_callback_urls":[]})"), "status_callback_urls");
  EXPECT_EQ(field(R"({"submitted_time":"soon"})"), "submitted_time");
  EXPECT_EQ(field(R"({"subject_identities":{}})"), "subject_identities");
  EXPECT_EQ(field(R"({"subject_identities":["a"]})"), "subject_identities");
  EXPECT_EQ(field(R"({"subject_identities":[{"identity_value":"a"}]})"), "identity_type");
  EXPECT_EQ(field(R"({"subject_identities":[{"identity_type":"email"}]})"), "identity_type");
  EXPECT_EQ(field(R"({"subject_identities":[{"identity_type":"person","age":"7"}]})"),
            "subject_identities");
  EXPECT_EQ(field(R"({"subject_identities":[{"identity_format":"sha256"}]})"), "identity_format");
}

// Goal: whatever comes, it is read or refused with words, and never read by halves.
TEST(RequestsJson, BrokenBodiesAreRefusedWithWords) {
  Rng rng(11);
  size_t refused = 0;
  for (int i = 0; i < 3000; ++i) {
    std::string body(kAsk);
    for (uint64_t n = 1 + rng.below(4); n > 0; --n) {
      const size_t at = rng.below(body.size());
      switch (rng.below(3)) {
        case 0:
          body.erase(at, 1 + rng.below(8));
          break;
        case 1:
          body[at] = static_cast<char>(rng.below(256));
          break;
        default:
          body.insert(at, 1, std::string_view(R"({"[)")[rng.below(3)]);
      }
    }
    const auto request = read_request(body);
    const auto rule = read_rule(body);
    EXPECT_FALSE(rule) << "it is none";
    for (const Error& error :
         {request ? Error{.message = "none"} : request.error(), rule.error()}) {
      EXPECT_FALSE(error.message.empty());
      EXPECT_EQ(error.message.find("customer-42"), std::string::npos);
    }
    if (!request) ++refused;
  }
  EXPECT_GT(refused, 1000U);
}

TEST(RetentionJson, ReadsATimer) {
  const auto rule = read_rule(R"({"source":"desk","kind":"wish","days":730,"claimed":"spare"})");
  ASSERT_TRUE(rule) << to_string(rule.error());
  EXPECT_EQ(rule->source, "desk");
  EXPECT_EQ(rule->kind, "wish");
  EXPECT_EQ(rule->days, 730U);
  EXPECT_EQ(rule->claimed, record::Claimed::kSpare);
  for (const char* body : {R"({"source":"desk"})", R"({"source":"desk","days":0})",
                           R"({"source":"desk","days":36501})", R"({"source":"d","days":1.5})",
                           R"({"source":"d","days":"7"})"}) {
    const auto wrong = read_rule(body);
    ASSERT_FALSE(wrong) << body;
    EXPECT_EQ(wrong.error().field, "days") << body;
  }
  EXPECT_EQ(read_rule(R"({"days":1,"claimed":"keep"})").error().field, "claimed");
}

TEST(RequestsJson, TheSchemaRefersOnlyToWhatItHolds) {
  std::string text;
  JsonWriter json(text);
  write_subject_data(json, {.request = {}, .at = {}});
  JsonParser parser;
  const auto read = parser.parse(text);
  ASSERT_TRUE(read);
  const auto parts = read->find("schema")->find("components")->find("schemas");
  const std::string prefix = "#/components/schemas/";
  size_t references = 0;
  for (size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at + 1)) {
    const size_t from = at + prefix.size();
    const std::string name = text.substr(from, text.find('"', from) - from);
    EXPECT_TRUE(parts->find(name)) << name;
    ++references;
  }
  EXPECT_GT(references, 8U);
}

}  // namespace
}  // namespace fh::api
