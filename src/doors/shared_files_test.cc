// Real files, which are not part of the repository: each comes in whole, and two
// mapped values a column are what the file says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "doors/doors_fixture.h"

namespace fh::doors {
namespace {

using model::Experience;
using model::Kind;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

class SharedFiles : public DoorsFixture {
 protected:
  void SetUp() override {
    if (!system_files().exists(data())) {
      GTEST_SKIP() << "no shared data in " << data() << ": real files are not tested";
    }
  }
  static std::string data() { return std::string(FH_SHARED_DIR) + "/data"; }

  // Through a link in the test's own directory, so that refused rows stay there.
  ImportReport import_shared(const std::string& name) {
    const std::filesystem::path file = data() + "/" + name;
    const std::string link = directory_ + "/" + file.filename().string();
    std::filesystem::create_symlink(file, link);
    return import_file(link, sink_);
  }

  static std::string value(const Experience& experience, std::string_view name) {
    for (const model::Signifier& signifier : experience.signifiers) {
      if (signifier.name != name) continue;
      if (const auto* text = std::get_if<std::string>(&signifier.value)) return *text;
      if (const auto* truth = std::get_if<bool>(&signifier.value)) return *truth ? "yes" : "no";
      if (const auto* number = std::get_if<double>(&signifier.value)) {
        return std::to_string(static_cast<int64_t>(*number));
      }
      if (const auto* date = std::get_if<Instant>(&signifier.value)) {
        return format_date(date_of(*date));
      }
      if (const auto* several = std::get_if<std::vector<std::string>>(&signifier.value)) {
        std::string joined;
        for (const std::string& one : *several) joined += (joined.empty() ? "" : "|") + one;
        return joined;
      }
    }
    return "";
  }
  static std::string lived(const Experience& experience) {
    return experience.lived_at ? format_time(*experience.lived_at) : "";
  }

  MemorySink sink_;
};

TEST_F(SharedFiles, PaydayComplaints) {
  const ImportReport report = import_shared("feedback/cfpb_payday_2023_2025.csv.gz");
  EXPECT_EQ(report.told, 2827U);
  EXPECT_EQ(report.refused, 0U);
  const Experience& first = sink_.by_id("6731964");
  EXPECT_THAT(first.text, StartsWith("This company 's offer was not clear. \n\nThis account"));
  EXPECT_EQ(lived(first), "2023-03-22T00:00:00Z");
  EXPECT_THAT(first.subjects, testing::UnorderedElementsAre(
                                  model::Subject{model::SubjectLevel::kOrganisation,
                                                 "American First Finance, Inc."},
                                  model::Subject{model::SubjectLevel::kProduct,
                                                 "Payday loan, title loan, or personal loan"}));
  EXPECT_EQ(first.channel, "Web");
  EXPECT_EQ(value(first, "Sub-product"), "Installment loan");
  EXPECT_EQ(value(first, "Issue"), "Charged fees or interest you didn't expect");
  EXPECT_EQ(value(first, "Sub-issue"), "");  // "None"
  EXPECT_EQ(value(first, "State"), "GA");
  EXPECT_EQ(value(first, "ZIP code"), "30040");
  EXPECT_EQ(value(first, "Tags"), "Servicemember");
  EXPECT_EQ(value(first, "Date sent to company"), "2023-03-22");
  EXPECT_EQ(value(first, "Company response to consumer"), "Closed with monetary relief");
  EXPECT_EQ(value(first, "Timely response?"), "yes");
  const Experience& second = sink_.by_id("7001995");
  EXPECT_THAT(second.text, StartsWith("My credit line amount is {$1400.00}."));
  EXPECT_EQ(lived(second), "2023-05-19T00:00:00Z");
  EXPECT_EQ(second.subjects.at(1).name, "Credit Fresh Holdings Inc");
  EXPECT_EQ(value(second, "Sub-product"), "Personal line of credit");
  EXPECT_EQ(value(second, "State"), "AL");
  EXPECT_EQ(value(second, "ZIP code"), "35020");
  EXPECT_EQ(value(second, "Company response to consumer"), "Closed with explanation");
}

TEST_F(SharedFiles, ComplaintsCutOffInsideTheLastRow) {
  const ImportReport report = import_shared("feedback/cfpb_aravindsriraj_1MiB.csv");
  EXPECT_EQ(report.rows, 2068U);
  EXPECT_EQ(report.told, 2067U);
  EXPECT_EQ(report.refused, 1U);
  ASSERT_THAT(report.reasons, SizeIs(1));
  EXPECT_THAT(report.reasons.begin()->first, HasSubstr("cut off"));
  EXPECT_EQ(report.mapping.without_words, 1678U);
  const Experience& bare = sink_.by_id("7523056");
  EXPECT_EQ(bare.kind, Kind::kInteraction);
  EXPECT_EQ(bare.text, "");
  EXPECT_EQ(lived(bare), "2023-08-25T00:00:00Z");
}

TEST_F(SharedFiles, RestaurantReviewsInWindows1252WithBareReturns) {
  const ImportReport report = import_shared("feedback/McDonalds-Yelp-Sentiment-DFE.csv");
  EXPECT_EQ(report.told, 1525U);
  EXPECT_EQ(report.refused, 0U);
  EXPECT_EQ(guess_.mapping.format.encoding, Encoding::kCp1252);
  const Experience& first = sink_.by_id("679455653");
  EXPECT_EQ(value(first, "policies_violated"), "RudeService|OrderProblem|Filthy");
  EXPECT_EQ(value(first, "city"), "Atlanta");
  EXPECT_THAT(first.text, StartsWith("I'm not a huge mcds lover, but I've been to better ones."));
}

TEST_F(SharedFiles, SurveyWithRepeatedQuestions) {
  const ImportReport report = import_shared("feedback/osmi2016_v1104203.csv");
  EXPECT_EQ(report.told, 1433U);
  EXPECT_EQ(report.refused, 0U);
  EXPECT_THAT(guess_.mapping.field(Field::kText).columns,
              testing::ElementsAre("Why or why not?", "Why or why not? (2)"));
}

TEST_F(SharedFiles, TelecomTicketsWithTwoDateColumns) {
  EXPECT_EQ(import_shared("feedback/Comcast_telecom_complaints_data.csv").told, 2224U);
  const Experience& first = sink_.by_id("250635");
  EXPECT_EQ(first.text, "Comcast Cable Internet Speeds");
  EXPECT_EQ(lived(first), "2015-04-22T15:53:50Z");
  EXPECT_EQ(first.channel, "Customer Care Call");
  EXPECT_EQ(lived(sink_.by_id("223441")), "2015-08-04T10:22:56Z");
}

TEST_F(SharedFiles, FlightReviewsWithARuinedDate) {
  EXPECT_EQ(import_shared("feedback/ryanair_reviews.csv.gz").told, 2249U);
  const Experience& first = sink_.by_id("0");
  EXPECT_EQ(lived(first), "2024-02-03T00:00:00Z");
  EXPECT_EQ(value(first, "DateFlown"), "24-Feb");
  EXPECT_EQ(first.felt->hundredths, 1000);
  EXPECT_EQ(value(first, "SeatComfort"), "4");
}

TEST_F(SharedFiles, PatientStoriesComplaintTweetsAndRoomReviews) {
  EXPECT_EQ(import_shared("feedback/co_multi_label.csv").told, 1998U);
  EXPECT_EQ(import_shared("feedback/complaints-data.csv").told, 3449U);
  EXPECT_EQ(sink_.by_id("22631081115127808").signifiers.size(), 2U);
  EXPECT_EQ(import_shared("languages/brussels_reviews.csv").told, 1500U);
  EXPECT_EQ(sink_.by_id("32198807").lang, "es");
}

TEST_F(SharedFiles, StoriesToldInAForm) {
  const ImportReport report =
      import_shared("signified/narrafirma_examples/narrafirma_example_stories.csv");
  EXPECT_EQ(report.told, 80U);
  EXPECT_EQ(report.reading.rows_comment, 1U);
  const Experience& first = sink_.told.front();
  EXPECT_EQ(value(first, "Story title"), "The lost project");
  EXPECT_EQ(value(first, "Feel about"), "frustrated|disappointed");
}

TEST_F(SharedFiles, SelfSignifiedStories) {
  EXPECT_EQ(import_shared("signified/ADemo_readable.csv").told, 129U);
  EXPECT_THAT(sink_.told.front().text, StartsWith("I am a Driver Helper."));
}

TEST_F(SharedFiles, TheMergedCorpus) {
  const ImportReport report = import_shared("experiences.jsonl.gz");
  EXPECT_EQ(report.told, 142'347U);
  EXPECT_EQ(report.refused, 0U);
  const Mapping& mapping = guess_.mapping;
  EXPECT_THAT(mapping.field(Field::kText).columns, testing::ElementsAre("text"));
  EXPECT_THAT(mapping.field(Field::kSource).columns, testing::ElementsAre("source"));
  EXPECT_THAT(mapping.field(Field::kPerson).columns, testing::ElementsAre("author"));
  EXPECT_THAT(mapping.field(Field::kLang).columns, testing::ElementsAre("lang"));
  EXPECT_EQ(mapping.field(Field::kFelt).scale, "0..1");
  const Experience& first = sink_.told.front();
  EXPECT_EQ(first.source, "airline_tweets");
  EXPECT_EQ(first.source_id, "airline_tweets-1");
  EXPECT_EQ(first.party, model::Party::kCustomer);
  EXPECT_EQ(lived(first), "2015-02-24T11:35:52Z");
  EXPECT_EQ(first.felt->hundredths, 500);
  EXPECT_EQ(first.subjects.at(0).name, "Virgin America");
  EXPECT_EQ(value(first, "labels.sentiment"), "neutral");
  EXPECT_EQ(sink_.people.front(), "cairdin");
}

}  // namespace
}  // namespace fh::doors
