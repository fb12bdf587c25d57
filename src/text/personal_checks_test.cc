#include "text/personal_checks.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace fh::text {
namespace {

struct Scheme {
  std::string_view name;
  bool (*check)(std::string_view);
  std::vector<std::string_view> good;
};

// Numbers that the schemes' own descriptions print, and test cards.
std::vector<Scheme> schemes() {
  return {
      {"card",
       is_card_number,
       {"4111111111111111", "5555555555554444", "378282246310005", "6011111111111117",
        "3530111333300000", "30569309025904", "2223003122003222", "6759649826438453"}},
      {"iban",
       is_iban,
       {"DE89370400440532013000", "NL91ABNA0417164300", "BE68539007547034", "NO9386011117947",
        "FR1420041010050500013M02606", "GB82WEST12345698765432", "ES9121000418450200051332"}},
      {"be", is_belgian_national_number, {"85073003328", "93051822361", "00012556777"}},
      {"bsn", is_dutch_bsn, {"111222333", "123456782"}},
      {"de", is_german_tax_id, {"86095742719", "65929970489", "47036892816"}},
      {"nir", is_french_nir, {"255081416802538", "269054958815780"}},
      {"pesel", is_polish_pesel, {"44051401359", "02070803628"}},
      {"no", is_norwegian_number, {"24127011113"}},
      {"se", is_swedish_number, {"8112289874", "198112289874", "6709199530"}},
      {"fi", is_finnish_code, {"131052-308T", "010190-123M"}},
      {"dni", is_spanish_dni, {"12345678Z", "11111111H"}},
      {"nie", is_spanish_nie, {"X1234567L", "Y7654321G"}},
      {"cf", is_italian_tax_code, {"RSSMRA85T10A562S", "BNCLRA80A41H501D"}},
  };
}

TEST(PersonalChecks, TakeWhatTheirSchemesPrint) {
  for (const Scheme& scheme : schemes()) {
    for (const std::string_view number : scheme.good) {
      EXPECT_TRUE(scheme.check(number)) << scheme.name << " " << number;
    }
  }
}

// What a check digit is for: one character typed wrong.
TEST(PersonalChecks, NoticeAnotherLastCharacter) {
  for (const Scheme& scheme : schemes()) {
    for (const std::string_view good : scheme.good) {
      std::string wrong(good);
      const char last = wrong.back();
      wrong.back() = last == '9' ? '0' : last == 'Z' ? 'A' : static_cast<char>(last + 1);
      EXPECT_FALSE(scheme.check(wrong)) << scheme.name << " " << wrong;
    }
  }
}

TEST(PersonalChecks, RefuseOtherLengths) {
  for (const Scheme& scheme : schemes()) {
    const std::string_view good = scheme.good.front();
    EXPECT_FALSE(scheme.check("")) << scheme.name;
    EXPECT_FALSE(scheme.check("1")) << scheme.name;
    EXPECT_FALSE(scheme.check(good.substr(0, good.size() - 1))) << scheme.name;
    EXPECT_FALSE(scheme.check(std::string(good) + "00000")) << scheme.name;
  }
}

TEST(PersonalChecks, KnowTheRangesOfNumbersWithoutCheckDigits) {
  EXPECT_TRUE(is_us_ssn("219099999"));
  for (const std::string_view wrong :
       {"000121234", "666121234", "900121234", "219001234", "219120000"}) {
    EXPECT_FALSE(is_us_ssn(wrong)) << wrong;
  }
  EXPECT_TRUE(is_british_nino("AB123456C"));
  for (const std::string_view wrong :
       {"QQ123456C", "GB123456C", "AB123456E", "AO123456A", "AB12345C"}) {
    EXPECT_FALSE(is_british_nino(wrong)) << wrong;
  }
  EXPECT_TRUE(is_danish_cpr("0707614285"));
  EXPECT_FALSE(is_danish_cpr("0713614285"));
}

TEST(PersonalChecks, KnowTheLengthOfEachCountrysIban) {
  EXPECT_EQ(iban_length("BE"), 16U);
  EXPECT_EQ(iban_length("MT84"), 31U);
  EXPECT_EQ(iban_length("XX"), 0U);
  EXPECT_EQ(iban_length(""), 0U);
}

}  // namespace
}  // namespace fh::text
