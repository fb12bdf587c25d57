#include "api/arguments.h"

#include <gtest/gtest.h>

#include "api/search_ask.h"

namespace fh::api {
namespace {

Result<Arguments> check(const NamedValues& given) {
  return Arguments::check(search_parameters(), {}, given);
}

TEST(Arguments, NameAnUnknownParameterAndListTheKnownOnes) {
  const auto arguments = check({{"querry", "x"}});
  ASSERT_FALSE(arguments);
  EXPECT_EQ(arguments.error().field, "querry");
  EXPECT_NE(arguments.error().advice.find("facet_limit"), std::string::npos);
}

TEST(Arguments, RefuseAValueBeyondItsBoundsAndSayThem) {
  EXPECT_TRUE(check({{"limit", "1000"}}));
  const auto arguments = check({{"limit", "1001"}});
  ASSERT_FALSE(arguments);
  EXPECT_NE(arguments.error().message.find("from 0 to 1000"), std::string::npos);
  for (const char* bad : {"", "-1", "1.5", "7x", " 7", "99999999999999999999"}) {
    EXPECT_FALSE(check({{"limit", bad}})) << bad;
  }
}

TEST(Arguments, RefuseAParameterGivenTwice) {
  EXPECT_FALSE(check({{"q", "a"}, {"q", "a"}}));
}

TEST(Arguments, FillInWhatIsNotSaid) {
  const auto arguments = check({});
  ASSERT_TRUE(arguments);
  EXPECT_EQ(arguments->integer("limit"), 10);
  EXPECT_EQ(arguments->text("sort"), "relevance");
  EXPECT_FALSE(arguments->has("histogram"));
}

TEST(Arguments, RefuseMoreFacetsThanTheLimit) {
  std::string list;
  for (int i = 0; i < 32; ++i) list += "a,";
  EXPECT_TRUE(check({{"facets", list}}));
  EXPECT_EQ(check({{"facets", list + "b"}}).error().code, ErrorCode::kTooLarge);
}

TEST(SearchAsk, SaysTheSameInJsonAsInAQueryString) {
  const auto arguments = check({{"q", "late"},
                                {"limit", "3"},
                                {"sort", "gap_low"},
                                {"facets", "stage, touchpoint"},
                                {"ratings", "true"}});
  const auto by_query = read_search(*arguments);
  const auto by_body = read_search(std::string_view(
      R"({"q":"late","limit":3,"sort":"gap_low","facets":["stage","touchpoint"],"ratings":true})"));
  ASSERT_TRUE(by_query);
  ASSERT_TRUE(by_body);
  for (const auto& options : {&*by_query, &*by_body}) {
    EXPECT_EQ(options->q, "late");
    EXPECT_EQ(options->rest.limit, 3U);
    EXPECT_EQ(options->rest.sort, landscape::Sort::kGapLow);
    ASSERT_EQ(options->rest.facets.size(), 2U);
    EXPECT_EQ(options->rest.facets[1].column, "touchpoint");
    EXPECT_TRUE(options->rest.ratings);
  }
}

TEST(SearchAsk, LetsAFacetHaveItsOwnSettings) {
  const auto options = read_search(std::string_view(
      R"({"facet_limit":7,"facets":["stage",{"column":"unit","limit":3,"details":true}]})"));
  ASSERT_TRUE(options);
  EXPECT_EQ(options->rest.facets[0].limit, 7U);
  EXPECT_FALSE(options->rest.facets[0].detailed);
  EXPECT_EQ(options->rest.facets[1].limit, 3U);
  EXPECT_TRUE(options->rest.facets[1].detailed);
}

TEST(SearchAsk, NamesTheFieldOfAWrongOrUnknownMember) {
  const std::vector<std::pair<std::string_view, std::string>> wrong = {
      {R"({"limit":"3"})", "limit"},
      {R"({"ratings":1})", "ratings"},
      {R"({"querry":"x"})", "querry"},
      {R"({"facets":"stage"})", "facets"},
      {R"({"facets":[1]})", "facets"},
      {R"({"facets":[{"colum":"a"}]})", "facets.colum"},
      {R"({"facets":[{}]})", "facets.column"},
      {R"({"sort":"best"})", "sort"},
      {R"({"limit":1.5})", "limit"},
      {R"({"facets":[{"column":"a","limit":0}]})", "facets.limit"},
      {R"([])", "body"}};
  for (const auto& [json, field] : wrong) {
    const auto options = read_search(json);
    ASSERT_FALSE(options) << json;
    EXPECT_EQ(options.error().field, field) << json;
  }
}

}  // namespace
}  // namespace fh::api
