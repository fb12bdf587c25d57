// cli/mail.h: by which server letters to tellers go, and `firsthand mail`, which tries it out.
#pragma once

#include <optional>

#include "api/mail.h"
#include "base/error.h"
#include "cli/command.h"

namespace fh::cli {

const Command& mail_command();

// For a command's table of options.
Option mail_server_option();
Option mail_user_option();
Option mail_password_option();
Option mail_from_option();

// Nothing where no server is named. kInvalid names the option. REQUIRES: the command has all
// four.
Result<std::optional<api::MailOptions>> mail_options_of(const Arguments& arguments);

}  // namespace fh::cli
