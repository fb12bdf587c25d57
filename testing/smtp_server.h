// testing/smtp_server.h: a mail server on loopback that keeps what it is sent, for tests.
//
// It answers as told, one connection at a time, in a thread of its own.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace fh::testing {

struct ReceivedLetter {
  std::string from;
  std::vector<std::string> to;
  std::string data;  // without the dots that were doubled on its way
};

// The bytes of one connection; tests put TLS in its place.
struct SmtpWire {
  std::function<bool(std::string_view)> send;
  std::function<size_t(char*, size_t)> receive;  // 0: it has ended
};

class SmtpServer {
 public:
  // Around each connection's socket.
  using Dress = std::function<SmtpWire(int socket)>;
  // What is answered to a command instead of the usual, by its first word: "RCPT" -> "550 no".
  // "hang" is no answer at all.
  using Answers = std::map<std::string, std::string>;

  explicit SmtpServer(Answers answers = {}, Dress dress = plain)
      : answers_(std::move(answers)), dress_(std::move(dress)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(listener_, reinterpret_cast<const sockaddr*>(&address), size);
    ::listen(listener_, 8);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~SmtpServer() {
    stopping_ = true;
    thread_.join();
    ::close(listener_);
  }
  SmtpServer(const SmtpServer&) = delete;
  SmtpServer& operator=(const SmtpServer&) = delete;

  uint16_t port() const { return port_; }
  std::string address(std::string_view scheme = "smtp") const {
    return std::string(scheme) + "://127.0.0.1:" + std::to_string(port_);
  }

  std::vector<ReceivedLetter> letters() const {
    const std::lock_guard lock(mutex_);
    return letters_;
  }
  std::vector<std::string> commands() const {
    const std::lock_guard lock(mutex_);
    return commands_;
  }
  void answer(const std::string& command, const std::string& with) {
    const std::lock_guard lock(mutex_);
    answers_[command] = with;
  }

 private:
  static SmtpWire plain(int socket) {
    return {.send =
                [socket](std::string_view text) {
                  return ::send(socket, text.data(), text.size(), MSG_NOSIGNAL) ==
                         static_cast<ssize_t>(text.size());
                },
            .receive =
                [socket](char* to, size_t size) {
                  const ssize_t taken = ::recv(socket, to, size, 0);
                  return taken > 0 ? static_cast<size_t>(taken) : 0;
                }};
  }

  void serve() {
    while (!stopping_) {
      pollfd poller = {.fd = listener_, .events = POLLIN, .revents = 0};
      if (::poll(&poller, 1, 20) <= 0) continue;
      const int socket = ::accept(listener_, nullptr, nullptr);
      if (socket < 0) continue;
      const timeval patience = {.tv_sec = 5, .tv_usec = 0};
      ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
      const SmtpWire wire = dress_(socket);
      if (wire.send) talk(wire);
      ::close(socket);
    }
  }

  static bool line(const SmtpWire& wire, std::string& held, std::string& out) {
    for (size_t end = held.find("\r\n"); end == std::string::npos; end = held.find("\r\n")) {
      char piece[4096];
      const size_t taken = wire.receive(piece, sizeof piece);
      if (taken == 0) return false;
      held.append(piece, taken);
    }
    const size_t end = held.find("\r\n");
    out = held.substr(0, end);
    held.erase(0, end + 2);
    return true;
  }

  std::string answer_to(const std::string& word) const {
    const std::lock_guard lock(mutex_);
    if (const auto told = answers_.find(word); told != answers_.end()) return told->second;
    if (word == "EHLO") return "250-mail.test\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME";
    if (word == "DATA") return "354 go on";
    if (word == "AUTH") return "235 welcome";
    if (word == "QUIT") return "221 bye";
    return "250 ok";
  }

  void talk(const SmtpWire& wire) {
    wire.send("220 mail.test\r\n");
    ReceivedLetter letter;
    std::string held;
    std::string command;
    while (line(wire, held, command)) {
      {
        const std::lock_guard lock(mutex_);
        commands_.push_back(command);
      }
      const std::string word = command.substr(0, command.find(' '));
      const std::string reply = answer_to(word);
      if (reply == "hang") {
        while (!stopping_) std::this_thread::sleep_for(std::chrono::milliseconds(10));
        return;
      }
      if (word == "MAIL") letter.from = command.substr(command.find(':') + 1);
      if (word == "RCPT") letter.to.push_back(command.substr(command.find(':') + 1));
      wire.send(reply + "\r\n");
      if (word == "DATA" && reply.starts_with("354") && !take_data(wire, held, letter)) return;
      if (word == "QUIT") return;
    }
  }

  bool take_data(const SmtpWire& wire, std::string& held, ReceivedLetter& letter) {
    std::string one;
    while (line(wire, held, one)) {
      if (one == ".") {
        {
          const std::lock_guard lock(mutex_);
          letters_.push_back(letter);
        }
        wire.send(answer_to("letter") + "\r\n");
        return true;
      }
      letter.data += one.substr(one.starts_with('.') ? 1 : 0) + "\r\n";
    }
    return false;
  }

  mutable std::mutex mutex_;
  Answers answers_;
  const Dress dress_;
  std::vector<ReceivedLetter> letters_;
  std::vector<std::string> commands_;
  std::atomic<bool> stopping_ = false;
  int listener_ = -1;
  uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace fh::testing
