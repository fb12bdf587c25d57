#include "engine/figure_notes.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "engine/questions.h"

namespace fh::engine {
namespace {

constexpr int64_t kMsADay = 86'400'000;

// The one goes on where the other ends, and nothing else is different. To ask of everything is
// not to type.
bool is_same_typing(const record::FiguresQuestion& one, const record::FiguresQuestion& other) {
  const bool goes_on = one.q.starts_with(other.q) || other.q.starts_with(one.q);
  if (!goes_on || one.q == other.q || one.q.empty() || other.q.empty()) return false;
  record::FiguresQuestion alike = one;
  alike.q = other.q;
  return alike == other;
}

}  // namespace

FigureNotes::FigureNotes(record::Record& record)
    : record_(record), thread_([this](const std::stop_token& stop) { run(stop); }) {}

FigureNotes::~FigureNotes() {
  thread_.request_stop();
  wake_.notify_all();
  thread_.join();
  write_all();
}

void FigureNotes::add(const Caller& caller, record::FiguresQuestion question,
                      const Moment& moment) {
  if (caller.kind == CallerKind::kTeller || caller.kind == CallerKind::kPublic) return;
  question.role = role_shown(caller);
  record::FiguresNote note = {.question = std::move(question),
                              .actor = caller.actor,
                              .day = static_cast<int32_t>(moment.now.ms / kMsADay),
                              .as_of = moment.as_of,
                              .last = moment.now};
  size_t waiting = 0;
  {
    const std::scoped_lock lock(mutex_);
    if (caller.kind == CallerKind::kKey) {
      keep(std::move(note));
    } else {
      const auto [place, fresh] = typing_.try_emplace(caller.actor);
      Typing& typing = place->second;
      const bool replaced = !fresh && moment.now.ms - typing.note.last.ms < kTypingMs &&
                            is_same_typing(note.question, typing.note.question);
      if (!fresh && !replaced) keep(std::move(typing.note));
      typing = {.note = std::move(note)};
    }
    waiting = waiting_.size() + typing_.size();
  }
  if (waiting >= kWaitingMax) {
    write_all();
  } else {
    wake_.notify_one();
  }
}

void FigureNotes::keep(record::FiguresNote note) {
  const Key key = {note.actor, note.day, note.question};
  const auto [found, fresh] = waiting_.try_emplace(key, note);
  if (fresh) return;
  note.times += found->second.times;
  found->second = std::move(note);
}

void FigureNotes::settle() {
  for (auto at = typing_.begin(); at != typing_.end();) {
    if (!std::exchange(at->second.has_waited, true)) {
      ++at;
      continue;
    }
    keep(std::move(at->second.note));
    at = typing_.erase(at);
  }
}

void FigureNotes::write(Instant now) {
  {
    const std::scoped_lock lock(mutex_);
    for (auto at = typing_.begin(); at != typing_.end();) {
      if (now.ms - at->second.note.last.ms < kTypingMs) {
        ++at;
        continue;
      }
      keep(std::move(at->second.note));
      at = typing_.erase(at);
    }
  }
  write_settled();
}

void FigureNotes::write_all() {
  write(Instant{.ms = INT64_MAX});
}

// What could not be written is written with the next.
void FigureNotes::write_settled() {
  const std::scoped_lock order(writing_);
  std::map<Key, record::FiguresNote> taken;
  {
    const std::scoped_lock lock(mutex_);
    taken.swap(waiting_);
  }
  if (taken.empty()) return;
  std::vector<record::FiguresNote> notes;
  notes.reserve(taken.size());
  for (const auto& [key, note] : taken) notes.push_back(note);
  const auto newest = std::ranges::max_element(notes, {}, &record::FiguresNote::last);
  if (record_.figures_asked().note(notes, newest->last)) return;
  const std::scoped_lock lock(mutex_);
  if (waiting_.size() < kWaitingMax) waiting_.merge(taken);
}

void FigureNotes::run(const std::stop_token& stop) {
  constexpr auto kTogether = std::chrono::seconds(1);
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, stop, [this] { return !waiting_.empty() || !typing_.empty(); });
      wake_.wait_for(lock, stop, kTogether, [] { return false; });
      settle();
    }
    write_settled();
  }
}

}  // namespace fh::engine
