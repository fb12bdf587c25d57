#include "text/language.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>
#include <utility>
#include <vector>

#include "text/common_words.h"

namespace fh::text {
namespace {

TEST(Language, TellsCommonOnesApart) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kTexts = {{
      {"en", "The driver was late and nobody told us where our parcel was."},
      {"de", "Der Fahrer kam zu spät und niemand sagte uns, wo unser Paket war."},
      {"fr", "Le chauffeur était en retard et personne ne nous a dit où était le colis."},
      {"es", "El conductor llegó tarde y nadie nos dijo dónde estaba nuestro paquete."},
      {"nl", "Wij hebben drie uur gewacht, maar niemand vertelde ons waar het pakje gebleven was."},
      {"ru", "Водитель опоздал, и никто не сказал нам, где наша посылка."},
      {"zh", "司机迟到了，没有人告诉我们包裹在哪里。"},
      {"ja", "運転手が遅れて、荷物がどこにあるのか誰も教えてくれませんでした。"},
      {"he", "הנהג איחר ואף אחד לא אמר לנו איפה החבילה שלנו."},
  }};
  for (const auto& [language, text] : kTexts) EXPECT_EQ(infer_language(text), language);
}

TEST(Language, SaysNothingWhereItCannotTell) {
  for (const std::string_view text : {"", "ok", "12345 67", "???", "\xFF\xFE", "  \n "}) {
    EXPECT_EQ(infer_language(text), "") << testing::PrintToString(text);
  }
}

TEST(Language, TakesBrokenUtf8) {
  const std::string text = "The driver was late and nobody told us where it was. \xFF\xC3";
  EXPECT_TRUE(infer_language(text) == "en" || infer_language(text).empty());
}

TEST(Language, GivesManyThreadsTheSameAnswer) {
  std::vector<std::jthread> threads;
  std::atomic<int> wrong = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&wrong] {
      for (int round = 0; round < 200; ++round) {
        if (infer_language("Der Fahrer kam zu spät und niemand sagte uns etwas.") != "de") ++wrong;
        if (infer_language("The driver was late and nobody told us a thing.") != "en") ++wrong;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(wrong, 0);
}

// Neighbours of the languages whose common words are known, and texts of two languages.
TEST(Language, CommonWordsDoNotClaimNeighbours) {
  constexpr std::array<std::string_view, 12> kTexts = {{
      "Die bestuurder was laat en niemand het vir ons gesê waar ons pakkie was nie, dit was sleg.",
      "El conductor va arribar tard i ningú no ens va dir on era el nostre paquet, molt malament.",
      "O motorista chegou atrasado e ninguém nos disse onde estava a nossa encomenda, uma pena.",
      "L'autista era in ritardo e nessuno ci ha detto dove fosse il nostro pacco, per favore.",
      "Chaufføren kom for sent, og ingen fortalte os, hvor vores pakke var, det er for dårligt.",
      "Sjåføren var sen, og ingen fortalte oss hvor pakken vår var, det er for dårlig at vi "
      "venter.",
      "Chauffören var sen och ingen berättade för oss var vårt paket var, det är för dåligt.",
      "Kierowca się spóźnił i nikt nam nie powiedział, gdzie jest nasza paczka, to jest do "
      "niczego.",
      "Řidič přijel pozdě a nikdo nám neřekl, kde je náš balík, a to je pro nás moc.",
      "Kuljettaja oli myöhässä, eikä kukaan kertonut meille, missä pakettimme oli.",
      "Sürücü geç kaldı ve kimse bize paketimizin nerede olduğunu söylemedi, bu çok kötü.",
      "The driver was late and we waited. Der Fahrer kam zu spät und wir haben sehr gewartet.",
  }};
  for (const std::string_view text : kTexts) {
    EXPECT_EQ(infer_language(text), infer_language_by_cld2(text)) << text;
  }
}

TEST(Language, CommonWordsNeedEnoughOfThem) {
  EXPECT_EQ(language_by_common_words("The driver was late and nobody told us where they were."),
            "en");
  EXPECT_EQ(language_by_common_words("Und wir haben sehr lange auf den Fahrer gewartet."), "de");
  EXPECT_FALSE(language_by_common_words("the and"));
  EXPECT_FALSE(
      language_by_common_words("the and with Berlin Hamburg München Köln Frankfurt Ulm "
                               "Stuttgart Dresden Leipzig Bremen Hannover Nürnberg "
                               "Dortmund Essen Duisburg Bochum"));
  EXPECT_FALSE(
      language_by_common_words("with this and that: 司机迟到了，没有人告诉我们包裹在哪里"));
}

// The records of a small CSV file, quotes undone.
std::vector<std::vector<std::string>> read_csv(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1, std::vector<std::string>(1));
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      rows.back().back() += text[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && c == ',') {
      rows.back().emplace_back();
    } else if (!quoted && c == '\n') {
      rows.emplace_back(1);
    } else {
      rows.back().back() += c;
    }
  }
  return rows;
}

// Reviews whose language people noted: where the guess is made it is nearly
// always theirs.
TEST(Language, AgreesWithPeopleOnReviews) {
  const std::string path = FH_SHARED_DIR "/data/languages/brussels_reviews.csv";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no data set at " << path;
  std::ostringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  size_t right = 0;
  size_t wrong = 0;
  size_t silent = 0;
  size_t unlike_cld2 = 0;
  for (const std::vector<std::string>& row : read_csv(content.str())) {
    if (row.size() != 4 || row[3] == "language") continue;
    const std::string guess = infer_language(row[2]);
    const std::string slow = infer_language_by_cld2(row[2]);
    unlike_cld2 += !slow.empty() && slow != guess ? 1 : 0;
    if (guess.empty()) {
      ++silent;
    } else {
      ++(guess == row[3] ? right : wrong);
    }
  }
  RecordProperty("right", std::to_string(right));
  RecordProperty("wrong", std::to_string(wrong));
  RecordProperty("silent", std::to_string(silent));
  ASSERT_GT(right, 100U);
  EXPECT_GT(right, 50 * wrong);
  EXPECT_LT(silent * 10, right);
  EXPECT_EQ(unlike_cld2, 0U);
}

}  // namespace
}  // namespace fh::text
