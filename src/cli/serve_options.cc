#include "cli/serve_options.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string>
#include <utility>

#include "api/web_address.h"
#include "base/file_system.h"

namespace fh::cli {
namespace {

constexpr size_t kSecretBytesMax = 4096;

std::unexpected<Error> go_together(std::string_view one, std::string_view other) {
  return failure(ErrorCode::kInvalid, fmt::format("--{} needs --{} beside it", one, other),
                 std::string(one));
}

Status choose_https(const Arguments& arguments, api::ServerOptions& options) {
  const std::optional<std::string> certificate = arguments.option("tls-cert");
  const std::optional<std::string> key = arguments.option("tls-key");
  const bool by_proxy = arguments.flag("behind-proxy");
  if (certificate && !key) return go_together("tls-cert", "tls-key");
  if (key && !certificate) return go_together("tls-key", "tls-cert");
  if (key && by_proxy) {
    return failure(ErrorCode::kInvalid,
                   "either the proxy speaks HTTPS (--behind-proxy) or firsthand does (--tls-cert)",
                   "behind-proxy");
  }
  if (by_proxy) options.https = api::Https::kByProxy;
  if (!key) return {};
  options.https = api::Https::kOwn;
  options.tls = {.certificate = *certificate, .key = *key};
  return {};
}

Status choose_oidc(const Arguments& arguments, api::ServerOptions& options) {
  const std::optional<std::string> issuer = arguments.option("oidc-issuer");
  const std::optional<std::string> client = arguments.option("oidc-client");
  if (issuer && !client) return go_together("oidc-issuer", "oidc-client");
  if (!issuer) {
    for (const std::string_view other : {"oidc-client", "oidc-secret-file", "oidc-name"}) {
      if (arguments.option(other)) return go_together(other, "oidc-issuer");
    }
    return {};
  }
  api::OidcOptions oidc = {.issuer = *issuer, .client_id = *client};
  oidc.name = arguments.option("oidc-name").value_or("");
  if (const auto file = arguments.option("oidc-secret-file")) {
    FH_ASSIGN_OR_RETURN(oidc.client_secret, secret_in(*file, "oidc-secret-file"));
  }
  options.oidc = std::move(oidc);
  return {};
}

}  // namespace

Result<Serving> serving_of(const Arguments& arguments, std::string address) {
  constexpr uint64_t kBackupsKeptMax = 1'000'000;
  Serving serving{.address = std::move(address)};
  const std::optional<std::string> folder = arguments.option("backups");
  if (folder && folder->empty()) {
    return failure(ErrorCode::kInvalid, "--backups names no folder", "backups");
  }
  serving.backups = folder.value_or("");
  if (!arguments.option("backups-keep")) return serving;
  if (!folder) return go_together("backups-keep", "backups");
  FH_ASSIGN_OR_RETURN(serving.backups_kept,
                      number_option(arguments, "backups-keep", 1, kBackupsKeptMax));
  return serving;
}

Result<std::optional<std::string>> pages_at_of(const Arguments& arguments) {
  const std::optional<std::string> pages = arguments.option("pages-at");
  if (!pages) return std::nullopt;
  const Result<api::WebAddress> address = api::parse_web_address(*pages);
  if (!address || address->target != "/") {
    return failure(
        ErrorCode::kInvalid,
        fmt::format("--pages-at: {}", address ? "it has a path" : address.error().message),
        "pages-at", "Give it as https://example.org");
  }
  return (address->by_tls ? "https://" : "http://") + address->authority;
}

// What ends the line is not part of the secret.
Result<std::string> secret_in(const std::string& path, std::string_view option) {
  FH_ASSIGN_OR_RETURN(std::string secret, system_files().read(path));
  while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
  const bool one_line = secret.find_first_of("\r\n") == std::string::npos;
  if (!secret.empty() && secret.size() <= kSecretBytesMax && one_line) return secret;
  return failure(ErrorCode::kInvalid,
                 fmt::format("{} must hold the secret on one line, and nothing else", path),
                 std::string(option));
}

Result<api::ServerOptions> server_options(const Arguments& arguments) {
  api::ServerOptions options;
  FH_ASSIGN_OR_RETURN(const uint64_t threads, number_option(arguments, "threads", 0, 256));
  options.threads = static_cast<unsigned>(threads);
  FH_RETURN_IF_ERROR(choose_https(arguments, options));
  FH_RETURN_IF_ERROR(choose_oidc(arguments, options));
  FH_ASSIGN_OR_RETURN(const std::optional<std::string> pages, pages_at_of(arguments));
  options.pages_at = pages.value_or("");
  return options;
}

}  // namespace fh::cli
