#include "cli/serve_options.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string>
#include <utility>

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

// One line; what ends it is not part of the secret.
Result<std::string> secret_in(const std::string& path) {
  FH_ASSIGN_OR_RETURN(std::string secret, system_files().read(path));
  while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
  const bool one_line = secret.find_first_of("\r\n") == std::string::npos;
  if (!secret.empty() && secret.size() <= kSecretBytesMax && one_line) return secret;
  return failure(ErrorCode::kInvalid,
                 fmt::format("{} must hold the secret on one line, and nothing else", path),
                 "oidc-secret-file");
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
    FH_ASSIGN_OR_RETURN(oidc.client_secret, secret_in(*file));
  }
  options.oidc = std::move(oidc);
  return {};
}

}  // namespace

Result<api::ServerOptions> server_options(const Arguments& arguments) {
  api::ServerOptions options;
  FH_ASSIGN_OR_RETURN(const uint64_t threads, number_option(arguments, "threads", 0, 256));
  options.threads = static_cast<unsigned>(threads);
  FH_RETURN_IF_ERROR(choose_https(arguments, options));
  FH_RETURN_IF_ERROR(choose_oidc(arguments, options));
  return options;
}

}  // namespace fh::cli
