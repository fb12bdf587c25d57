#include "doors/column_name.h"

#include <algorithm>
#include <array>

namespace fh::doors {
namespace {

constexpr std::array<std::string_view, 5> kWrappers = {"attributes", "data", "properties", "fields",
                                                       "values"};

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_word_byte(char c) {
  return is_upper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '#' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Whether a new word begins at `at` inside a run of letters: "reviewId", "IPAddress".
bool begins_word(std::string_view name, size_t at) {
  if (at == 0 || !is_upper(name[at])) return false;
  const bool after_small = !is_upper(name[at - 1]);
  const bool before_small = at + 1 < name.size() && name[at + 1] >= 'a' && name[at + 1] <= 'z';
  return after_small || before_small;
}

std::string_view without_wrappers(std::string_view name) {
  while (true) {
    const size_t dot = name.find('.');
    if (dot == std::string_view::npos) return name;
    const std::string_view first = name.substr(0, dot);
    if (std::ranges::find(kWrappers, first) == kWrappers.end()) return name;
    name.remove_prefix(dot + 1);
  }
}

}  // namespace

bool NameWords::has(std::string_view word) const {
  return std::ranges::find(words, word) != words.end();
}

bool NameWords::ends_with(std::string_view word) const {
  return !words.empty() && words.back() == word;
}

NameWords words_of_name(std::string_view full) {
  const std::string_view name = without_wrappers(full);
  NameWords out;
  const size_t dot = name.find('.');
  out.nested =
      dot != std::string_view::npos && dot > 0 && dot + 1 < name.size() && name[dot + 1] != ' ';
  std::string word;
  const auto close = [&] {
    if (word.empty()) return;
    if (!out.joined.empty()) out.joined += ' ';
    out.joined += word;
    out.words.push_back(std::move(word));
    word.clear();
  };
  for (size_t i = 0; i < name.size(); ++i) {
    if (!is_word_byte(name[i]) || begins_word(name, i)) close();
    if (!is_word_byte(name[i])) continue;
    word += is_upper(name[i]) ? static_cast<char>(name[i] | 0x20) : name[i];
  }
  close();
  return out;
}

int rank_in(std::span<const std::string_view> names, const NameWords& name) {
  const auto found = std::ranges::find(names, name.joined);
  return found == names.end() ? -1 : static_cast<int>(found - names.begin());
}

}  // namespace fh::doors
