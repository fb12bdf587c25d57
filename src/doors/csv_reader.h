// doors/csv_reader.h: delimited text as rows: csv, tsv, qualtrics, surveymonkey.
//
// A quote that is never closed cannot swallow a file: past the row limit, or at the
// end where the following lines are rows of their own, only the row it stands in is
// refused and reading goes on at the next line.
#pragma once

#include <memory>

#include "doors/formats.h"

namespace fh::doors {

Recognition recognise_csv(const Sample& sample);
Recognition recognise_tsv(const Sample& sample);
Recognition recognise_qualtrics(const Sample& sample);
Recognition recognise_survey_monkey(const Sample& sample);

Result<std::unique_ptr<RowReader>> open_csv(std::unique_ptr<TextSource> text,
                                            const FormatSettings& settings);

}  // namespace fh::doors
