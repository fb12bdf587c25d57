# fh_pages: the web pages, built by npm and embedded (src/api/pages.h).
#
# Without npm the program still builds; it then serves its interface and no pages.
set(PAGES_DIR "${CMAKE_SOURCE_DIR}/web")
set(PAGES_OUT "${CMAKE_BINARY_DIR}/pages")
file(MAKE_DIRECTORY "${PAGES_OUT}")
find_program(NODE_PROGRAM node)
find_program(NPM_PROGRAM npm)

if(NODE_PROGRAM AND NPM_PROGRAM)
  set(pages_modules "${PAGES_DIR}/node_modules/.package-lock.json")
  file(GLOB_RECURSE pages_sources CONFIGURE_DEPENDS "${PAGES_DIR}/src/*" "${PAGES_DIR}/public/*")
  list(FILTER pages_sources EXCLUDE REGEX "\\.test\\.ts$")

  # npm writes its own note of what it installed; it is the stamp, so that modules
  # installed by hand are not installed again. Several build directories share it.
  add_custom_command(
    OUTPUT "${pages_modules}"
    DEPENDS "${PAGES_DIR}/package-lock.json"
    COMMAND "${NPM_PROGRAM}" ci --no-audit --no-fund --loglevel=error
    COMMAND "${CMAKE_COMMAND}" -E touch "${pages_modules}"
    WORKING_DIRECTORY "${PAGES_DIR}"
    COMMENT "Installing what the pages are built with"
    VERBATIM)
  add_custom_command(
    OUTPUT "${PAGES_OUT}/pages.cc"
    DEPENDS ${pages_sources} "${pages_modules}" "${PAGES_DIR}/index.html" "${PAGES_DIR}/package.json"
            "${PAGES_DIR}/tsconfig.json" "${PAGES_DIR}/vite.config.ts" "${PAGES_DIR}/embed.mjs"
    COMMAND "${NPM_PROGRAM}" run --silent check
    COMMAND "${NPM_PROGRAM}" run --silent bundle -- --outDir "${PAGES_OUT}/dist" --emptyOutDir
            --logLevel warn
    COMMAND "${NODE_PROGRAM}" embed.mjs "${PAGES_OUT}/dist" "${PAGES_OUT}/pages.cc"
    WORKING_DIRECTORY "${PAGES_DIR}"
    COMMENT "Building the pages"
    VERBATIM)
else()
  message(WARNING "npm or node is not there: the program is built without its pages, and "
                  "answers at /v1 only. Install Node.js 20 or newer to have them.")
  file(WRITE "${PAGES_OUT}/pages.cc"
       "#include \"api/pages.h\"\n\n"
       "namespace fh::api {\n\n"
       "std::span<const Page> embedded_pages() { return {}; }\n\n"
       "}  // namespace fh::api\n")
endif()

add_library(fh_pages STATIC "${PAGES_OUT}/pages.cc")
target_link_libraries(fh_pages PUBLIC fh_base)
# The bodies are longer than the literals a compiler must bear; both bear these.
set_source_files_properties("${PAGES_OUT}/pages.cc" PROPERTIES COMPILE_OPTIONS "-Wno-overlength-strings")
