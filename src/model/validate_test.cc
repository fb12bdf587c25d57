#include "model/validate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "base/limits.h"
#include "testing/fake_clock.h"
#include "testing/random_draft.h"

namespace fh::model {
namespace {

using testing::HasSubstr;

constexpr Instant kNow = FakeClock::kStart;  // 2026-01-01

Draft draft_of(std::string text) {
  Draft draft;
  draft.text = std::move(text);
  return draft;
}

Experience accepted(Draft draft) {
  Result<Checked> checked = validate(std::move(draft), kNow);
  EXPECT_TRUE(checked.has_value()) << (checked ? "" : to_string(checked.error()));
  return checked ? checked->experience : Experience{};
}

Error refused(Draft draft) {
  const Result<Checked> checked = validate(std::move(draft), kNow);
  EXPECT_FALSE(checked.has_value());
  return checked ? Error{.message = "accepted"} : checked.error();
}

// A draft with one field changed by `change`.
template <typename Change>
Draft with(Change change) {
  Draft draft = draft_of("late");
  change(draft);
  return draft;
}

Draft with_signifier(std::string name, SignifierValue value) {
  return with(
      [&](Draft& draft) { draft.signifiers.push_back({std::move(name), std::move(value)}); });
}

TEST(Validate, NeedsWordsAlone) {
  const Experience experience = accepted(draft_of(" The train\nwas late. "));
  EXPECT_EQ(experience.text, " The train\nwas late. ");
  EXPECT_EQ(experience.kind, Kind::kStory);
  EXPECT_EQ(experience.told_at, kNow);
  EXPECT_EQ(experience.lived_at, std::nullopt);
  EXPECT_EQ(refused(draft_of("")).field, "text");
  EXPECT_EQ(refused(draft_of(" \n\t ")).field, "text");
}

TEST(Validate, TakesAnInteractionWithoutWords) {
  Draft draft;
  draft.kind = "interaction";
  EXPECT_EQ(accepted(draft).kind, Kind::kInteraction);
}

TEST(Validate, TakesTextAtTheLimitAndNotOneByteMore) {
  EXPECT_EQ(accepted(draft_of(std::string(limits::kTextBytesMax, 'x'))).text.size(),
            limits::kTextBytesMax);
  const Error error = refused(draft_of(std::string(limits::kTextBytesMax + 1, 'x')));
  EXPECT_EQ(error.code, ErrorCode::kTooLarge);
  EXPECT_EQ(error.field, "text");
  EXPECT_THAT(error.message, HasSubstr("65537"));
  EXPECT_THAT(error.message, HasSubstr("65536"));
}

TEST(Validate, NamesTheByteWhereUtf8Breaks) {
  const Error error = refused(draft_of("caf\xE9 late"));
  EXPECT_EQ(error.code, ErrorCode::kInvalid);
  EXPECT_EQ(error.field, "text");
  EXPECT_EQ(error.position, 3);
  EXPECT_THAT(error.message, HasSubstr("byte 3"));
}

TEST(Validate, RefusesNul) {
  const Error error = refused(draft_of(std::string("a\0b", 3)));
  EXPECT_EQ(error.position, 1);
  EXPECT_EQ(refused(with([](Draft& d) { d.source_id = std::string("\0", 1); })).field, "source_id");
}

TEST(Validate, RefusesBrokenUtf8InEveryField) {
  const std::string broken = "x\xFFy";
  const auto field_of = [&](auto change) { return refused(with(change)).field; };
  EXPECT_EQ(field_of([&](Draft& d) { d.source = broken; }), "source");
  EXPECT_EQ(field_of([&](Draft& d) { d.source_id = broken; }), "source_id");
  EXPECT_EQ(field_of([&](Draft& d) { d.kind = broken; }), "kind");
  EXPECT_EQ(field_of([&](Draft& d) { d.lived_at = broken; }), "lived_at");
  EXPECT_EQ(field_of([&](Draft& d) { d.told_at = broken; }), "told_at");
  EXPECT_EQ(field_of([&](Draft& d) { d.person = broken; }), "person");
  EXPECT_EQ(field_of([&](Draft& d) { d.party = broken; }), "party");
  EXPECT_EQ(field_of([&](Draft& d) { d.function = broken; }), "function");
  EXPECT_EQ(field_of([&](Draft& d) { d.subjects = {{broken, "x"}}; }), "subject.level");
  EXPECT_EQ(field_of([&](Draft& d) { d.subjects = {{"product", broken}}; }), "subject.name");
  EXPECT_EQ(field_of([&](Draft& d) { d.touchpoint = broken; }), "touchpoint");
  EXPECT_EQ(field_of([&](Draft& d) { d.stage = broken; }), "stage");
  EXPECT_EQ(field_of([&](Draft& d) { d.channel = broken; }), "channel");
  EXPECT_EQ(field_of([&](Draft& d) { d.unit = broken; }), "unit");
  EXPECT_EQ(field_of([&](Draft& d) { d.lang = broken; }), "lang");
  EXPECT_EQ(field_of([&](Draft& d) { d.scale = broken; }), "scale");
  EXPECT_EQ(refused(with_signifier(broken, 1.0)).field, "signifiers[0]");
  EXPECT_EQ(refused(with_signifier("a", broken)).field, "signifiers.a");
  EXPECT_EQ(refused(with_signifier("a", std::vector<std::string>{"x", broken})).field,
            "signifiers.a");
  EXPECT_EQ(refused(with_signifier("a", PoleScale{0.5, broken, "to"})).field, "signifiers.a.from");
}

TEST(Validate, BoundsEveryField) {
  const auto expect_bound = [](size_t bytes_max, auto change) {
    const std::string longest(bytes_max, 'x');
    EXPECT_TRUE(validate(with([&](Draft& d) { change(d, longest); }), kNow));
    const Error error = refused(with([&](Draft& d) { change(d, longest + "x"); }));
    EXPECT_EQ(error.code, ErrorCode::kTooLarge) << error.field;
    EXPECT_FALSE(error.field.empty());
  };
  using limits::kKeywordBytesMax;
  using limits::kNameBytesMax;
  using Text = const std::string&;
  expect_bound(kNameBytesMax, [](Draft& d, Text text) { d.source = text; });
  expect_bound(limits::kSourceIdBytesMax, [](Draft& d, Text text) { d.source_id = text; });
  expect_bound(limits::kPersonBytesMax, [](Draft& d, Text text) { d.person = text; });
  expect_bound(kKeywordBytesMax, [](Draft& d, Text text) { d.touchpoint = text; });
  expect_bound(kKeywordBytesMax, [](Draft& d, Text text) { d.stage = text; });
  expect_bound(kKeywordBytesMax, [](Draft& d, Text text) { d.channel = text; });
  expect_bound(kKeywordBytesMax, [](Draft& d, Text text) { d.unit = text; });
  expect_bound(kKeywordBytesMax, [](Draft& d, Text text) { d.subjects = {{"product", text}}; });
  expect_bound(kNameBytesMax, [](Draft& d, Text text) { d.signifiers = {{text, 1.0}}; });
  expect_bound(kKeywordBytesMax, [](Draft& d, Text text) { d.signifiers = {{"a", text}}; });
  expect_bound(kNameBytesMax,
               [](Draft& d, Text text) { d.signifiers = {{"a", PoleScale{0.5, text, "to"}}}; });
}

TEST(Validate, BoundsTheNumberOfThings) {
  const auto signifiers = [](size_t count) {
    return with([count](Draft& d) {
      for (size_t i = 0; i < count; ++i) d.signifiers.push_back({"s" + std::to_string(i), true});
    });
  };
  EXPECT_EQ(accepted(signifiers(limits::kSignifiersMax)).signifiers.size(), limits::kSignifiersMax);
  EXPECT_EQ(refused(signifiers(limits::kSignifiersMax + 1)).field, "signifiers");
  const auto subjects = [](size_t count) {
    return with([count](Draft& d) {
      for (size_t i = 0; i < count; ++i) d.subjects.emplace_back("product", std::to_string(i));
    });
  };
  EXPECT_EQ(accepted(subjects(limits::kSubjectsMax)).subjects.size(), limits::kSubjectsMax);
  EXPECT_EQ(refused(subjects(limits::kSubjectsMax + 1)).field, "subject");
  const auto keywords = [](size_t count) {
    std::vector<std::string> several;
    for (size_t i = 0; i < count; ++i) several.push_back(std::to_string(i));
    return with_signifier("a", several);
  };
  EXPECT_TRUE(validate(keywords(limits::kKeywordsPerSignifierMax), kNow));
  EXPECT_EQ(refused(keywords(limits::kKeywordsPerSignifierMax + 1)).code, ErrorCode::kTooLarge);
}

TEST(Validate, TrimsEverythingButTheWords) {
  const Experience experience = accepted(with([](Draft& d) {
    d.source = " app ";
    d.touchpoint =
        "\xC2\xA0"
        "checkout\n";
    d.kind = " Thanks ";
    d.signifiers = {{" mood ", " calm "}};
    d.subjects = {{" Product ", " kettle "}, {"product", "kettle"}, {"service", "  "}};
  }));
  EXPECT_EQ(experience.source, "app");
  EXPECT_EQ(experience.touchpoint, "checkout");
  EXPECT_EQ(experience.kind, Kind::kThanks);
  EXPECT_EQ(experience.signifiers, (std::vector<Signifier>{{"mood", std::string("calm")}}));
  EXPECT_EQ(experience.subjects, (std::vector<Subject>{{SubjectLevel::kProduct, "kettle"}}));
}

TEST(Validate, ListsTheWordsItKnows) {
  EXPECT_THAT(refused(with([](Draft& d) { d.kind = "rant"; })).message,
              HasSubstr("story, interaction, question, wish, expectation, workaround, thanks, "
                        "concern"));
  EXPECT_THAT(refused(with([](Draft& d) { d.party = "boss"; })).message,
              HasSubstr("customer, employee, partner, other"));
  EXPECT_THAT(refused(with([](Draft& d) { d.function = "x"; })).message,
              HasSubstr("production, delivery, consumption, support, maintenance"));
  const Error level =
      refused(with([](Draft& d) { d.subjects = {{"product", "a"}, {"shop", "b"}}; }));
  EXPECT_EQ(level.field, "subject[1].level");
  EXPECT_THAT(level.message, HasSubstr("industry, organisation, product, service"));
}

TEST(Validate, BoundsTimes) {
  const auto lived = [](std::string kind, std::string at) {
    return with([&](Draft& d) {
      d.kind = kind;
      d.lived_at = at;
    });
  };
  EXPECT_TRUE(validate(lived("story", "1900"), kNow));
  EXPECT_EQ(refused(lived("story", "1899-12-31")).field, "lived_at");
  EXPECT_TRUE(validate(lived("story", "2026-01-02"), kNow));
  EXPECT_EQ(refused(lived("story", "2026-01-02T00:00:00.001Z")).field, "lived_at");
  EXPECT_TRUE(validate(lived("wish", "2040"), kNow));
  EXPECT_TRUE(validate(lived("expectation", "2040"), kNow));
  EXPECT_EQ(refused(lived("wish", "1899")).field, "lived_at");
  EXPECT_EQ(refused(with([](Draft& d) { d.told_at = "2027"; })).field, "told_at");
  const Error error = refused(with([](Draft& d) { d.told_at = "2024-13"; }));
  EXPECT_EQ(error.field, "told_at");
  EXPECT_EQ(error.position, 5);
}

TEST(Validate, MapsRatingsFromTheirScale) {
  const auto rated = [](std::string scale, double felt) {
    return with([&](Draft& d) {
      d.scale = std::move(scale);
      d.felt = felt;
    });
  };
  EXPECT_EQ(accepted(rated("", 7.5)).felt, (Rating{750, 7.5}));
  EXPECT_EQ(accepted(rated("stars", 1)).felt, (Rating{0, 1}));
  EXPECT_EQ(accepted(rated("1..5", 4)).felt, (Rating{750, 4}));
  EXPECT_EQ(accepted(rated("balance", 0)).felt, (Rating{500, 0}));
  EXPECT_EQ(accepted(rated("ces", 7)).felt, (Rating{1000, 7}));
  EXPECT_EQ(accepted(rated("1..5", 4)).scale, (Scale{1, 5}));
  EXPECT_EQ(refused(rated("", 10.5)).field, "felt");
  EXPECT_EQ(refused(rated("stars", 0)).field, "felt");
  EXPECT_EQ(refused(rated("", std::nan(""))).field, "felt");
  EXPECT_EQ(refused(rated("five", 1)).field, "scale");
  EXPECT_EQ(refused(with([](Draft& d) { d.expected = -1; })).field, "expected");
}

TEST(Validate, KeepsThePrimaryLanguageAlone) {
  const auto lang = [](std::string tag) { return with([&](Draft& d) { d.lang = tag; }); };
  EXPECT_EQ(accepted(lang("EN")).lang, "en");
  EXPECT_EQ(accepted(lang("de-AT")).lang, "de");
  EXPECT_EQ(accepted(lang("zh_Hans_CN")).lang, "zh");
  EXPECT_EQ(accepted(lang("fil")).lang, "fil");
  EXPECT_EQ(accepted(lang("und")).lang, "");
  for (const std::string_view tag : {"e", "english", "e1", "de-", "de AT", "-de", "d\u00E9"}) {
    EXPECT_EQ(refused(lang(std::string(tag))).field, "lang") << tag;
  }
}

TEST(Validate, ChecksEachSignifiersValue) {
  const double infinite = std::numeric_limits<double>::infinity();
  EXPECT_EQ(refused(with_signifier("age", infinite)).field, "signifiers.age");
  EXPECT_EQ(refused(with_signifier("s", PoleScale{1.01, "a", "b"})).field, "signifiers.s.scale");
  EXPECT_EQ(refused(with_signifier("s", PoleScale{std::nan(""), "a", "b"})).field,
            "signifiers.s.scale");
  EXPECT_EQ(refused(with_signifier("s", PoleScale{0.5, "", "b"})).field, "signifiers.s.from");
  const auto share = [](double a, double b, double c) {
    return with_signifier("w", ShareOfThree{{{{"a", a}, {"b", b}, {"c", c}}}});
  };
  EXPECT_TRUE(validate(share(0.33, 0.33, 0.33), kNow));
  EXPECT_EQ(refused(share(0.3, 0.3, 0.3)).field, "signifiers.w.share");
  EXPECT_EQ(refused(share(-0.1, 0.6, 0.5)).field, "signifiers.w.share.a");
  EXPECT_EQ(refused(with_signifier("d", Instant{std::numeric_limits<int64_t>::max()})).field,
            "signifiers.d");
  EXPECT_TRUE(validate(with_signifier("yes", false), kNow));
}

TEST(Validate, LeavesOutSignifiersThatSayNothing) {
  EXPECT_TRUE(accepted(with_signifier("a", std::string(" "))).signifiers.empty());
  EXPECT_TRUE(accepted(with_signifier("a", std::vector<std::string>{"", " "})).signifiers.empty());
  const std::vector<std::string> twice = {"x", "", "y", "x "};
  EXPECT_EQ(accepted(with_signifier("a", twice)).signifiers[0].value,
            SignifierValue(std::vector<std::string>{"x", "y"}));
}

TEST(Validate, RefusesTwoSignifiersForOneColumn) {
  const auto both = [](Signifier first, Signifier second) {
    return with([&](Draft& d) { d.signifiers = {std::move(first), std::move(second)}; });
  };
  EXPECT_EQ(refused(both({"Sub-issue", 1.0}, {"sub issue", 2.0})).field, "signifiers.sub issue");
  EXPECT_EQ(refused(both({"kind", 1.0}, {"signifier.kind", 2.0})).field,
            "signifiers.signifier.kind");
  const ShareOfThree share{{{{"a", 0.5}, {"b", 0.5}, {"c", 0.0}}}};
  EXPECT_EQ(refused(both({"w", share}, {"w.a", 1.0})).field, "signifiers.w.a");
  EXPECT_EQ(refused(with_signifier("--", 1.0)).field, "signifiers[0]");
  const ShareOfThree same{{{{"a", 0.5}, {"A ", 0.5}, {"c", 0.0}}}};
  EXPECT_EQ(refused(with_signifier("w", same)).field, "signifiers.w");
}

TEST(Validate, NeverQuotesTheWords) {
  for (const Error& error : {refused(with([](Draft& d) { d.kind = "secret"; })),
                             refused(with([](Draft& d) { d.lived_at = "secret"; })),
                             refused(with([](Draft& d) { d.lang = "secret words"; })),
                             refused(with([](Draft& d) { d.text = "secret\xFF"; }))}) {
    EXPECT_THAT(to_string(error), testing::Not(HasSubstr("secret")));
  }
}

TEST(Validate, TakesEveryDraftOfTheGeneratorTheSameWayTwice) {
  for (uint64_t seed = 0; seed < 1000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    const Draft draft = RandomDraft(seed).make();
    const Result<Checked> once = validate(draft, kNow);
    ASSERT_TRUE(once.has_value()) << to_string(once.error());
    const Result<Checked> twice = validate(draft, kNow);
    ASSERT_EQ(once->experience, twice->experience);
    ASSERT_EQ(once->experience.text, draft.text);
  }
}

}  // namespace
}  // namespace fh::model
