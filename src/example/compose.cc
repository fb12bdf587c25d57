#include "example/compose.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/check.h"
#include "example/tables.h"

namespace fh::example {
namespace {

using model::Kind;
using model::Party;

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_letter(char c) {
  return is_lower(c) || (c >= 'A' && c <= 'Z');
}

std::string_view voice_of(Party party) {
  switch (party) {
    case Party::kEmployee:
      return "employee";
    case Party::kPartner:
      return "partner";
    default:
      return "customer";
  }
}

std::string_view name_of_mood(Mood mood) {
  constexpr std::string_view kNames[] = {"bad", "mixed", "good"};
  return kNames[static_cast<size_t>(mood)];
}

// Writes one telling, sentence by sentence.
class Writer {
 public:
  Writer(const Grammar& grammar, const Tale& tale, Rng& rng)
      : grammar_(grammar), tale_(tale), rng_(rng) {}

  void story() {
    if (rng_.chance(0.08)) return brief();
    if (rng_.chance(0.07)) return long_story();
    if (rng_.chance(0.72)) open();
    core();
    if (rng_.chance(0.45)) frame("scene");
    if (rng_.chance(0.5)) frame("consequence");
    if (rng_.chance(0.4)) frame("reflection");
    if (rng_.chance(0.35)) frame("close");
  }

  void other_kind() {
    const std::string_view own = tale_.section.empty() ? name_of(tale_.kind) : tale_.section;
    if (tale_.kind == Kind::kQuestion &&
        try_sentence(fmt::format("{}.question", tale_.topic->id))) {
      if (rng_.chance(0.6)) frame("scene");
      return;
    }
    if (tale_.kind == Kind::kConcern && rng_.chance(0.4)) {
      core();
    } else if (rng_.chance(0.18)) {
      frame("scene");
    }
    sentence(fmt::format("{}.{}", voice_of(tale_.party), own));
    if (tale_.kind == Kind::kInteraction) return;
    if (rng_.chance(0.4)) frame("scene");
    if (rng_.chance(0.3)) frame("reflection");
    if (rng_.chance(0.15)) frame("close");
  }

  // The topic's own words carry the kind (planted workarounds).
  void topic_only() {
    if (rng_.chance(0.5)) open();
    core();
    if (rng_.chance(0.5)) frame("scene");
    if (rng_.chance(0.4)) frame("reflection");
  }

  void foreign() {
    const std::string_view lang = tale_.lang;
    if (tale_.kind != Kind::kStory) {
      sentence(fmt::format("{}.{}", lang, name_of(tale_.kind)));
      if (rng_.chance(0.6)) sentence(fmt::format("{}.scene", lang));
      return;
    }
    const std::string_view mood = tale_.mood == Mood::kGood ? "good" : "bad";
    if (rng_.chance(0.7)) lead(fmt::format("{}.open", lang));
    sentence(fmt::format("{}.{}.{}", lang, tale_.topic->group, mood));
    if (rng_.chance(0.5)) sentence(fmt::format("{}.scene", lang));
    if (rng_.chance(0.3)) sentence(fmt::format("{}.{}.{}", lang, tale_.topic->group, mood));
    if (rng_.chance(0.65)) sentence(fmt::format("{}.close.{}", lang, mood));
  }

  std::string take() { return std::move(text_); }

 private:
  void brief() {
    const std::string_view mood = tale_.mood == Mood::kGood ? "good" : "bad";
    const bool planted = tale_.topic->weight == 0;
    sentence(planted ? fmt::format("{}.bad", tale_.topic->id)
                     : fmt::format("{}.short.{}", voice_of(tale_.party), mood));
  }

  void long_story() {
    open();
    core();
    for (int i = 0; i < 3; ++i) frame("scene");
    paragraph();
    frame("scene");
    core();
    for (int i = 0; i < 2; ++i) frame("consequence");
    const int64_t more = rng_.between(0, 3);
    for (int64_t i = 0; i < more; ++i) {
      frame("scene");
      frame("consequence");
    }
    paragraph();
    if (rng_.chance(0.5)) core();
    for (int i = 0; i < 4; ++i) frame("reflection");
    if (rng_.chance(0.5)) {
      paragraph();
      core();
      frame("scene");
      frame("reflection");
    }
    frame("close");
  }

  void open() { lead(fmt::format("{}.open", voice_of(tale_.party))); }

  void core() {
    Mood mood = tale_.mood;
    if (mood == Mood::kMixed) mood = rng_.chance(0.5) ? Mood::kGood : Mood::kBad;
    if (mood == Mood::kGood && try_sentence(fmt::format("{}.good", tale_.topic->id))) return;
    sentence(fmt::format("{}.bad", tale_.topic->id));
  }

  void frame(std::string_view part) {
    const std::string name = fmt::format("{}.{}", voice_of(tale_.party), part);
    if (part == "scene") return sentence(name);
    Mood mood = tale_.mood;
    // Only closings have words of their own for what was neither good nor bad.
    if (mood == Mood::kMixed && part != "close") mood = rng_.chance(0.5) ? Mood::kGood : Mood::kBad;
    sentence(fmt::format("{}.{}", name, name_of_mood(mood)));
  }

  void paragraph() {
    text_ += "\n\n";
    starts_ = true;
  }

  // Words that lead into the next sentence.
  void lead(const std::string& section) { append(expanded(section), /*ends=*/false); }

  void sentence(const std::string& section) { append(expanded(section), /*ends=*/true); }

  bool try_sentence(const std::string& section) {
    if (!grammar_.section(section)) return false;
    sentence(section);
    return true;
  }

  // Nobody says the same sentence twice, as long as there is another.
  std::string expanded(const std::string& section) {
    const std::optional<Grammar::Section> id = grammar_.section(section);
    FH_CHECK(id.has_value());
    std::string words;
    for (int tries = 0; tries < 4; ++tries) {
      words.clear();
      grammar_.expand(*id, rng_, tale_.bindings, words);
      if (std::find(said_.begin(), said_.end(), words) == said_.end()) break;
    }
    said_.push_back(words);
    return words;
  }

  void append(std::string words, bool ends) {
    if (words.empty()) return;
    if (starts_) capitalise(words, 0);
    for (size_t i = 2; i < words.size(); ++i) {
      const char before = words[i - 2];
      if (words[i - 1] == ' ' && (before == '.' || before == '!' || before == '?')) {
        capitalise(words, i);
      }
    }
    if (!text_.empty() && text_.back() != '\n') text_ += ' ';
    text_ += words;
    const char last = text_.back();
    if (ends && last != '.' && last != '!' && last != '?') text_ += '.';
    starts_ = ends;
  }

  static void capitalise(std::string& words, size_t at) {
    if (is_lower(words[at])) words[at] = static_cast<char>(words[at] - 'a' + 'A');
  }

  const Grammar& grammar_;
  const Tale& tale_;
  Rng& rng_;
  std::string text_;
  std::vector<std::string> said_;
  bool starts_ = true;  // a sentence begins
};

struct Short {
  std::string_view word;
  std::string_view instead;
};
constexpr Short kShorts[] = {{" minutes", " min"},  {" because ", " bc "}, {" please", " pls"},
                             {" and ", " & "},      {" you ", " u "},      {" with ", " w/ "},
                             {" nobody ", " no1 "}, {" though ", " tho "}, {" something ", " sth "},
                             {" before ", " b4 "}};

void abbreviate(std::string& text, Rng& rng) {
  for (const Short& entry : kShorts) {
    if (!rng.chance(0.35)) continue;
    for (size_t at = text.find(entry.word); at != std::string::npos;
         at = text.find(entry.word, at)) {
      text.replace(at, entry.word.size(), entry.instead);
      at += entry.instead.size() - 1;
    }
  }
}

// Slips of the finger between two letters; what is not ASCII stays whole.
std::string with_slips(const std::string& text, double rate, Rng& rng) {
  std::string slipped;
  slipped.reserve(text.size() + 8);
  for (size_t i = 0; i < text.size(); ++i) {
    const bool inside = i > 0 && i + 1 < text.size() && is_letter(text[i - 1]) &&
                        is_lower(text[i]) && is_lower(text[i + 1]);
    if (!inside || !rng.chance(rate)) {
      slipped += text[i];
      continue;
    }
    switch (rng.below(3)) {
      case 0:
        break;
      case 1:
        slipped.append(2, text[i]);
        break;
      default:
        slipped += text[i + 1];
        slipped += text[i];
        ++i;
    }
  }
  return slipped;
}

void lower_ascii(std::string& text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
}

}  // namespace

bool can_tell(const Tale& tale) {
  if (tale.lang == "en") return true;
  if (tale.party != Party::kCustomer && tale.party != Party::kOther) return false;
  if (!tale.section.empty()) return false;
  switch (tale.kind) {
    case Kind::kStory:
      return !tale.topic->group.empty();
    case Kind::kQuestion:
    case Kind::kWish:
    case Kind::kThanks:
    case Kind::kConcern:
      return true;
    default:
      return false;
  }
}

std::string compose(const Grammar& grammar, Tale tale, Rng& rng) {
  FH_CHECK(tale.topic != nullptr && can_tell(tale));
  const auto thing = grammar.section(fmt::format("{}.thing", tale.topic->id));
  FH_CHECK(thing.has_value());
  std::string& words = tale.bindings[Bound::kThing];
  words.clear();
  grammar.expand(*thing, rng, Bindings(tale.bindings), words);

  Writer writer(grammar, tale, rng);
  const bool planted = tale.topic->weight == 0;
  if (tale.lang != "en") {
    writer.foreign();
  } else if (tale.kind == Kind::kStory) {
    writer.story();
  } else if (tale.kind == Kind::kWorkaround && planted) {
    writer.topic_only();
  } else {
    writer.other_kind();
  }
  return writer.take();
}

std::string typed_by(std::string text, double carelessness, Rng& rng) {
  if (text.empty() || carelessness <= 0) return text;
  if (rng.chance(carelessness)) abbreviate(text, rng);
  if (rng.chance(carelessness)) lower_ascii(text);
  text = with_slips(text, carelessness * 0.02, rng);
  if (text.size() > 1 && text.back() == '.' && rng.chance(0.3 + carelessness / 2)) text.pop_back();
  return text;
}

const Grammar& example_grammar() {
  static const Grammar grammar = [] {
    Result<Grammar> parsed = Grammar::parse(all_tables());
    FH_CHECK(parsed.has_value());
    return std::move(*parsed);
  }();
  return grammar;
}

}  // namespace fh::example
