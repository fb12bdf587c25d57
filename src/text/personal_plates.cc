// Licence plates, by the shapes countries give them.
#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.h"
#include "text/personal_places.h"

namespace fh::text {
namespace {

constexpr size_t kGroupsMax = 3;
constexpr size_t kShapeMax = 12;

// Up to three groups of capitals and digits parted by '-' or one space, as a shape: 'A'
// for a capital, '9' for a digit, and the separators.
struct Shape {
  std::array<char, kShapeMax> characters = {};
  std::array<size_t, kGroupsMax> ends = {};  // sizes of the shape after each group
  size_t groups = 0;
};

// "4 of them" and "Now" are no groups: what a small letter goes on from is a word.
Shape shape_at(const Scan& scan, size_t place) {
  Shape shape;
  size_t size = 0;
  while (shape.groups < kGroupsMax) {
    const size_t begin = size;
    while (size < kShapeMax && (is_ascii_upper(scan.at(place)) || is_ascii_digit(scan.at(place)))) {
      shape.characters[size++] = is_ascii_digit(scan.at(place++)) ? '9' : 'A';
    }
    if (size == begin || is_ascii_digit(scan.at(place)) || letter_at(scan.text, place) > 0) break;
    shape.ends[shape.groups++] = size;
    if (size == kShapeMax || (scan.at(place) != '-' && scan.at(place) != ' ')) break;
    shape.characters[size++] = scan.at(place++);
  }
  return shape;
}

bool is_dutch(std::string_view shape) {
  constexpr std::array<std::string_view, 13> kSidecodes = {
      "AA-99-99", "99-99-AA", "99-AA-99", "AA-99-AA", "AA-AA-99", "99-AA-AA", "99-AAA-9",
      "9-AAA-99", "AA-999-A", "A-999-AA", "AAA-99-A", "9-AA-999", "999-AA-9"};
  return std::ranges::find(kSidecodes, shape) != kSidecodes.end();
}

// District, '-', one or two letters, a blank, up to four digits.
bool is_german(std::string_view shape) {
  const size_t dash = shape.find('-');
  const size_t blank = shape.find(' ');
  if (dash == std::string_view::npos || blank == std::string_view::npos || blank < dash)
    return false;
  const auto all = [](std::string_view part, char c, size_t max) {
    return !part.empty() && part.size() <= max && std::ranges::count(part, c) == std::ssize(part);
  };
  return all(shape.substr(0, dash), 'A', 3) &&
         all(shape.substr(dash + 1, blank - dash - 1), 'A', 2) &&
         all(shape.substr(blank + 1), '9', 4);
}

bool is_british(std::string_view shape, std::string_view plate) {
  if (shape != "AA99 AAA" || plate.contains('I') || plate.contains('Q')) return false;
  const int age = (plate[2] - '0') * 10 + (plate[3] - '0');
  return (age >= 2 && age <= 30) || (age >= 51 && age <= 80);
}

bool is_french(std::string_view shape, std::string_view plate) {
  constexpr std::string_view kNever = "IOU";
  return shape == "AA-999-AA" &&
         std::ranges::none_of(plate, [&](char c) { return kNever.contains(c); });
}

bool is_spanish(std::string_view shape, std::string_view plate) {
  constexpr std::string_view kNever = "AEIOUQ";
  if (shape != "9999 AAA" || is_unit(plate.substr(5))) return false;
  return std::ranges::none_of(plate, [&](char c) { return kNever.contains(c); });
}

// Of any country, where a word before says that it is a plate.
bool is_any(std::string_view shape) {
  const auto letters = std::ranges::count(shape, 'A');
  const auto digits = std::ranges::count(shape, '9');
  return letters >= 1 && digits >= 1 && letters + digits >= 4 && letters + digits <= 8;
}

struct Reading {
  std::string_view shape;
  std::string_view plate;
};

bool is_plate(const Scan& scan, const Reading& read, Hint hint) {
  if (hint == Hint::kPlate) return is_any(read.shape);
  if (hint == Hint::kReference) return false;
  return is_french(read.shape, read.plate) || is_british(read.shape, read.plate) ||
         read.shape == "9-AAA-999" || (scan.lang == "nl" && is_dutch(read.shape)) ||
         (scan.lang == "de" && is_german(read.shape)) ||
         (scan.lang == "es" && is_spanish(read.shape, read.plate));
}

}  // namespace

std::optional<PersonalSpan> plate_at(const Scan& scan, size_t place) {
  const Shape shape = shape_at(scan, place);
  if (shape.groups == 0 || shape.ends[shape.groups - 1] < 6 || !begins_here(scan, place)) {
    return std::nullopt;
  }
  const Hint hint = hint_before(scan, place);
  for (size_t groups = shape.groups; groups >= 1; --groups) {
    const size_t size = shape.ends[groups - 1];
    const Reading read = {.shape = {shape.characters.data(), size},
                          .plate = scan.text.substr(place, size)};
    if (size >= 6 && ends_here(scan, place + size) && is_plate(scan, read, hint)) {
      return span_of(place, place + size, PersonalKind::kPlate);
    }
  }
  return std::nullopt;
}

}  // namespace fh::text
