#include "doors/guess.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "doors/column_name.h"
#include "doors/doors_fixture.h"
#include "doors/mapping_toml.h"

namespace fh::doors {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class GuessTest : public DoorsFixture {
 protected:
  Mapping guess(std::string_view text, const std::string& name = "file.csv") {
    const auto file = open_source(system_files(), write(name, text), {});
    EXPECT_TRUE(file.has_value()) << (file ? "" : to_string(file.error()));
    if (!file) return {};
    guess_ = file->guess;
    const auto again = read_mapping(write_mapping(guess_), name);
    EXPECT_TRUE(again && *again == guess_.mapping) << write_mapping(guess_);
    return guess_.mapping;
  }

  static std::string column_of(const Mapping& mapping, Field field) {
    const auto& columns = mapping.field(field).columns;
    return columns.empty() ? "" : columns.front();
  }
  static const SignifierRule* rule_of(const Mapping& mapping, std::string_view column) {
    for (const SignifierRule& rule : mapping.signifiers) {
      if (rule.column == column) return &rule;
    }
    return nullptr;
  }
};

TEST_F(GuessTest, FindsEveryPartByNameAndValues) {
  const Mapping mapping = guess(
      "review_id,created_at,author,stars,title,review_text,product,company,lang,via,zip,helpful\n"
      "r1,2024-03-01,ann,5,Great,It was all quite good and quick,X,Acme,en,web,01234,yes\n"
      "r2,2024-03-02,bob,1,Bad,They never answered any of my letters,Y,Acme,de,shop,33009,no\n"
      "r3,2024-03-02,cid,4,Fine,No complaints except for the long queue,X,Acme,en,web,48234,no\n");
  EXPECT_EQ(column_of(mapping, Field::kSourceId), "review_id");
  EXPECT_EQ(column_of(mapping, Field::kText), "review_text");
  EXPECT_EQ(column_of(mapping, Field::kLivedAt), "created_at");
  EXPECT_EQ(column_of(mapping, Field::kPerson), "author");
  EXPECT_EQ(column_of(mapping, Field::kFelt), "stars");
  EXPECT_EQ(mapping.field(Field::kFelt).scale, "1..5");
  EXPECT_EQ(column_of(mapping, Field::kLang), "lang");
  EXPECT_EQ(column_of(mapping, Field::kChannel), "via");
  EXPECT_EQ(mapping.field(Field::kSource).fixed, "file");
  ASSERT_EQ(mapping.subjects.size(), 2U);
  EXPECT_EQ(mapping.subjects[0].column, "company");
  EXPECT_EQ(mapping.subjects[1].column, "product");
  EXPECT_EQ(rule_of(mapping, "zip")->type, ValueType::kKeyword);
  EXPECT_EQ(rule_of(mapping, "helpful")->type, ValueType::kYesNo);
}

TEST_F(GuessTest, TakesNoSmallNumberForARatingWithoutAName) {
  const Mapping mapping = guess(
      "text,seats,confidence\nI sat there for long hours,3,1\n"
      "We left early in the day,5,2\nIt was closed all week,1,3\n");
  EXPECT_FALSE(mapping.field(Field::kFelt).used());
  EXPECT_EQ(rule_of(mapping, "seats")->type, ValueType::kNumber);
}

TEST_F(GuessTest, ReadsTheScaleFromNameAndValues) {
  const auto scale = [&](std::string_view name, std::string_view values) {
    std::string text = std::string(name) + ",text\n";
    size_t from = 0;
    while (from < values.size()) {
      const size_t end = std::min(values.find(' ', from), values.size());
      text += std::string(values.substr(from, end - from)) + ",some words said here\n";
      from = end + 1;
    }
    return guess(text).field(Field::kFelt).scale;
  };
  EXPECT_EQ(scale("stars", "1 4 3 2"), "1..5");
  EXPECT_EQ(scale("rating", "0 0.5 1 0.2"), "0..1");
  EXPECT_EQ(scale("rating", "-1 0.5 1 0"), "-1..1");
  EXPECT_EQ(scale("overall", "1 10 7 3"), "1..10");
  EXPECT_EQ(scale("NPS", "3 4 5 4"), "0..10");
  EXPECT_EQ(scale("satisfaction", "80% 20% 100% 5%"), "0..100");
  EXPECT_EQ(scale("rating", "-5 5 3 0"), "-5..5");
  EXPECT_EQ(scale("score", "1000 2000 3000 17"), "");
}

TEST_F(GuessTest, DecidesDayAndMonthByWhatFits) {
  const auto format = [&](std::string_view dates) {
    std::string text = "date,text\n";
    size_t from = 0;
    while (from < dates.size()) {
      const size_t end = std::min(dates.find(' ', from), dates.size());
      text += std::string(dates.substr(from, end - from)) + ",some words said here\n";
      from = end + 1;
    }
    return std::string(name_of(guess(text).field(Field::kLivedAt).format));
  };
  EXPECT_EQ(format("1/2/2024 3/4/2024 5/13/2024"), "m/d/y");
  EXPECT_EQ(format("1/2/2024 3/4/2024 13/5/2024"), "d/m/y");
  EXPECT_EQ(format("1/2/2024 3/4/2024"), "m/d/y");
  EXPECT_EQ(format("1.2.2024 3.4.2024"), "d/m/y");
  EXPECT_EQ(format("2024-02-01 2024-04-03"), "y-m-d");
  EXPECT_EQ(format("1503491937484 1503482939572"), "epoch ms");
}

TEST_F(GuessTest, PrefersTheDateThatReadsInEveryRow) {
  const Mapping mapping = guess(
      "date flown,date submitted,text\n24-Feb,2024-03-01,it was late again today\n"
      "24-Jan,2024-03-02,they lost my only bag\n,2024-03-04,all went very well here\n");
  EXPECT_EQ(column_of(mapping, Field::kLivedAt), "date submitted");
  EXPECT_EQ(rule_of(mapping, "date flown")->type, ValueType::kKeyword);
}

TEST_F(GuessTest, TranslatesPartiesAndKeepsTheirWords) {
  const Mapping mapping =
      guess("actor,text\npatient,they listened to me well\nnurse,we had no time to eat\n");
  EXPECT_THAT(mapping.field(Field::kParty).values,
              testing::UnorderedElementsAre(testing::Pair("patient", "customer"),
                                            testing::Pair("nurse", "employee")));
  EXPECT_NE(rule_of(mapping, "actor"), nullptr);
}

TEST_F(GuessTest, DropsEmptyColumnsCopiesAndContacts) {
  std::string rows = "id,text,copy,blank,email,phone\n";
  for (int i = 0; i < 20; ++i) {
    const std::string words = std::to_string(i) + std::string(40, static_cast<char>('a' + i)) +
                              " came late and nobody said a single word about it for hours, "
                              "so in the end we simply went home again by ourselves";
    rows += std::to_string(i) + ",\"" + words + "\",\"" + words + " \",,a" + std::to_string(i) +
            "@example.org,555\n";
  }
  const Mapping mapping = guess(rows);
  EXPECT_THAT(mapping.field(Field::kText).columns, ElementsAre("text"));
  EXPECT_EQ(column_of(mapping, Field::kPerson), "email");
  EXPECT_THAT(mapping.dropped, ElementsAre("blank", "copy", "phone"));
}

TEST_F(GuessTest, FindsSeveralKeywordsInOneCell) {
  const Mapping mapping = guess(
      "text;topics\nit came late and broken;\"late; broken\"\nlate and rude to me;\"late; rude\"\n"
      "rude to us as always;\"rude\"\nnever came at all here;\"late; rude\"\n");
  ASSERT_NE(rule_of(mapping, "topics"), nullptr);
  EXPECT_EQ(rule_of(mapping, "topics")->type, ValueType::kKeywords);
  EXPECT_EQ(rule_of(mapping, "topics")->separator, ";");
}

TEST_F(GuessTest, SeesColumnsThatBeginLate) {
  std::string text;
  for (int i = 0; i < 5000; ++i) {
    text += "{\"id\":" + std::to_string(i) + ",\"text\":\"some words were said here\"";
    if (i >= 4980) text += ",\"lang\":\"de\"";
    text += "}\n";
  }
  EXPECT_EQ(column_of(guess(text, "late.jsonl"), Field::kLang), "lang");
}

TEST_F(GuessTest, ATableWithoutWordsCountsAsInteractions) {
  const Mapping mapping = guess(
      "CaseID,ActivityID,CompleteTimestamp\n2,1,2012-04-03 16:55:38\n"
      "2,8,2012-04-03 16:55:53\n3,1,2012-04-05 17:15:52\n");
  EXPECT_FALSE(mapping.field(Field::kText).used());
  EXPECT_EQ(column_of(mapping, Field::kLivedAt), "CompleteTimestamp");
}

TEST_F(GuessTest, NamesAreReadWhateverTheirSpelling) {
  EXPECT_EQ(words_of_name("reviewCreated_UTC").joined, "review created utc");
  EXPECT_EQ(words_of_name("IPAddress").joined, "ip address");
  EXPECT_EQ(words_of_name("Ticket #").joined, "ticket #");
  EXPECT_TRUE(words_of_name("labels.issue").nested);
  EXPECT_FALSE(words_of_name("attributes.rating").nested);
  EXPECT_EQ(words_of_name("attributes.rating").joined, "rating");
}

TEST(SourceName, IsTheFilesNameWithoutItsEndings) {
  EXPECT_EQ(source_name_of("/a/b/complaints-2024.csv.gz"), "complaints-2024");
  EXPECT_EQ(source_name_of("x.y.jsonl"), "x.y");
  EXPECT_EQ(source_name_of("-"), "stdin");
}

}  // namespace
}  // namespace fh::doors
