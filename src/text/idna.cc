#include "text/idna.h"

#include <unicode/uidna.h>
#include <unicode/utypes.h>

#include <array>

#include "base/ascii.h"
#include "base/check.h"

namespace fh::text {
namespace {

const UIDNA* rules() {
  static const UIDNA* const kRules = [] {
    UErrorCode error = U_ZERO_ERROR;
    const UIDNA* made = uidna_openUTS46(UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI |
                                            UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII,
                                        &error);
    FH_CHECK(U_SUCCESS(error));
    return made;
  }();
  return kRules;
}

}  // namespace

Result<std::string> ascii_domain(std::string_view domain) {
  constexpr size_t kBytesMax = 253;
  std::array<char, kBytesMax + 1> made{};
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  UErrorCode error = U_ZERO_ERROR;
  const bool fits = !domain.empty() && domain.size() <= kBytesMax * 4;
  const int32_t size =
      fits ? uidna_nameToASCII_UTF8(rules(), domain.data(), static_cast<int32_t>(domain.size()),
                                    made.data(), static_cast<int32_t>(made.size()), &info, &error)
           : 0;
  if (size > 0 && static_cast<size_t>(size) <= kBytesMax && U_SUCCESS(error) && info.errors == 0) {
    return ascii_lower(std::string_view(made.data(), static_cast<size_t>(size)));
  }
  return failure(ErrorCode::kInvalid, "the domain behind the @ is none that a host can have",
                 "address", "Write it as it stands in letters from there.");
}

}  // namespace fh::text
