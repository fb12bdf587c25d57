// Asks the landscape what the view shows, and keeps the newest answer.
//
// While a new answer is on its way the last one stays on the page, so nothing
// jumps; an answer that comes after a newer question was asked is dropped.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { columns, problem_of, search, type SearchRequest } from '../api/client.ts';
import type { Column, Histogram, Hit, Problem, SearchAnswer } from '../api/types.ts';
import { span_of, with_span } from '../query/line.ts';
import type { View } from '../query/view.ts';

const page_hits = 20;
const patience_ms = 200; // shorter waits show no sign of waiting
const retry_ms = 4000;

export interface Found {
  key: string;
  answer: SearchAnswer;
  hits: Hit[];
  timeline: Histogram | undefined; // of all times, also where the view is of some
  at: Date;
}

export interface Search {
  found: Found | undefined;
  problem: Problem | undefined;
  slow: boolean;
  more: () => Promise<void>;
}

let kept: Found | undefined; // so that coming back from an experience shows at once

function request_of(view: View): SearchRequest {
  const { q, sort, match } = view;
  return { q, sort: sort === 'relevance' ? undefined : sort, match: match === 'any' ? 'any' : undefined };
}

async function find(view: View, facets: readonly string[], key: string, signal: AbortSignal): Promise<Found> {
  const base = request_of(view);
  const span = span_of(view.q);
  const narrowed = span.since !== undefined || span.until !== undefined;
  const whole = narrowed
    ? search({ ...base, q: with_span(view.q, {}), limit: 0, histogram: 'auto' }, signal)
    : undefined;
  // Without this a refused second question would be an unhandled rejection.
  whole?.catch(() => undefined);
  const answer = await search(
    {
      ...base, limit: page_hits, facets, facet_limit: 8, facet_details: true, histogram: 'auto',
      telling_words: 12, highlight: true, ratings: true, people: true,
    },
    signal,
  );
  const timeline = whole ? (await whole).histogram : answer.histogram;
  return { key, answer, hits: answer.hits, timeline, at: new Date() };
}

export function use_search(view: View, facets: readonly string[] | undefined, fresh: number): Search {
  const key = JSON.stringify([view.q, view.sort, view.match, facets]);
  const [found, set_found] = useState<Found | undefined>(kept);
  const [problem, set_problem] = useState<Problem>();
  const [slow, set_slow] = useState(false);
  const [attempt, set_attempt] = useState(0);
  const newest = useRef(found);
  newest.current = found;

  useEffect(() => {
    if (!facets) return;
    const stop = new AbortController();
    const waiting = setTimeout(() => set_slow(true), patience_ms);
    let retry: ReturnType<typeof setTimeout> | undefined;
    find(view, facets, key, stop.signal)
      .then((next) => {
        kept = next;
        set_found(next);
        set_problem(undefined);
      })
      .catch((error: unknown) => {
        if (stop.signal.aborted) return;
        const refused = problem_of(error);
        set_problem(refused);
        if (refused.status === 0 || refused.status === 429 || refused.status === 503) {
          retry = setTimeout(() => set_attempt((n) => n + 1), retry_ms);
        }
      })
      .finally(() => {
        if (stop.signal.aborted) return;
        clearTimeout(waiting);
        set_slow(false);
      });
    return () => {
      stop.abort();
      clearTimeout(waiting);
      clearTimeout(retry);
    };
  }, [key, fresh, attempt]);

  const more = useCallback(async () => {
    const before = newest.current;
    if (!before || before.hits.length >= before.answer.total) return;
    const { hits } = await search({ ...request_of(view), limit: page_hits, offset: before.hits.length, highlight: true });
    const seen = new Set(before.hits.map((hit) => hit.id));
    const after = { ...before, hits: [...before.hits, ...hits.filter((hit) => !seen.has(hit.id))] };
    if (newest.current !== before) return;
    kept = after;
    set_found(after);
  }, [key]);

  return { found, problem, slow, more };
}

let known_columns: Column[] | undefined;

/** Undefined until the engine has said which columns there are. */
export function use_columns(fresh: number): Column[] | undefined {
  const [known, set_known] = useState(known_columns);
  useEffect(() => {
    let wanted = true;
    columns()
      .catch(() => known_columns ?? [])
      .then((list) => {
        known_columns = list;
        if (wanted) set_known(list);
      });
    return () => void (wanted = false);
  }, [fresh]);
  return known;
}
