// What the engine says and hears, as it travels. A member the engine has nothing
// to say about is absent; nothing is ever null.

export type SignifierValue =
  | string
  | string[]
  | number
  | boolean
  | { date: string }
  | { scale: number; from: string; to: string }
  | { share: Record<string, number> };

export interface Subject {
  level: 'industry' | 'organisation' | 'product' | 'service';
  name: string;
}

export interface Experience {
  id: string;
  source?: string;
  source_id?: string;
  text?: string;
  kind?: string;
  lived_at?: string;
  told_at?: string;
  party?: string;
  function?: string;
  subjects?: Subject[];
  touchpoint?: string;
  stage?: string;
  channel?: string;
  unit?: string;
  lang?: string;
  /** On the source's own `scale` where there is one, else 0 to 10. */
  expected?: number;
  felt?: number;
  /** Always in points of 0 to 10. */
  gap?: number;
  scale?: string;
  signifiers?: Record<string, SignifierValue>;
  inferred?: { lang?: string };
  person?: string;
  version?: number;
  sequence?: number;
}

export interface Draft {
  text: string;
  source: string;
  kind?: string;
  lived_at?: string;
  party?: string;
  touchpoint?: string;
  expected?: number;
  felt?: number;
}

export interface Receipt {
  id: string;
  sequence: number;
  status: string;
}

export interface Hit extends Experience {
  score?: number;
  /** Pairs of UTF-16 offsets into `text`, in order, never overlapping. */
  highlights?: [number, number][];
}

export interface Distribution {
  count: number;
  mean?: number;
  sd?: number;
  q25?: number;
  median?: number;
  q75?: number;
  bins: { from: number; count: number }[];
}

export interface Ratings {
  expected?: Distribution;
  felt?: Distribution;
  gap?: Distribution;
}

export interface FacetValue {
  value: string;
  experiences: number;
  people?: number;
  ratings?: Ratings;
}

export interface Facet {
  column: string;
  label?: string;
  distinct: number;
  with_value: number;
  without_value: number;
  values: FacetValue[];
}

export type Step = 'day' | 'week' | 'month' | 'year';

export interface Histogram {
  step: Step;
  buckets: { start: string; experiences: number }[];
}

export interface TellingWord {
  word: string;
  experiences: number;
  of_all: number;
  z: number;
  inferred?: boolean;
}

export interface SearchAnswer {
  total: number;
  as_of: number;
  landscape: number;
  took_us?: number;
  hits: Hit[];
  facets?: Facet[];
  ratings?: Ratings;
  histogram?: Histogram;
  people?: number;
  without_person?: number;
  telling_words?: TellingWord[];
  telling_sample?: number;
}

export interface Column {
  column: string;
  label?: string;
  own?: boolean;
  keywords: number;
  numbers: number;
  times: number;
}

export interface Problem {
  type?: string;
  title: string;
  status: number;
  detail?: string;
  field?: string;
  advice?: string;
  /** Byte offset into the query's UTF-8. */
  position?: number;
}
