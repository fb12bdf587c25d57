// How tellers can be reached.
#include <array>

#include "api/shape_groups.h"

namespace fh::api {
namespace {

constexpr std::array kContact = {
    Field{"offered", "boolean", "Whether letters can be sent from here; else none can be left."},
    Field{"address", "string", "The mail address that counts.", kMaybe},
    Field{"verified", "string", "Since when it does, RFC 3339.", kMaybe},
    Field{"returned", "string", "When a claim code was last handed out by it, RFC 3339.", kMaybe},
    Field{"waiting_until", "string",
          "Until when the link in a letter on its way verifies an address, RFC 3339.", kMaybe},
};
constexpr std::array kContactAsk = {Field{"address", "string", "A mail address."}};
constexpr std::array kLetterOnItsWay = {
    Field{"waiting_until", "string", "Until when its link is good, RFC 3339."}};
constexpr std::array kLetterLink = {Field{"link", "string", "The token behind = in the link."}};
constexpr std::array kLostOffer = {
    Field{"offered", "boolean", "Whether letters can be sent from here."}};

constexpr std::array kShapes = {
    Shape{"Contact", "How a teller can be reached.", kContact},
    Shape{"ContactAsk", "Where a letter goes.", kContactAsk},
    Shape{"LetterOnItsWay", "A letter that is being sent.", kLetterOnItsWay},
    Shape{"LetterLink", "What a letter's link carries.", kLetterLink},
    Shape{"LostOffer", "Whether a lost code can be replaced.", kLostOffer},
};

}  // namespace

std::span<const Shape> contact_shapes() {
  return kShapes;
}

}  // namespace fh::api
