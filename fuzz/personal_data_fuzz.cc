// Looks for personal data in any bytes, in a language the first byte picks: spans in order,
// on borders of characters where the bytes are text, and a masked copy that ranges can be
// moved into.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/utf8.h"
#include "text/personal_data.h"

namespace {

using fh::text::ByteRange;
using fh::text::PersonalSpan;

bool cuts_character(std::string_view text, size_t place) {
  return place < text.size() && (static_cast<uint8_t>(text[place]) & 0xC0U) == 0x80U;
}

void check_spans(std::string_view text, const std::vector<PersonalSpan>& spans) {
  const bool is_text = !fh::find_broken_utf8(text);
  size_t last = 0;
  for (const PersonalSpan& span : spans) {
    FH_CHECK(span.begin >= last && span.begin < span.end && span.end <= text.size());
    FH_CHECK(!is_text || (!cuts_character(text, span.begin) && !cuts_character(text, span.end)));
    last = span.end;
  }
}

void check_moved(std::string_view text, const std::vector<PersonalSpan>& spans) {
  std::vector<ByteRange> ranges;
  for (uint32_t begin = 0; begin + 3 <= text.size(); begin += 5)
    ranges.push_back({begin, begin + 3});
  const std::string out = fh::text::masked(text, spans);
  size_t last = 0;
  for (const ByteRange& range : fh::text::moved(ranges, spans)) {
    FH_CHECK(range.begin >= last && range.begin < range.end && range.end <= out.size());
    last = range.end;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr std::array<std::string_view, 8> kLanguages = {"en", "de", "nl", "fr",
                                                          "es", "it", "pl", ""};
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::vector<PersonalSpan> spans =
      fh::text::find_personal_data(text, kLanguages[data[0] % kLanguages.size()]);
  check_spans(text, spans);
  check_moved(text, spans);
  return 0;
}
