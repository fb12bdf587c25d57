// api/socket.h: the socket and what waits on it, as connections use them.
#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace fh::api {

namespace asio = boost::asio;
// Its type is known, so that waiting costs no call through a table.
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;

}  // namespace fh::api
