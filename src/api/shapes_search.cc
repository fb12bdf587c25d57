// Questions to the landscape, and their answers.
#include <array>

#include "api/shape_groups.h"

namespace fh::api {
namespace {

constexpr std::array kHit = {
    Field{"score", "number", "How well the words fit; 0 where none were asked for."},
    Field{"highlights", "[integer, integer][]",
          "Where the words asked for stand in `text`: begin and end in UTF-16 code units."},
};

constexpr Field kFewer = {"fewer_than", "integer",
                          "Of guarded people there are fewer than this, or none: not counted.",
                          kMaybe};
constexpr std::array kBin = {
    Field{"from", "integer", "The bin holds values from here to below the next whole number."},
    Field{"count", "integer", "Experiences in it."},
    kFewer,
};
constexpr std::array kDistribution = {
    Field{"count", "integer", "Experiences that have this rating."},
    Field{"mean", "number | null", "In points; null where there are none."},
    Field{"sd", "number | null", "Standard deviation (of all, not of a sample)."},
    Field{"q25", "number | null", "A quarter are at or below."},
    Field{"median", "number | null", "Half are at or below."},
    Field{"q75", "number | null", "Three quarters are at or below."},
    Field{"bins", "Bin[]", "Counts for each whole point."},
};
constexpr std::array kRatings = {
    Field{"expected", "Distribution", "What tellers expected, 0 to 10."},
    Field{"felt", "Distribution", "What tellers felt, 0 to 10."},
    Field{"gap", "Distribution", "felt less expected, -10 to 10."},
};
constexpr std::array kFacetValue = {
    Field{"value", "string", "As most often written."},
    Field{"experiences", "integer", "Matches that have it."},
    kFewer,
    Field{"people", "integer", "Distinct people among them, with details only.", kMaybe},
    Field{"ratings", "Ratings", "Their ratings, with details only.", kMaybe},
};
constexpr std::array kFacet = {
    Field{"column", "string", "The name in queries."},
    Field{"label", "string", "The name for people."},
    Field{"distinct", "integer", "Different values among the matches."},
    Field{"with_value", "integer", "Matches that have a value."},
    Field{"without_value", "integer", "Matches that have none."},
    Field{"values", "FacetValue[]", "Most experiences first."},
};
constexpr std::array kBucket = {
    Field{"start", "string", "Its first day, \"2024-03-01\"."},
    Field{"experiences", "integer", "Matches lived (else told) within it."},
    kFewer,
};
constexpr std::array kHistogram = {
    Field{"step", R"("day" | "week" | "month" | "year")", "How long a bucket is."},
    Field{"buckets", "HistogramBucket[]", "Without holes."},
};
constexpr std::array kTellingWord = {
    Field{"word", "string", "As most often written."},
    Field{"experiences", "integer", "Matches that hold it (in the sample)."},
    Field{"of_all", "integer", "Experiences of all that hold it."},
    Field{"z", "number", "How strongly it sets the matches apart."},
    Field{"inferred", "true", "No teller said so: it was worked out."},
};
constexpr std::array kGuarded = {
    Field{"threshold", "integer", "Of fewer people than this nothing is told."},
    Field{"counted_in", R"("people")", "Not experiences."},
    Field{"steps", "integer", "Figures hold them in multiples of this, rounded down."},
    Field{"words", R"("shown" | "withheld")",
          "Whether their words are listed; not for so few, nor for so narrow a question."},
    Field{"people", "integer", "Guarded people among the matches, in steps.", kMaybe},
    kFewer,
};
constexpr std::array kSearchAnswer = {
    Field{"total", "integer", "Number of matches; exact but for guarded people."},
    Field{"as_of", "integer", "The newest sequence number seen."},
    Field{"landscape", "integer", "Experiences in all, the base of every figure."},
    Field{"took_us", "integer", "Microseconds inside the engine."},
    Field{"hits", "Hit[]", "The matches asked for."},
    Field{"facets", "Facet[]", "In the order asked."},
    Field{"ratings", "Ratings", "Where asked for.", kMaybe},
    Field{"histogram", "Histogram", "Where asked for.", kMaybe},
    Field{"people", "integer", "Distinct known people, where asked for.", kMaybe},
    Field{"without_person", "integer", "Matches of nobody known, where asked for.", kMaybe},
    Field{"telling_words", "TellingWord[]", "Most telling first."},
    Field{"telling_sample", "integer", "Matches that the telling words rest on."},
    Field{"guarded", "Guarded",
          "Where people of guarded parties are among the landscape: how every figure counts them.",
          kMaybe},
};

constexpr std::array kFacetAsk = {
    Field{"column", "string", "Which column."},
    Field{"limit", "integer", "How many values.", kMaybe},
    Field{"details", "boolean", "Also people and ratings for each value.", kMaybe},
};
constexpr std::array kSearchAsk = {
    Field{"q", "string", "The query, in the query language.", kMaybe},
    Field{"match", R"("all" | "any")", "How words side by side are joined.", kMaybe},
    Field{"limit", "integer", "How many hits.", kMaybe},
    Field{"offset", "integer", "How many hits to pass over.", kMaybe},
    Field{
        "sort",
        R"("relevance" | "newest" | "oldest" | "felt_low" | "felt_high" | "gap_low" | "gap_high")",
        "The order of the hits.", kMaybe},
    Field{"facets", "(string | FacetAsk)[]", "Columns to count by.", kMaybe},
    Field{"facet_limit", "integer", "Values of each facet that says nothing else.", kMaybe},
    Field{"facet_details", "boolean", "For each facet that says nothing else.", kMaybe},
    Field{"histogram", R"("auto" | "day" | "week" | "month" | "year")", "Count over time.", kMaybe},
    Field{"from", "string", "Lived at or after.", kMaybe},
    Field{"to", "string", "Lived at or before the end of it.", kMaybe},
    Field{"telling_words", "integer", "How many telling words.", kMaybe},
    Field{"highlight", "boolean", "Say where the words stand.", kMaybe},
    Field{"ratings", "boolean", "Distributions of the ratings.", kMaybe},
    Field{"people", "boolean", "Count distinct people.", kMaybe},
};

constexpr std::array kColumn = {
    Field{"column", "string", "The name in queries."},
    Field{"label", "string", "The name for people."},
    Field{"own", "boolean", "One of firsthand's own, not a signifier."},
    Field{"keywords", "integer", "Experiences with a keyword in it."},
    Field{"numbers", "integer", "Experiences with a number in it."},
    Field{"times", "integer", "Experiences with a time in it."},
};
constexpr std::array kColumns = {Field{"columns", "Column[]", "By name."}};
constexpr std::array kPersonExperiences = {Field{"experiences", "Experience[]", "Newest first."}};
constexpr std::array kStatus = {
    Field{"version", "string", "Of the program."},
    Field{"as_of", "integer", "The newest sequence number searches see."},
    Field{"experiences", "integer", "Kept in the record."},
    Field{"people", "integer", "Known people."},
    Field{"sources", "integer", "Different sources."},
    Field{"searchable", "integer", "Experiences in the landscape."},
    Field{"segments", "integer", "Parts the index lies in."},
    Field{"index_bytes_on_disk", "integer", "Size of the index files."},
    Field{"index_bytes_in_memory", "integer", "Index held in memory."},
    Field{"contacts", "integer", "Tellers who can be reached; for who administers.", kMaybe},
};
constexpr std::array kChange = {
    Field{"as_of", "integer", "The newest sequence number searches see."},
    Field{"total", "integer", "Experiences in the landscape; not for who sees a part of it.",
          kMaybe},
};

constexpr std::array kShapes = {
    Shape{.name = "Hit", .help = "An experience found.", .fields = kHit, .extends = "Experience"},
    Shape{"Bin", "Part of a distribution.", kBin},
    Shape{"Distribution", "How one rating lies, in points.", kDistribution},
    Shape{"Ratings", "The three ratings of the matches.", kRatings},
    Shape{"FacetValue", "One value of a facet.", kFacetValue},
    Shape{"Facet", "The matches by the values of one column.", kFacet},
    Shape{"HistogramBucket", "One stretch of time.", kBucket},
    Shape{"Histogram", "The matches over time, in UTC.", kHistogram},
    Shape{"TellingWord", "A word that sets the matches apart.", kTellingWord},
    Shape{"Guarded", "How people of guarded parties are counted.", kGuarded},
    Shape{"SearchAnswer", "The whole landscape answer.", kSearchAnswer},
    Shape{"FacetAsk", "A facet asked for with its own settings.", kFacetAsk},
    Shape{"SearchAsk", "One question to the landscape.", kSearchAsk},
    Shape{"Column", "A column experiences can be counted and filtered by.", kColumn},
    Shape{"Columns", "Every column seen.", kColumns},
    Shape{"PersonExperiences", "What one person told.", kPersonExperiences},
    Shape{"ServerStatus", "Counts and version.", kStatus},
    Shape{"Change", "Sent whenever what searches see has changed.", kChange},
};

}  // namespace

std::span<const Shape> search_shapes() {
  return kShapes;
}

}  // namespace fh::api
