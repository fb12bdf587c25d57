// Streets with their house numbers. A house number is what they are found by: the words
// before it, then those after it, are asked whether they name a street.
#include "text/personal_places.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace fh::text {
namespace {

// What a word says of a street, whatever its case.
enum Part : uint8_t {
  kNothing,
  kType,         // stands before the name: "rue", "calle", "via"
  kTypeInOne,    // the same, in the one language where it says that
  kEnglishType,  // stands after the name: "Street"
  kGermanType,   // a word by itself: "Alte Gasse"
  kParticle,     // between a type and its name: "de la"
  kAdjective,    // before a street's name: "Alte", "Lange"
  kNoStreet,     // ends as a street does, or stands where its name would
};

const WordTable& parts() {
  static const WordTable table = {
      {kType,
       "rue avenue av boulevard bd chemin allée allee impasse quai faubourg calle c avenida avda "
       "paseo carrer ronda travesía viale piazza vicolo piazzale rua travessa praça"},
      {kTypeInOne, "place cours square passage route plaza camino via corso largo strada"},
      {kEnglishType,
       "street st road rd ave lane ln drive dr close court ct crescent terrace blvd way "
       "gardens grove row mews parkway pkwy highway hwy"},
      {kGermanType, "straße strasse str weg gasse platz allee ring ufer damm chaussee straat laan"},
      {kParticle, "de du des la le les l d los las del della dei di da do das dos van"},
      {kAdjective,
       "alte alter altes neue neuer große grosse kleine lange kurze obere untere hohe breite am "
       "sankt st sint grote kleine oude nieuwe korte hoge lage brede"},
      {kNoStreet,
       "parkplatz sitzplatz stellplatz arbeitsplatz spielplatz campingplatz listenplatz standplatz "
       "fensterplatz arbeitsweg rückweg heimweg hinweg umweg schulweg radweg fahrradweg gehweg "
       "bahnsteig snelweg onderweg autosnelweg rijksweg fietspad rondweg autobahnring "
       "mile miles hour hours star stars minute minutes day days year years week weeks the "
       "der die das dem den und in im auf an two three one minute minutes big"},
  };
  return table;
}

Part part_of(const Scan& scan, Word word) {
  return static_cast<Part>(parts().value_of(scan.part(word.begin, word.end)));
}

// "place" is a square in French, "plaza" in Spanish, "via" a street in Italian.
bool is_type(const Scan& scan, Word word) {
  const Part part = part_of(scan, word);
  if (word.end - word.begin == 1) return part == kType && scan.at(word.end) == '/';  // "C/ Sol 4"
  if (part != kTypeInOne) return part == kType;
  return scan.lang == "fr" || scan.lang == "es" || scan.lang == "it";
}

bool ends_as_street(std::string_view word) {
  constexpr std::array<std::string_view, 19> kEndings = {
      "straße", "strasse", "str",    "gasse",     "weg",   "platz",  "allee",
      "ufer",   "damm",    "straat", "laan",      "plein", "gracht", "kade",
      "singel", "dijk",    "steeg",  "plantsoen", "dreef"};
  return std::ranges::any_of(kEndings, [&](std::string_view ending) {
    return word.ends_with(ending) && word.size() >= ending.size() + 3;
  });
}

// Past a house number at `place`: "14", "7b", "12-14", "221B". At most four digits.
size_t house_number_end(const Scan& scan, size_t place) {
  size_t end = place;
  while (is_ascii_digit(scan.at(end)) && end - place <= 4) ++end;
  if (end - place > 4) return place;
  if (scan.at(end) == '-' && is_ascii_digit(scan.at(end + 1))) {
    size_t last = end + 1;
    while (is_ascii_digit(scan.at(last)) && last - end <= 4) ++last;
    if (last - end <= 4) end = last;
  }
  const char letter = ascii_lower(scan.at(end));
  if (letter >= 'a' && letter <= 'h' && letter_at(scan.text, end + 1) == 0) ++end;
  return end;
}

// "Lindenstraße 14", "Alte Gasse 3", "Lange Nieuwstraat 22": where the name begins that
// ends in `last`, or last.end where it is none.
size_t germanic_begin(const Scan& scan, Word last) {
  const Part part = part_of(scan, last);
  const Word before = word_before(scan.text, last.begin, "-");
  if (part == kGermanType) {
    const bool named = is_capitalised(scan.text, before) && part_of(scan, before) != kNoStreet;
    return named ? before.begin : last.end;
  }
  if (part == kNoStreet || !capital_at(scan.text, last.begin)) return last.end;
  if (!ends_as_street(scan.part(last.begin, last.end))) return last.end;
  const bool longer = part_of(scan, before) == kAdjective && capital_at(scan.text, before.begin) &&
                      before.end + 1 == last.begin;
  return longer ? before.begin : last.begin;
}

// "calle Mayor 15", "Avenida de la Paz, 23".
size_t romance_begin(const Scan& scan, Word last) {
  Word word = last;
  bool named = false;
  for (int words = 0; words < 6 && !word.empty(); ++words) {
    if (is_type(scan, word)) return named ? word.begin : last.end;
    const bool capital = capital_at(scan.text, word.begin);
    if (!capital && part_of(scan, word) != kParticle) break;
    named = named || capital;
    word = word_before(scan.text, word.begin, "/'-.");
  }
  return last.end;
}

// "10 Orchard Street", "1200 West Oak Blvd.": past the name, or `place`.
size_t english_end(const Scan& scan, size_t place) {
  size_t end = place;
  size_t next = after_blanks(scan.text, place);
  if (next == place) return place;
  for (int words = 0; words < 5; ++words) {
    const Word word = word_at(scan.text, next);
    if (word.empty() || !capital_at(scan.text, word.begin)) break;
    const Part part = part_of(scan, word);
    if (words == 0 && part == kNoStreet && !scan.part(word.begin, word.end).starts_with("The"))
      break;
    if (words > 0 && (part == kEnglishType || scan.part(word.begin, word.end) == "Avenue")) {
      end = word.end;
    }
    next = word.end;
    if (scan.text.substr(next).starts_with("'s")) next += 2;
    const size_t further = after_blanks(scan.text, next);
    if (further == next) break;
    next = further;
  }
  return end;
}

// "12 rue des Lilas", "5 bis, avenue de la Gare": past the name, or `place`.
size_t romance_end(const Scan& scan, size_t place) {
  size_t next = after_blanks(scan.text, place);
  for (const std::string_view again : {"bis", "ter"}) {
    if (scan.text.substr(next, 3) == again) next += 3;
  }
  if (scan.at(next) == ',') ++next;
  next = after_blanks(scan.text, next);
  Word word = word_at(scan.text, next);
  if (word.empty() || !is_type(scan, word)) return place;
  size_t end = place;
  next = word.end;
  for (int words = 0; words < 5; ++words) {
    const bool apostrophe = scan.at(next) == '\'' || scan.at(next) == '.';
    next = after_blanks(scan.text, next + (apostrophe ? 1 : 0));
    word = word_at(scan.text, next);
    const bool capital = capital_at(scan.text, word.begin);
    if (word.empty() || (!capital && part_of(scan, word) != kParticle)) break;
    if (capital) end = word.end;
    next = word.end;
  }
  return end;
}

// Past up to three capitalised words, or `place`.
size_t town_end(const Scan& scan, size_t place) {
  size_t end = place;
  for (int words = 0; words < 3; ++words) {
    const size_t next = words == 0 ? place : after_blanks(scan.text, end);
    const Word word = word_at(scan.text, next);
    if (!is_capitalised(scan.text, word) || (words > 0 && next == end)) break;
    end = word.end;
  }
  return end;
}

// Past "12345", "1234", "B-1000", "1234 AB", "AB1 2CD"; or `place`.
size_t postcode_end(const Scan& scan, size_t place) {
  if (const size_t end = lettered_postcode_end(scan, place); end > place) return end;
  if (const size_t end = dutch_postcode_end(scan, place); end > place) return end;
  const size_t begin =
      is_ascii_upper(scan.at(place)) && scan.at(place + 1) == '-' ? place + 2 : place;
  size_t end = begin;
  while (is_ascii_digit(scan.at(end)) && end - begin <= 5) ++end;
  return end - begin == 4 || end - begin == 5 ? end : place;
}

// Past the town and the postcode after a street that ends at `end`.
size_t with_town(const Scan& scan, size_t end) {
  const size_t comma = scan.at(end) == ',' ? end + 1 : end;
  const size_t place = after_blanks(scan.text, comma);
  if (place == end) return end;
  if (const size_t code = postcode_end(scan, place); code > place) {
    const size_t town = after_blanks(scan.text, code);
    const size_t past_town = town > code ? town_end(scan, town) : town;
    if (past_town > town) return past_town;
    return code - place > 5 ? code : end;
  }
  if (comma == end) return end;
  const size_t town = town_end(scan, place);
  if (town == place) return end;
  size_t code = after_blanks(scan.text, scan.at(town) == ',' ? town + 1 : town);
  // "Springfield, IL 62704".
  if (is_ascii_upper(scan.at(code)) && is_ascii_upper(scan.at(code + 1)) &&
      scan.at(code + 2) == ' ') {
    code += 3;
  }
  const size_t past_code = postcode_end(scan, code);
  return past_code > code ? past_code : end;
}

// "In 2008 Wall Street fell": a year, no house.
bool is_year_after_word(const Scan& scan, size_t begin, size_t end) {
  const std::string_view century = scan.text.substr(begin, 2);
  if (end - begin != 4 || (century != "19" && century != "20")) return false;
  const Word before = word_before(scan.text, begin, "");
  static const WordTable kBefore = {{1, "in since of during by until for the year from"}};
  return kBefore.value_of(scan.part(before.begin, before.end)) != 0;
}

std::optional<size_t> begin_before(const Scan& scan, size_t place) {
  const Word last = word_before(scan.text, place, ",.");
  if (last.empty() || last.end == place) return std::nullopt;
  const bool parted = scan.part(last.end, place).contains(',');
  const size_t germanic = parted ? last.end : germanic_begin(scan, last);
  if (germanic < last.end) return germanic;
  const size_t romance = romance_begin(scan, last);
  if (romance < last.end) return romance;
  return std::nullopt;
}

}  // namespace

std::optional<PersonalSpan> street_at(const Scan& scan, size_t place) {
  const size_t number = house_number_end(scan, place);
  if (number == place || !begins_here(scan, place)) return std::nullopt;
  if (ends_here(scan, number)) {
    const Word next = word_at(scan.text, after_blanks(scan.text, number));
    const bool counted = is_unit(scan.part(next.begin, next.end));
    if (const auto begin = begin_before(scan, place); begin && !counted) {
      return span_of(*begin, with_town(scan, number), PersonalKind::kAddress);
    }
  }
  size_t end = romance_end(scan, number);
  if (end == number && !is_year_after_word(scan, place, number)) end = english_end(scan, number);
  if (end == number) return std::nullopt;
  if (scan.at(end) == '.' && scan.at(end + 1) == ',') ++end;
  return span_of(place, with_town(scan, end), PersonalKind::kAddress);
}

}  // namespace fh::text
