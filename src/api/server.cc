#include "api/server.h"

#include <fmt/format.h>

#include <atomic>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "api/connection.h"
#include "api/error_to_http.h"
#include "api/live_feed.h"
#include "api/metrics.h"
#include "api/oidc.h"
#include "api/open_files.h"
#include "api/outgoing.h"
#include "api/response_head.h"
#include "api/tls_identity.h"
#include "api/visitor.h"
#include "api/worker_pool.h"
#include "base/check.h"

namespace fh::api {
namespace {

using Tcp = asio::ip::tcp;
using Acceptor = asio::basic_socket_acceptor<Tcp, Executor>;
using Guard = asio::executor_work_guard<Executor>;

// More threads than cores: a short search takes its share of them beside long ones.
constexpr size_t kAskingBeyondCores = 8;
constexpr int64_t kUpkeepEveryUs = 15'000'000;
constexpr auto kSweepEvery = std::chrono::milliseconds(100);
constexpr auto kAcceptAgainAfter = std::chrono::milliseconds(100);
constexpr auto kStopLookEvery = std::chrono::milliseconds(5);

unsigned cores() {
  return std::max(1U, std::thread::hardware_concurrency());
}

// A loop with its thread: serves its connections and looks after their deadlines.
class LoopThread {
 public:
  // `each_sweep` is called a few times a second, by the loop's thread.
  explicit LoopThread(std::function<void()> each_sweep)
      : each_sweep_(std::move(each_sweep)),
        guard_(loop_.context.get_executor()),
        sweeper_(loop_.context.get_executor()) {}

  void start() {
    sweep();
    thread_ = std::jthread([this] { loop_.context.run(); });
  }

  Loop& loop() { return loop_; }

  template <typename Act>
  void for_each_connection(const Act& act) {
    asio::post(loop_.context, [this, act] {
      // A copy: closing one may take it out of the set.
      const std::vector<Connection*> all(loop_.connections.begin(), loop_.connections.end());
      for (Connection* connection : all) act(*connection);
    });
  }

  void stop() {
    loop_.context.stop();
    if (thread_.joinable()) thread_.join();
  }

 private:
  void sweep() {
    sweeper_.expires_after(kSweepEvery);
    sweeper_.async_wait([this](const boost::system::error_code& error) {
      if (error) return;
      const int64_t now_us = system_clock().steady_us();
      for (Connection* connection : loop_.connections) connection->check_deadline(now_us);
      each_sweep_();
      sweep();
    });
  }

  const std::function<void()> each_sweep_;
  Loop loop_;
  Guard guard_;
  Timer sweeper_;
  std::jthread thread_;
};

class HttpServer : public Server {
 public:
  HttpServer(engine::Engine& engine, ServerOptions options)
      : options_(fitting(std::move(options))),
        asking_({.threads = options_.asking_threads != 0 ? options_.asking_threads
                                                         : kAskingBeyondCores + cores(),
                 .waiting_max = options_.waiting_max,
                 .wait_us_max = options_.ask_wait_ms_max * 1000}),
        telling_({.threads = options_.telling_threads,
                  .waiting_max = options_.waiting_max,
                  .wait_us_max = options_.tell_wait_ms_max * 1000}),
        live_(engine, asking_),
        service_{.engine = engine,
                 .options = options_,
                 .metrics = metrics_,
                 .asking = asking_,
                 .telling = telling_,
                 .live = live_,
                 .https_only = asks_for_https(options_)} {
    const unsigned count = options_.threads != 0 ? options_.threads : cores();
    const auto refuse_late = [this] {
      keep_up_now_and_then();
      asking_.refuse_late();
      telling_.refuse_late();
    };
    for (unsigned i = 0; i < count; ++i) {
      loops_.push_back(std::make_unique<LoopThread>(refuse_late));
    }
    acceptor_ = std::make_unique<Acceptor>(loops_.front()->loop().context);
    accept_timer_ = std::make_unique<Timer>(loops_.front()->loop().context.get_executor());
  }

  ~HttpServer() override { stop(0); }

  // Before listen(): what there is only where it is asked for.
  Status get_ready() {
    if (options_.https == Https::kOwn) {
      FH_ASSIGN_OR_RETURN(tls_, TlsIdentity::load(options_.tls));
      service_.tls = tls_.get();
    }
    if (options_.oidc) {
      FH_ASSIGN_OR_RETURN(oidc_, Oidc::make(*options_.oidc, send_out, system_random()));
      service_.oidc = oidc_.get();
    }
    return {};
  }

  Status reread_certificate() override { return tls_ ? tls_->reread() : Status(); }

  Status listen() {
    boost::system::error_code error;
    const auto address =
        asio::ip::make_address(options_.host == "localhost" ? "127.0.0.1" : options_.host, error);
    if (error) {
      return failure(ErrorCode::kInvalid, fmt::format("{} is not an address", options_.host),
                     "host",
                     "Give an IP address: 127.0.0.1 for this machine only, 0.0.0.0 for "
                     "everyone.");
    }
    const Tcp::endpoint endpoint(address, options_.port);
    acceptor_->open(endpoint.protocol(), error);
    if (!error) acceptor_->set_option(Acceptor::reuse_address(true), error);
    if (!error) acceptor_->bind(endpoint, error);
    if (!error) acceptor_->listen(asio::socket_base::max_listen_connections, error);
    if (error) {
      return failure(
          ErrorCode::kIo,
          fmt::format("cannot listen on {}:{}: {}", options_.host, options_.port, error.message()),
          "port", "Choose another port, or stop what holds it.");
    }
    port_ = acceptor_->local_endpoint(error).port();
    service_.pages_at = options_.pages_at.empty() ? own_address() : options_.pages_at;
    accept();
    for (const auto& thread : loops_) thread->start();
    return {};
  }

  uint16_t port() const override { return port_; }

  void stop(int64_t grace_ms) override {
    const std::lock_guard lock(stop_mutex_);
    if (stopped_) return;
    stopped_ = true;
    service_.stopping = true;
    asio::post(loops_.front()->loop().context, [this] {
      boost::system::error_code ignored;
      acceptor_->close(ignored);
      accept_timer_->cancel();
    });
    for (const auto& thread : loops_) {
      thread->for_each_connection([](Connection& connection) { connection.close_if_idle(); });
    }
    wait_for_connections(grace_ms);
    for (const auto& thread : loops_) {
      thread->for_each_connection([](Connection& connection) { connection.abort(); });
    }
    wait_for_connections(kAbortMs);
    for (const auto& thread : loops_) thread->stop();
    asking_.stop();
    telling_.stop();
  }

 private:
  // Enough for cut connections to notice.
  static constexpr int64_t kAbortMs = 200;

  // Behind the back of those who ask: when tokens were last used is written down, timers and
  // requests whose time has come are carried out.
  void keep_up_now_and_then() {
    const int64_t now_us = system_clock().steady_us();
    int64_t due_us = upkeep_at_us_;
    if (now_us < due_us || service_.stopping) return;
    if (!upkeep_at_us_.compare_exchange_strong(due_us, now_us + kUpkeepEveryUs)) return;
    if (!telling_.reserve()) return;
    telling_.run([this](WorkerPool::Turn) {
      // Both are tried again; nothing but a time is lost.
      static_cast<void>(service_.engine.access().note_uses(engine::KnownTokens::Take::kDue));
      const Result<engine::Upkept> done = service_.engine.upkeep();
      log_upkeep(done);
      if (done && done->more) upkeep_at_us_ = 0;
    });
  }

  // By numbers alone, and only where something was done, or has become otherwise.
  void log_upkeep(const Result<engine::Upkept>& done) {
    if (!options_.access_log) return;
    if (done && log_lags_.exchange(done->log_lags) != done->log_lags) {
      options_.access_log(done->log_lags
                              ? "the log beside the newest backup cannot be written: what is "
                                "erased or taken back now comes again with that backup"
                              : "the log beside the newest backup is written again");
    }
    if (!done) {
      options_.access_log(fmt::format("upkeep failed: {}", name_of(done.error().code)));
    } else if (done->erased + done->requests > 0) {
      options_.access_log(fmt::format("upkeep erased={} people={} requests={}", done->erased,
                                      done->people, done->requests));
    }
  }

  std::string own_address() const {
    const bool v6 = options_.host.find(':') != std::string::npos;
    return fmt::format("{}://{}{}{}:{}", options_.https == Https::kNone ? "http" : "https",
                       v6 ? "[" : "", options_.host, v6 ? "]" : "", port_);
  }

  static ServerOptions fitting(ServerOptions options) {
    options.connections_max = make_room_for_connections(options.connections_max);
    return options;
  }

  void wait_for_connections(int64_t most_ms) {
    const int64_t until_us = system_clock().steady_us() + most_ms * 1000;
    while (service_.connections > 0 && system_clock().steady_us() < until_us) {
      std::this_thread::sleep_for(kStopLookEvery);
    }
  }

  void accept() {
    Loop& loop = loops_[next_loop_++ % loops_.size()]->loop();
    acceptor_->async_accept(
        loop.context, [this, &loop](const boost::system::error_code& error, Socket socket) {
          if (service_.stopping || error == asio::error::operation_aborted) return;
          if (error) {
            accept_later();  // Out of file descriptors, most likely: let some close.
            return;
          }
          take(loop, std::move(socket));
          accept();
        });
  }

  void accept_later() {
    accept_timer_->expires_after(kAcceptAgainAfter);
    accept_timer_->async_wait([this](const boost::system::error_code& error) {
      if (!error) accept();
    });
  }

  void take(Loop& loop, Socket socket) {
    if (service_.connections >= options_.connections_max) {
      refuse(std::move(socket));
      return;
    }
    asio::post(loop.context, [this, &loop, socket = std::move(socket)]() mutable {
      std::make_shared<Connection>(std::move(socket), service_, loop)->start();
    });
  }

  // The answer fits the socket's buffer, so this never waits.
  void refuse(Socket socket) {
    metrics_.refused_connection();
    if (tls_) return;  // no handshake for that: it is closed
    const Response response = problem(
        Error{.code = ErrorCode::kBusy, .message = "too many connections are open already"});
    const std::string text =
        response_head(response, {.keep_alive = false, .chunked = false}) + response.body;
    boost::system::error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(text), ignored);
    socket.shutdown(Tcp::socket::shutdown_send, ignored);
  }

  const ServerOptions options_;
  Metrics metrics_;
  WorkerPool asking_;
  WorkerPool telling_;
  LiveFeed live_;
  std::unique_ptr<TlsIdentity> tls_;
  std::unique_ptr<Oidc> oidc_;
  Service service_;
  // After everything connections use: destroying a loop ends what is left of them.
  std::vector<std::unique_ptr<LoopThread>> loops_;
  std::unique_ptr<Acceptor> acceptor_;
  std::unique_ptr<Timer> accept_timer_;
  std::atomic<int64_t> upkeep_at_us_ = system_clock().steady_us() + kUpkeepEveryUs;
  std::atomic<bool> log_lags_ = false;  // as was said last
  size_t next_loop_ = 0;
  uint16_t port_ = 0;
  std::mutex stop_mutex_;
  bool stopped_ = false;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::start(engine::Engine& engine, ServerOptions options) {
  auto server = std::make_unique<HttpServer>(engine, std::move(options));
  FH_RETURN_IF_ERROR(server->get_ready());
  FH_RETURN_IF_ERROR(server->listen());
  return server;
}

}  // namespace fh::api
