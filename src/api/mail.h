// api/mail.h: sends letters behind everybody's back.
//
// One thread takes them in turn from a bounded queue. What a mail server does not take now is
// tried again, a few times; what it will not take at all is dropped. Both are said in the log,
// by what went wrong alone: never to whom. What waits when it stops is lost: whoever waits for
// a letter asks for it again.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "api/smtp.h"
#include "base/clock.h"
#include "base/random.h"
#include "engine/post_box.h"

namespace fh::api {

// Tests replace it.
using SendLetter = std::function<Status(const Envelope&, const std::atomic<bool>& stopping)>;

class Mail final : public engine::PostBox {
 public:
  static constexpr size_t kWaitingMax = 256;

  struct Parts {
    SendLetter send;
    std::string from;  // a mail address
    // One line each; called by the sending thread. Empty: nobody is told.
    std::function<void(std::string_view)> log = {};
    const Clock* clock = &system_clock();
    Random* random = &system_random();
    // How long to wait before each further try.
    std::vector<std::chrono::milliseconds> again_after = {std::chrono::minutes(1),
                                                          std::chrono::minutes(10)};
  };
  explicit Mail(Parts parts);
  // By that server. As Smtp::make().
  static Result<std::unique_ptr<Mail>> by_smtp(const MailOptions& options,
                                               std::function<void(std::string_view)> log);
  // Stops at once, also in the midst of a letter.
  ~Mail() override;

  Status post(Write write) override;

  // As it goes to the server.
  static Envelope envelope_of(const engine::Letter& letter, const std::string& from, Instant now,
                              Random& random);

 private:
  // Something to write, or a letter to try again.
  struct Waiting {
    Write write = {};
    std::optional<Envelope> envelope = {};
    size_t tries = 0;
    int64_t due_us = 0;
  };
  void run(const std::stop_token& stop);
  std::optional<Waiting> next(const std::stop_token& stop);
  void attend(Waiting one);
  void send(Waiting one);
  void say(std::string_view line) const;

  const Parts parts_;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::condition_variable_any changed_;  // with mutex_
  std::deque<Waiting> waiting_;          // mutex_
  std::jthread thread_;                  // last: it uses all of the above
};

}  // namespace fh::api
