// How much personal data is found in sentences labelled by hand, and how much else. With
// FH_PERSONAL_TABLE=1 the figures are printed as docs/methods.md shows them, with
// FH_PERSONAL_ERRORS=1 also the mistakes in the half that may be tuned to.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "text/personal_data.h"

namespace fh::text {
namespace {

struct Sentence {
  std::string line;  // as in the file
  std::string lang;
  std::string text;
  std::vector<PersonalSpan> spans;
};

PersonalKind kind_named(std::string_view name) {
  for (size_t kind = 0; kind < kPersonalKinds; ++kind) {
    if (name_of(static_cast<PersonalKind>(kind)) == name) return static_cast<PersonalKind>(kind);
  }
  ADD_FAILURE() << "no kind " << name;
  return PersonalKind::kName;
}

// "en Call {phone:07700 900123}.\nAnna"
Sentence parse(const std::string& line) {
  Sentence sentence{.line = line, .lang = line.substr(0, 2), .text = {}, .spans = {}};
  for (size_t i = 3; i < line.size(); ++i) {
    if (line[i] == '{') {
      const size_t colon = line.find(':', i);
      sentence.spans.push_back({.begin = static_cast<uint32_t>(sentence.text.size()),
                                .kind = kind_named(line.substr(i + 1, colon - i - 1))});
      i = colon;
    } else if (line[i] == '}') {
      sentence.spans.back().end = static_cast<uint32_t>(sentence.text.size());
    } else if (line.compare(i, 2, "\\n") == 0) {
      sentence.text += '\n';
      ++i;
    } else {
      sentence.text += line[i];
    }
  }
  return sentence;
}

std::vector<Sentence> read(std::string_view name) {
  std::ifstream file(std::filesystem::path(FH_PROJECT_DIR) / "src/text/testdata" / name);
  std::vector<Sentence> sentences;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line[0] != '#') sentences.push_back(parse(line));
  }
  return sentences;
}

// The same kind, and what they share at least half of what either has.
bool agree(const PersonalSpan& a, const PersonalSpan& b) {
  const int64_t shared = int64_t{std::min(a.end, b.end)} - int64_t{std::max(a.begin, b.begin)};
  const int64_t either = int64_t{std::max(a.end, b.end)} - int64_t{std::min(a.begin, b.begin)};
  return a.kind == b.kind && 2 * shared >= either;
}

bool any_agrees(const std::vector<PersonalSpan>& spans, const PersonalSpan& span) {
  return std::ranges::any_of(spans, [&](const PersonalSpan& other) { return agree(span, other); });
}

struct Counts {
  int labelled = 0;
  int found = 0;  // of the labelled
  int given = 0;
  int right = 0;  // of the given
  double recall() const { return labelled == 0 ? 1 : double{found * 1.0} / labelled; }
  double precision() const { return given == 0 ? 1 : double{right * 1.0} / given; }
};
using Figures = std::array<Counts, kPersonalKinds>;

Figures measure(const std::vector<Sentence>& sentences, bool show_errors) {
  Figures figures;
  for (const Sentence& sentence : sentences) {
    const std::vector<PersonalSpan> given = find_personal_data(sentence.text, sentence.lang);
    bool wrong = false;
    for (const PersonalSpan& span : sentence.spans) {
      Counts& counts = figures[static_cast<size_t>(span.kind)];
      const bool found = any_agrees(given, span);
      ++counts.labelled;
      counts.found += found ? 1 : 0;
      wrong = wrong || !found;
    }
    for (const PersonalSpan& span : given) {
      Counts& counts = figures[static_cast<size_t>(span.kind)];
      const bool right = any_agrees(sentence.spans, span);
      ++counts.given;
      counts.right += right ? 1 : 0;
      wrong = wrong || !right;
    }
    if (wrong && show_errors) {
      std::printf("%s\n  => %s\n", sentence.line.c_str(), masked(sentence.text, given).c_str());
    }
  }
  return figures;
}

void print(std::string_view half, const Figures& figures) {
  std::printf("%.*s\n| kind | labelled | precision | recall |\n|---|---|---|---|\n",
              static_cast<int>(half.size()), half.data());
  for (size_t kind = 0; kind < kPersonalKinds; ++kind) {
    const std::string name(name_of(static_cast<PersonalKind>(kind)));
    const Counts& counts = figures[kind];
    std::printf("| %s | %d | %.2f (%d of %d) | %.2f (%d of %d) |\n", name.c_str(), counts.labelled,
                counts.precision(), counts.right, counts.given, counts.recall(), counts.found,
                counts.labelled);
  }
}

class Quality : public testing::TestWithParam<std::string_view> {};

TEST_P(Quality, StaysAboveItsFloors) {
  const std::vector<Sentence> sentences = read(GetParam());
  ASSERT_GE(sentences.size(), 250U);
  const bool may_be_tuned_to = GetParam() == "personal_data_dev.txt";
  const Figures figures =
      measure(sentences, may_be_tuned_to && std::getenv("FH_PERSONAL_ERRORS") != nullptr);
  if (std::getenv("FH_PERSONAL_TABLE") != nullptr) print(GetParam(), figures);
  // A little below what was measured: a find or two of the rarer kinds.
  constexpr double kFloor = 0.85;
  for (size_t kind = 0; kind < kPersonalKinds; ++kind) {
    SCOPED_TRACE(name_of(static_cast<PersonalKind>(kind)));
    EXPECT_GE(figures[kind].labelled, 5);
    EXPECT_GE(figures[kind].precision(), kFloor);
    EXPECT_GE(figures[kind].recall(), kFloor);
  }
}

TEST_P(Quality, IsMeasuredOnAsMuchThatOnlyLooksPersonal) {
  const std::vector<Sentence> sentences = read(GetParam());
  const auto plain =
      std::ranges::count_if(sentences, [](const Sentence& s) { return s.spans.empty(); });
  EXPECT_GE(plain * 20, std::ssize(sentences) * 9);
}

INSTANTIATE_TEST_SUITE_P(PersonalData, Quality,
                         testing::Values("personal_data_dev.txt", "personal_data_held_out.txt"),
                         [](const auto& half) {
                           return half.index == 0 ? std::string("Dev") : std::string("HeldOut");
                         });

}  // namespace
}  // namespace fh::text
