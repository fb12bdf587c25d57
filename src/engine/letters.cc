#include "engine/letters.h"

#include <fmt/format.h>

namespace fh::engine {

Letter verifying_letter(const std::string& to, std::string_view pages, std::string_view link) {
  return {.to = to,
          .subject = "Is this your address?",
          .text = fmt::format(
              "Somebody who told something at {0} left this address, so that they can come\n"
              "back to it should their claim code get lost.\n"
              "\n"
              "If that was you, open this link within 24 hours and say that it was:\n"
              "\n"
              "{0}/mine#contact={1}\n"
              "\n"
              "If it was not you, do nothing: the address does not count without the link, and\n"
              "is not kept. With the link you would take what somebody else told for yours.\n",
              pages, link)};
}

Letter coming_back_letter(const std::string& to, std::string_view pages,
                          std::span<const std::string> links) {
  std::string text = fmt::format(
      "Somebody, you perhaps, said at {} that the claim code is lost with which one comes\n"
      "back to what was told. Whoever opens {} gets a new code, and sees, changes and\n"
      "erases what was told: pass {} on to nobody.\n"
      "\n",
      pages, links.size() == 1 ? "this link" : "one of these links",
      links.size() == 1 ? "it" : "them");
  if (links.size() > 1) {
    text += "You told under several codes, and each has a link of its own.\n\n";
  }
  for (const std::string& link : links) text += fmt::format("{}/mine#back={}\n\n", pages, link);
  text += fmt::format(
      "{} good once, and for an hour. If it was not you, do nothing: nobody but the reader\n"
      "of this letter has {}, and the codes there are stay as they were.\n",
      links.size() == 1 ? "It is" : "Each is", links.size() == 1 ? "it" : "them");
  return {.to = to, .subject = "The way back to what you told", .text = std::move(text)};
}

Letter question_letter(const std::string& to, std::string_view pages) {
  return {.to = to,
          .subject = "A question about what you told",
          .text = fmt::format(
              "Somebody asks you about something that you told at {0}.\n"
              "The question waits for you there; come in with your claim code:\n"
              "\n"
              "{0}/mine\n"
              "\n"
              "You may answer, or not, or say that you do not want to be asked again: then no\n"
              "such letter comes any more. Who asks does not know your address, nor that this\n"
              "letter was sent. However many ask, one such letter a day is the most.\n",
              pages)};
}

Letter trial_letter(const std::string& to) {
  return {.to = to,
          .subject = "firsthand can send letters",
          .text =
              "This letter was asked for with `firsthand mail`, to try the settings out.\n"
              "It came, so they are right. Nobody need do anything.\n"};
}

}  // namespace fh::engine
