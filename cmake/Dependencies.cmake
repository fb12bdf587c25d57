# Every library comes from Debian; docs/decisions.md has a line for each.
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_package(SQLite3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(CURL 7.85 REQUIRED)
if(FIRSTHAND_TESTS OR NOT DEFINED FIRSTHAND_TESTS)
  find_package(GTest REQUIRED)
endif()

# Debian packages without a CMake description of their own.
function(fh_library name header)
  find_path(${name}_INCLUDE ${header} REQUIRED)
  find_library(${name}_LIBRARY ${name} REQUIRED)
  add_library(${name} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${name} SYSTEM INTERFACE "${${name}_INCLUDE}")
  target_link_libraries(${name} INTERFACE "${${name}_LIBRARY}")
endfunction()
fh_library(simdjson simdjson.h)
fh_library(zstd zstd.h)
fh_library(xxhash xxhash.h)
fh_library(sodium sodium.h)
fh_library(stemmer libstemmer.h)
fh_library(cld2 cld2/public/compact_lang_det.h)

find_path(tomlplusplus_INCLUDE toml++/toml.h REQUIRED)
add_library(tomlplusplus INTERFACE IMPORTED GLOBAL)
target_include_directories(tomlplusplus SYSTEM INTERFACE "${tomlplusplus_INCLUDE}")

# Asio and Beast are header-only; their one home is src/api.
find_path(boost_INCLUDE boost/beast.hpp REQUIRED)
add_library(boost_asio INTERFACE IMPORTED GLOBAL)
target_include_directories(boost_asio SYSTEM INTERFACE "${boost_INCLUDE}")
target_link_libraries(boost_asio INTERFACE Threads::Threads)
# Beast 1.81 asserts five bytes where a body's last chunk may begin with three ("0" and a
# line end): any client could stop the program. Without assertions the same code reads it.
target_compile_definitions(boost_asio INTERFACE BOOST_DISABLE_ASSERTS)
