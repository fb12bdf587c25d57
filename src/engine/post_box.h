// engine/post_box.h: where letters to tellers are put, for whoever sends them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/error.h"

namespace fh::engine {

struct Letter {
  std::string to;       // a mail address (model/mail_address.h), all of it ASCII
  std::string subject;  // one line
  std::string text;     // UTF-8, lines ended by "\n"
};

// Thread-safe.
class PostBox {
 public:
  // Made when its turn comes, by the thread that sends: whoever asks for a letter learns nothing
  // from how long that takes, nor whether there is one.
  using Write = std::function<Result<std::vector<Letter>>()>;

  virtual ~PostBox() = default;
  // Waits for nobody. kBusy where too much waits already.
  virtual Status post(Write write) = 0;
};

}  // namespace fh::engine
