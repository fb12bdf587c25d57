// api/connection.h: one client, from its first byte to its last.
//
// Each connection lives on one loop's thread and reads like a story: a coroutine
// that waits for a request, has it answered, and waits again. Engine calls go to the
// worker pool meanwhile. Deadlines are kept by the loop, which looks at all its
// connections a few times a second and cuts off those that are late: slow clients
// cost memory, never a thread or a timer each.
#pragma once

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "api/admission.h"
#include "api/held_bytes.h"
#include "api/line_intake.h"
#include "api/request_parser.h"
#include "api/service.h"
#include "api/socket.h"
#include "api/telling.h"
#include "api/tls_stream.h"

// GCC 12 takes a coroutine frame's own operator delete for a mismatch.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif

namespace fh::api {

using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;
template <typename T>
using Task = asio::awaitable<T, Executor>;
inline constexpr auto kAwait = asio::as_tuple(asio::use_awaitable_t<Executor>());

class Connection;

// One thread's share of the connections. Touched by that thread only.
struct Loop {
  // What has just been read from any of them: none needs a buffer to wait with, which
  // would cost memory by the thousand and leave holes behind.
  std::array<char, 16 * 1024> arrived;
  std::unordered_set<Connection*> connections;
  asio::io_context context{1};  // dies first: connections it still holds take leave above
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Socket socket, Service& service, Loop& loop);
  ~Connection();

  // Serves until the client goes or is sent away. The loop's thread.
  void start();
  // Cuts the connection off where its deadline has passed.
  void check_deadline(int64_t now_us);
  // Ends it if no request is on its way.
  void close_if_idle();
  void abort();

 private:
  enum class Read : uint8_t { kOk, kGone, kTooLate, kRefused };
  enum class Next : uint8_t { kAnother, kClose };

  struct ReplyQueue;
  // A body or an answer, for as long as it lies in memory.
  struct HeldText {
    explicit HeldText(HeldBytes& all) : share(all) {}
    std::string text;
    HeldBytes::Share share;
  };

  Task<void> serve(std::shared_ptr<Connection> self);
  Task<Next> serve_one();
  Task<Next> answer(const Endpoint* endpoint, Response response, const RequestHead& head,
                    int64_t started_us);
  Task<Next> answer_endpoint(RequestParser& parser, Decision decision, int64_t started_us);
  Task<Next> refuse_framing(ParseFault fault, int64_t started_us);

  // From what is buffered and what comes, until the header is complete.
  Task<Read> read_header(RequestParser& parser);
  // One piece of body, decoded, into `piece` (cleared first); parser.complete() says
  // whether it was the last.
  Task<Read> read_piece(RequestParser& parser, std::string& piece);
  // All of it; kRefused leaves the answer in `refusal`.
  Task<Read> read_whole(RequestParser& parser, Encoded encoded, HeldText& body, Response& refusal);
  static Response too_late();
  static Response too_many_wait();
  static Response too_much_held();
  Task<bool> read_more();
  Task<bool> write(std::string_view head, std::string_view body);
  // Ends what is sent; the other side may still send.
  void end_sending();

  // Where TLS is between.
  enum class Pace : uint8_t { kTimed, kUntimed };  // whether each record wins more time
  Task<bool> shake_hands();
  Task<void> refuse_plain_http();
  Task<bool> wait_for(TlsStream::Next next);
  Task<bool> read_more_by_tls();
  Task<bool> write_by_tls(std::string_view head, std::string_view body);
  Task<bool> write_by_tls(std::string_view text, Pace pace);

  Task<bool> send_continue(const Decision& decision);
  // Lets a refused client read the refusal before the connection is cut.
  Task<void> linger();

  Task<Next> serve_lines(RequestParser& parser, const Decision& decision, int64_t started_us);
  Task<bool> take_lines(RequestParser& parser, const Decision& decision, ReplyQueue& replies);
  Task<bool> tell_groups(std::vector<LineGroup> groups, const engine::TellOptions& options,
                         ReplyQueue& replies);
  Task<bool> tell_group(LineGroup group, const engine::TellOptions& options, ReplyQueue& replies);
  Task<bool> queue_reply(ReplyQueue& replies, std::string chunk);
  Task<bool> drain(ReplyQueue& replies);
  static Task<void> write_replies(std::shared_ptr<Connection> self,
                                  std::shared_ptr<ReplyQueue> replies);
  Task<Next> serve_live(const Decision& decision, const RequestHead& head, int64_t started_us);
  Visitor visitor_of(const RequestHead& head) const;
  bool still_may(const Decision& decision, const RequestHead& head) const;
  Task<bool> pause(int64_t ms);

  void set_deadline_ms(int64_t ms);
  void clear_deadline() { deadline_us_ = 0; }
  void note(const Endpoint* endpoint, unsigned status, int64_t started_us);
  std::string_view buffered() const { return std::string_view(in_).substr(in_begin_); }
  void use(size_t bytes);

  Socket socket_;
  std::unique_ptr<TlsStream> tls_;  // where HTTPS is spoken
  std::string peer_;                // the address at the other end
  Service& service_;
  Loop& loop_;
  Timer timer_;
  std::string in_;  // bytes come and not yet used: in_[in_begin_..]
  size_t in_begin_ = 0;
  int64_t deadline_us_ = 0;  // 0: none
  bool late_ = false;
  bool idle_ = true;  // between requests
};

}  // namespace fh::api
