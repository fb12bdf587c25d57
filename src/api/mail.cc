#include "api/mail.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "api/letter_text.h"
#include "base/secrets.h"

namespace fh::api {

Mail::Mail(Parts parts)
    : parts_(std::move(parts)), thread_([this](const std::stop_token& stop) { run(stop); }) {}

Result<std::unique_ptr<Mail>> Mail::by_smtp(const MailOptions& options,
                                            std::function<void(std::string_view)> log) {
  FH_ASSIGN_OR_RETURN(Smtp smtp, Smtp::make(options));
  std::string from = smtp.from();
  return std::make_unique<Mail>(Parts{
      .send = [smtp = std::move(smtp)](
                  const Envelope& envelope,
                  const std::atomic<bool>& stopping) { return smtp.send(envelope, stopping); },
      .from = std::move(from),
      .log = std::move(log)});
}

Mail::~Mail() {
  stopping_ = true;
  thread_.request_stop();
  changed_.notify_all();
}

Status Mail::post(Write write) {
  const std::lock_guard lock(mutex_);
  if (waiting_.size() >= kWaitingMax) {
    return failure(ErrorCode::kBusy, "too many letters wait to be sent", {},
                   "Try again in a few minutes.");
  }
  waiting_.push_back({.write = std::move(write), .due_us = parts_.clock->steady_us()});
  changed_.notify_all();
  return {};
}

Envelope Mail::envelope_of(const engine::Letter& letter, const std::string& from, Instant now,
                           Random& random) {
  std::array<std::byte, 16> id{};
  random.fill(id);
  return {.to = letter.to,
          .text = letter_text(letter, {.from = from, .id = base32(id), .at = now})};
}

// The one that is due first, once it is.
std::optional<Mail::Waiting> Mail::next(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    const auto first = std::ranges::min_element(waiting_, {}, &Waiting::due_us);
    if (first == waiting_.end()) {
      changed_.wait(lock, stop, [this] { return !waiting_.empty(); });
      continue;
    }
    const int64_t left_us = first->due_us - parts_.clock->steady_us();
    if (left_us <= 0) {
      Waiting one = std::move(*first);
      waiting_.erase(first);
      return one;
    }
    const size_t known = waiting_.size();
    changed_.wait_for(lock, stop, std::chrono::microseconds(left_us),
                      [this, known] { return waiting_.size() != known; });
  }
  return std::nullopt;
}

void Mail::run(const std::stop_token& stop) {
  while (std::optional<Waiting> one = next(stop)) attend(std::move(*one));
}

void Mail::attend(Waiting one) {
  if (one.envelope) return send(std::move(one));
  const Result<std::vector<engine::Letter>> letters = one.write();
  if (!letters) {
    return say(fmt::format("a letter could not be written: {}", name_of(letters.error().code)));
  }
  for (const engine::Letter& letter : *letters) {
    send({.envelope = envelope_of(letter, parts_.from, parts_.clock->now(), *parts_.random)});
  }
}

void Mail::send(Waiting one) {
  const Status sent = parts_.send(*one.envelope, stopping_);
  if (sent || sent.error().code == ErrorCode::kCancelled) return;
  const bool again = sent.error().code == ErrorCode::kIo && one.tries < parts_.again_after.size();
  if (!again) {
    return say(fmt::format("a letter was not sent, and is given up: {}", sent.error().message));
  }
  const std::chrono::milliseconds after = parts_.again_after[one.tries];
  say(fmt::format("a letter was not sent, and is tried again in {} s: {}", after.count() / 1000,
                  sent.error().message));
  ++one.tries;
  one.due_us = parts_.clock->steady_us() + std::chrono::microseconds(after).count();
  const std::lock_guard lock(mutex_);
  waiting_.push_back(std::move(one));
}

void Mail::say(std::string_view line) const {
  if (parts_.log) parts_.log(line);
}

}  // namespace fh::api
