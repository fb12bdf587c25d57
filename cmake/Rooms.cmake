# With FIRSTHAND_PRECOMPILE what nearly every file includes is parsed once for all libraries and
# once for all tests: a third less to compile. Only sanitizer builds do: that a file includes what
# it uses is seen by the others.
option(FIRSTHAND_PRECOMPILE "Parse common headers once" OFF)
set(FIRSTHAND_COMMON_HEADERS
  <algorithm> <array> <chrono> <cstdint> <expected> <functional> <map> <memory> <mutex> <optional>
  <ranges> <set> <span> <string> <string_view> <thread> <unordered_map> <utility> <variant>
  <vector> <fmt/format.h>)

# fh_precompile(target first headers...)
#
# The headers for the target: as its own where it is the first to use them, else the first's.
function(fh_precompile target first)
  if(NOT FIRSTHAND_PRECOMPILE)
    return()
  endif()
  if(target STREQUAL first)
    target_precompile_headers(${target} PRIVATE ${ARGN})
  else()
    target_precompile_headers(${target} REUSE_FROM ${first})
  endif()
endfunction()

# fh_room(name [PLAIN_TESTS] [USES rooms...] [LIBS libraries...])
#
# One static library fh_<name> from src/<name>/**.cc, and one test program
# fh_<name>_test from the _test.cc files beside them. Those of PLAIN_TESTS are not optimised in
# debug builds: half as long to compile, and twice as long to run where they compute much.
function(fh_room name)
  cmake_parse_arguments(ROOM "PLAIN_TESTS" "" "USES;LIBS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/${name}/*.cc")
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  list(FILTER sources EXCLUDE REGEX "_test\\.cc$")
  if(NOT sources)
    add_library(fh_${name} INTERFACE)
    set(scope INTERFACE)
  else()
    add_library(fh_${name} STATIC ${sources})
    fh_precompile(fh_${name} fh_base ${FIRSTHAND_COMMON_HEADERS})
    set(scope PUBLIC)
  endif()
  target_include_directories(fh_${name} ${scope} "${CMAKE_SOURCE_DIR}/src")
  list(TRANSFORM ROOM_USES PREPEND fh_)
  target_link_libraries(fh_${name} ${scope} ${ROOM_USES} ${ROOM_LIBS})

  if(FIRSTHAND_TESTS AND tests)
    add_executable(fh_${name}_test ${tests})
    target_include_directories(fh_${name}_test PRIVATE "${CMAKE_SOURCE_DIR}")
    target_compile_definitions(fh_${name}_test PRIVATE
      FH_SHARED_DIR="${CMAKE_SOURCE_DIR}/../shared")
    target_link_libraries(fh_${name}_test PRIVATE fh_${name} GTest::gmock GTest::gtest_main)
    set(first fh_base_test)
    if(ROOM_PLAIN_TESTS)
      target_compile_options(fh_${name}_test PRIVATE $<$<CONFIG:Debug>:-O0>)
      set(first fh_record_test)
    endif()
    fh_precompile(fh_${name}_test ${first} ${FIRSTHAND_COMMON_HEADERS} <gmock/gmock.h> <gtest/gtest.h>)
    if(TARGET fh_testing)
      target_link_libraries(fh_${name}_test PRIVATE fh_testing)
    endif()
    gtest_discover_tests(fh_${name}_test PROPERTIES LABELS unit DISCOVERY_TIMEOUT 60 TIMEOUT 600)
  endif()
endfunction()

# fh_testing(USES rooms...)
#
# The dull twins and random inputs of testing/*.cc as one library. Rooms named after
# this call link it into their tests; those before use only the headers there.
function(fh_testing)
  cmake_parse_arguments(TESTING "" "" "USES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/testing/*.cc")
  add_library(fh_testing STATIC EXCLUDE_FROM_ALL ${sources})
  target_include_directories(fh_testing PUBLIC "${CMAKE_SOURCE_DIR}")
  list(TRANSFORM TESTING_USES PREPEND fh_)
  target_link_libraries(fh_testing PUBLIC ${TESTING_USES})
endfunction()
