#include "engine/document.h"

#include "model/columns.h"

namespace fh::engine {

landscape::Document document_of(const model::Experience& experience) {
  landscape::Document document;
  document.person = model::counted_person(experience);
  document.text = experience.text;
  document.lang = language_of(experience);
  if (experience.lived_at) document.lived_ms = experience.lived_at->ms;
  document.told_ms = experience.told_at.ms;
  if (experience.expected) document.expected = experience.expected->hundredths;
  if (experience.felt) document.felt = experience.felt->hundredths;
  document.columns = model::columns_of(experience);
  document.grants = experience.grants;
  return document;
}

}  // namespace fh::engine
