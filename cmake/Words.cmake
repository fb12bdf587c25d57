# The dictionaries that words in the record are compressed with, as part of fh_record
# (src/record/words_dictionary.h). Where one changes, CMake runs again.
set(words_dictionary "${CMAKE_SOURCE_DIR}/src/record/words_1.zdict")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${words_dictionary}")
file(READ "${words_dictionary}" words_hex HEX)
string(REGEX REPLACE "(................................)" "\\1\n" words_hex "${words_hex}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," words_hex "${words_hex}")
file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/words/words_1.cc" @ONLY CONTENT
"#include \"record/words_dictionary.h\"

namespace fh::record {
namespace {

constexpr unsigned char kBytes[] = {
@words_hex@};

}  // namespace

std::span<const unsigned char> words_dictionary_1() {
  return kBytes;
}

}  // namespace fh::record
")
target_sources(fh_record PRIVATE "${CMAKE_BINARY_DIR}/words/words_1.cc")
