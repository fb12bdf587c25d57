#include "engine/local_contacts.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/sealed.h"
#include "base/secrets.h"
#include "engine/claim_codes.h"
#include "engine/letters.h"
#include "engine/rights.h"
#include "model/mail_address.h"
#include "text/idna.h"

namespace fh::engine {
namespace {

using record::LetterLink;
using record::LinkPurpose;

constexpr std::string_view kForVerifying = "an address to verify";

// What the record keeps of a link is its hash: who has not the link has not this key either.
SealKey key_of(std::string_view link) {
  return digest_of(kForVerifying, std::as_bytes(std::span(link)));
}

std::unexpected<Error> too_many(std::string_view what) {
  return failure(ErrorCode::kBusy, fmt::format("too many letters were asked for {}", what),
                 "address", "Look for those that came, also among unwanted mail, or wait an hour.");
}

// As mail servers understand it, whatever script the domain is written in.
Result<std::string> as_sent(std::string_view address) {
  const size_t at = address.find('@') + 1;
  FH_ASSIGN_OR_RETURN(const std::string domain, text::ascii_domain(address.substr(at)));
  return std::string(address.substr(0, at)) + domain;
}

std::string name_of_address(const model::MailAddress& address) {
  return base32(digest_of(address.known_by));
}

record::Act act_of_teller(std::string_view action) {
  return {.actor = "teller", .action = std::string(action), .detail = {}};
}

}  // namespace

Result<OwnContact> LocalContacts::of(const Caller& teller) {
  FH_RETURN_IF_ERROR(require_teller(teller));
  OwnContact own;
  FH_ASSIGN_OR_RETURN(own.contact, book().find(teller.person));
  FH_ASSIGN_OR_RETURN(own.waiting_until, book().waiting(teller.person));
  return own;
}

Result<Instant> LocalContacts::leave(const Caller& teller, std::string_view text,
                                     const Posting& posting) {
  FH_RETURN_IF_ERROR(require_teller(teller));
  FH_ASSIGN_OR_RETURN(const model::MailAddress address, model::parse_mail_address(text));
  FH_ASSIGN_OR_RETURN(const std::string to, as_sent(address.text));
  // Else a letter of whoever told it for them would open what is another's long after it was taken.
  FH_RETURN_IF_ERROR(require_own_code(parts_.record, teller));
  const Instant now = parts_.clock.now();
  // None is taken of one where another has none left.
  if (wait_ms(teller, text, posting.from) > 0) return too_many("of late");
  static_cast<void>(by_asker_.take(posting.from, now));
  static_cast<void>(by_teller_.take(std::to_string(teller.person), now));
  static_cast<void>(by_address_.take(name_of_address(address), now));
  const std::string text_of_link = make_token(TokenKind::kLetter, parts_.random);
  const Instant until = {.ms = now.ms + kVerifyMs};
  const LetterLink link = {
      .hash = digest_of(text_of_link),
      .person = teller.person,
      .purpose = LinkPurpose::kVerify,
      .sealed = seal(address.text, key_of(text_of_link), kForVerifying, parts_.random),
      .expires = until};
  // An earlier one's place it takes only where its letter is on the way. It is there before
  // anybody can have read that, and taking the address back meets it.
  FH_RETURN_IF_ERROR(
      posting.box.post([letter = verifying_letter(to, posting.pages, text_of_link)]()
                           -> Result<std::vector<Letter>> { return std::vector<Letter>{letter}; }));
  FH_RETURN_IF_ERROR(book().add_link(link));
  return until;
}

Status LocalContacts::remove(const Caller& teller) {
  FH_RETURN_IF_ERROR(require_teller(teller));
  return book().remove(teller.person, act_of_teller("remove_contact"));
}

Status LocalContacts::keep_one_code(const Caller& teller, std::string_view claim_code) {
  FH_RETURN_IF_ERROR(require_teller(teller));
  FH_RETURN_IF_ERROR(require_own_code(parts_.record, teller));
  return parts_.erasing.keep_one_code(teller.person, digest_of(claim_code), teller.actor);
}

Result<LetterLink> LocalContacts::found(std::string_view link, LinkPurpose purpose) {
  std::optional<LetterLink> kept;
  if (kind_of_token(link) == TokenKind::kLetter) {
    FH_ASSIGN_OR_RETURN(kept, book().link(digest_of(link)));
  }
  if (kept && kept->purpose == purpose) return std::move(*kept);
  return failure(ErrorCode::kNotFound, "this link is unknown, used or past", "link",
                 "A link out of a letter is good once, and not for long: ask for another letter.");
}

Status LocalContacts::verify(std::string_view link) {
  FH_ASSIGN_OR_RETURN(const LetterLink kept, found(link, LinkPurpose::kVerify));
  const std::optional<std::string> text = open_sealed(kept.sealed, key_of(link), kForVerifying);
  if (!text) return failure(ErrorCode::kCorrupt, "the address to verify cannot be read");
  FH_ASSIGN_OR_RETURN(const model::MailAddress address, model::parse_mail_address(*text));
  return book().leave(kept, address, act_of_teller("leave_contact"));
}

Result<std::string> LocalContacts::come_back(std::string_view link) {
  FH_ASSIGN_OR_RETURN(const LetterLink kept, found(link, LinkPurpose::kComeBack));
  std::string code = make_token(TokenKind::kClaim, parts_.random);
  FH_RETURN_IF_ERROR(book().come_back(kept, digest_of(code), act_of_teller("code_anew")));
  return code;
}

// Nothing here depends on whether anybody has the address.
Status LocalContacts::lost(std::string_view text, const Posting& posting) {
  FH_ASSIGN_OR_RETURN(const model::MailAddress address, model::parse_mail_address(text));
  const Instant now = parts_.clock.now();
  if (!by_asker_.take(posting.from, now)) return too_many("from there");
  if (!by_address_.take(name_of_address(address), now)) return {};
  return posting.box.post([this, known_by = address.known_by, pages = posting.pages] {
    return coming_back(known_by, pages);
  });
}

int64_t LocalContacts::wait_ms(std::string_view from) {
  return by_asker_.wait_ms(from, parts_.clock.now());
}

int64_t LocalContacts::wait_ms(const Caller& teller, std::string_view text, std::string_view from) {
  const Result<model::MailAddress> address = model::parse_mail_address(text);
  if (!address) return 0;  // no letter goes there
  const Instant now = parts_.clock.now();
  return std::max({by_asker_.wait_ms(from, now),
                   by_teller_.wait_ms(std::to_string(teller.person), now),
                   by_address_.wait_ms(name_of_address(*address), now)});
}

// To the address as each has left it: another spelling of it may be another's.
Result<std::vector<Letter>> LocalContacts::coming_back(const std::string& known_by,
                                                       const std::string& pages) {
  FH_ASSIGN_OR_RETURN(const std::vector<record::Addressed> people,
                      book().reached_by(known_by, kPeopleMax));
  std::map<std::string, std::vector<std::string>> links;
  for (const record::Addressed& one : people) {
    const std::string link = make_token(TokenKind::kLetter, parts_.random);
    const Status added =
        book().add_link({.hash = digest_of(link),
                         .person = one.person,
                         .purpose = LinkPurpose::kComeBack,
                         .expires = Instant{.ms = parts_.clock.now().ms + kComeBackMs}});
    if (added) links[one.address].push_back(link);  // else: erased just now
  }
  std::vector<Letter> letters;
  for (const auto& [address, theirs] : links) {
    FH_ASSIGN_OR_RETURN(const std::string to, as_sent(address));
    letters.push_back(coming_back_letter(to, pages, theirs));
  }
  return letters;
}

void LocalContacts::question_waits(const record::QuestionBook::Whose& question,
                                   const Posting& posting) {
  static_cast<void>(
      posting.box.post([this, question, pages = posting.pages] { return asked(question, pages); }));
}

// As it is when the letter's turn comes: it may be answered by then, or the address gone.
Result<std::vector<Letter>> LocalContacts::asked(const record::QuestionBook::Whose& question,
                                                 const std::string& pages) {
  FH_ASSIGN_OR_RETURN(const bool open, parts_.record.questions().is_open(question));
  if (!open) return {};
  FH_ASSIGN_OR_RETURN(const std::optional<record::Contact> contact, book().find(question.person));
  if (!contact) return {};
  FH_ASSIGN_OR_RETURN(const std::string to, as_sent(contact->address));
  if (!of_questions_.take(std::to_string(question.person), parts_.clock.now())) return {};
  return std::vector<Letter>{question_letter(to, pages)};
}

}  // namespace fh::engine
