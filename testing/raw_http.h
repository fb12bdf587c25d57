// testing/raw_http.h: a connection that sends any bytes at all, for tests of a server.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cctype>
#include <charconv>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace fh::testing {

struct RawReply {
  int status = 0;                              // 0: the connection ended before a whole reply came
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

class RawHttp {
 public:
  static constexpr int kPatienceMs = 20'000;

  explicit RawHttp(uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    open_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~RawHttp() { ::close(socket_); }
  RawHttp(const RawHttp&) = delete;
  RawHttp& operator=(const RawHttp&) = delete;

  bool send(std::string_view text) {
    while (!text.empty()) {
      const ssize_t sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<size_t>(sent));
    }
    return true;
  }

  // The next whole reply, framed by its length or in chunks.
  RawReply reply(bool to_head = false) {
    RawReply out;
    std::string head;
    if (!until("\r\n\r\n", head)) return {};
    read_head(head, out);
    if (to_head || out.status == 204 || out.status == 304 || out.status < 200) return out;
    const bool whole = out.headers["transfer-encoding"] == "chunked"
                           ? read_chunks(out.body)
                           : exactly(number(out.headers["content-length"], 10), out.body);
    return whole ? out : RawReply{};
  }

  RawReply ask(std::string_view text) { return send(text) ? reply() : RawReply{}; }

  // Takes everything up to and with `mark`. False: it did not come.
  bool until(std::string_view mark, std::string& out) {
    size_t at = in_.find(mark);
    while (at == std::string::npos) {
      if (!more(kPatienceMs)) return false;
      at = in_.find(mark);
    }
    out = in_.substr(0, at + mark.size());
    in_.erase(0, at + mark.size());
    return true;
  }

  // Whether the other side closes within that time; what comes before is dropped.
  bool closes_within(int ms) {
    while (open_) {
      pollfd poller = {.fd = socket_, .events = POLLIN, .revents = 0};
      if (::poll(&poller, 1, ms) <= 0) return false;
      char waste[4096];
      if (::recv(socket_, waste, sizeof waste, 0) <= 0) open_ = false;
    }
    return true;
  }

  bool open() const { return open_; }

 private:
  static uint64_t number(std::string_view text, int base) {
    uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value, base);
    return value;
  }

  static void read_head(const std::string& head, RawReply& out) {
    out.status = static_cast<int>(number(std::string_view(head).substr(9, 3), 10));
    size_t at = head.find("\r\n") + 2;
    while (at + 2 < head.size()) {
      const size_t end = head.find("\r\n", at);
      const size_t colon = head.find(':', at);
      std::string name = head.substr(at, colon - at);
      for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      out.headers[name] = head.substr(colon + 2, end - colon - 2);
      at = end + 2;
    }
  }

  bool more(int ms) {
    pollfd poller = {.fd = socket_, .events = POLLIN, .revents = 0};
    if (!open_ || ::poll(&poller, 1, ms) <= 0) return false;
    char piece[16 * 1024];
    const ssize_t bytes = ::recv(socket_, piece, sizeof piece, 0);
    if (bytes <= 0) {
      open_ = false;
      return false;
    }
    in_.append(piece, static_cast<size_t>(bytes));
    return true;
  }

  bool exactly(uint64_t bytes, std::string& out) {
    while (in_.size() < bytes) {
      if (!more(kPatienceMs)) return false;
    }
    out += in_.substr(0, bytes);
    in_.erase(0, bytes);
    return true;
  }

  bool read_chunks(std::string& out) {
    std::string line;
    std::string ending;
    while (until("\r\n", line)) {
      const uint64_t size = number(line, 16);
      if (!exactly(size, out) || !until("\r\n", ending)) return false;
      if (size == 0) return true;
    }
    return false;
  }

  int socket_;
  bool open_ = false;
  std::string in_;
};

}  // namespace fh::testing
