// The landscape: what people told, and every figure a door to it.
import { useEffect, useRef, useState } from 'preact/hooks';
import { use_live } from '../api/live.ts';
import { GapSpread, RatingsSpread } from '../charts/Spread.tsx';
import { count, experiences } from '../format/numbers.ts';
import { AsOf, Frame } from '../parts/Frame.tsx';
import { Facets } from '../parts/Facets.tsx';
import { Figures } from '../parts/Figures.tsx';
import { Asking, Help } from '../parts/Help.tsx';
import { Beginning, NoneFound, Skeleton, Trouble } from '../parts/Notices.tsx';
import { SearchBox } from '../parts/SearchBox.tsx';
import { SignInNeeded } from '../parts/Who.tsx';
import { Told } from '../parts/Words.tsx';
import { shown_columns } from '../query/columns.ts';
import { terms, toggle_term } from '../query/line.ts';
import { address_of, sort_names, sorts, view_of, type Sort, type View } from '../query/view.ts';
import { go } from '../state/address.ts';
import { use_columns, use_search, type Found, type Search } from '../state/found.ts';
import { use_keys } from './keys.ts';

const typing_rest_ms = 80;

/** The line as it is being written; the address follows when the typing rests. */
function use_line(view: View) {
  const [line, set_line] = useState(view.q);
  const typed = useRef(false); // the address's newest entry came from typing
  const rest = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const newest = useRef(view);
  newest.current = view;
  useEffect(() => {
    if (view.q !== line.trim()) set_line(view.q);
  }, [view.q]);

  const settle = (next: string, how: 'push' | 'replace') => {
    clearTimeout(rest.current);
    go(address_of({ ...newest.current, q: next.trim() }), how);
  };
  const write = (next: string) => {
    set_line(next);
    clearTimeout(rest.current);
    rest.current = setTimeout(() => {
      settle(next, typed.current ? 'replace' : 'push');
      typed.current = true;
    }, typing_rest_ms);
  };
  const put = (next: string) => {
    typed.current = false;
    set_line(next);
    settle(next, 'push');
  };
  return { line, write, put };
}

function News({ found, on_fresh }: { found: Found | undefined; on_fresh: () => void }) {
  const live = use_live();
  // What everybody hears counts small groups in steps, whoever listens: it is set against
  // itself, not against an answer that may be exact.
  const before = useRef<number | undefined>(undefined);
  if (!found || live.as_of === undefined) return null;
  if (live.as_of <= found.answer.as_of) {
    before.current = live.total;
    return null;
  }
  const more = (live.total ?? 0) - (before.current ?? Number.POSITIVE_INFINITY);
  return (
    <button type="button" class="news" onClick={on_fresh} title="Show what has been told since">
      {more > 0 ? `${count(more)} new` : 'changed'}
    </button>
  );
}

interface ListProps {
  view: View;
  line: string;
  search: Search;
  found: Found;
  on_line: (line: string) => void;
}

function List({ view, line, search, found, on_line }: ListProps) {
  const { answer, hits } = found;
  const rest = answer.total - hits.length;
  const [failed, set_failed] = useState(false);
  const more = () => search.more().then(() => set_failed(false), () => set_failed(true));
  // Without words nothing is nearer than anything else: the engine then gives the newest first.
  const has_words = terms(view.q).some((term) => term.kind === 'words' || term.kind === 'group');
  const offered = has_words ? sorts : sorts.filter((one) => one !== 'relevance');
  const sort = !has_words && view.sort === 'relevance' ? 'newest' : view.sort;
  if (answer.total === 0) {
    return <NoneFound line={line} match={view.match} on_line={on_line} on_any={() => go(address_of({ ...view, match: 'any' }))} />;
  }
  return (
    <>
      <div class="list-head">
        <h2>What people told</h2>
        <label class="sort">
          <span class="for-readers">Order</span>
          <select value={sort} onChange={(event) => go(address_of({ ...view, sort: event.currentTarget.value as Sort }))}>
            {offered.map((one) => <option key={one} value={one}>{sort_names[one]}</option>)}
          </select>
        </label>
      </div>
      {hits.map((hit) => <Told key={hit.id} {...{ hit, line, on_line }} />)}
      <p class="list-end">
        {rest > 0 ? (
          <button type="button" class="button more" onClick={more}>{count(Math.min(20, rest))} more of {count(rest)}</button>
        ) : (
          <span class="base">{hits.length > 20 ? `all ${experiences(hits.length)}` : ''}</span>
        )}
        {failed && <span role="alert" class="note"> They did not come. Try once more.</span>}
      </p>
    </>
  );
}

export function Landscape({ search: address }: { search: string }) {
  const view = view_of(address);
  const [fresh, set_fresh] = useState(0);
  const [help, set_help] = useState(false);
  const [facets_open, set_facets_open] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const columns = use_columns(fresh);
  const shown = columns && shown_columns(columns, view.shown);
  const search = use_search(view, shown, fresh);
  const { line, write, put } = use_line(view);
  const { found, problem, slow } = search;
  use_keys({ field, help, set_help, more: search.more });
  useEffect(() => {
    document.title = view.q ? `${view.q} · firsthand` : 'firsthand';
  }, [view.q]);

  const empty = found?.answer.landscape === 0 && !problem;
  // An empty landscape has no columns to count: what comes first brings them.
  const live = use_live();
  useEffect(() => {
    if (empty && (live.total ?? 0) > 0) set_fresh((n) => n + 1);
  }, [empty, live.total]);
  const refresh = () => set_fresh((n) => n + 1);
  const unknown = problem?.status === 401;
  const page_trouble = problem && problem.field !== 'q' && !unknown;
  return (
    <Frame
      class={`landscape ${slow ? 'slow' : ''}`}
      search={
        !unknown && <SearchBox line={line} problem={problem} field={field} on_line={write} on_done={() => put(line)} on_help={() => set_help(true)} />
      }
      status={!unknown && <AsOf at={found?.at} as_of={found?.answer.as_of} />}
    >
      <main id="main" tabIndex={-1} aria-busy={slow}>
        {unknown && <SignInNeeded />}
        {!empty && !unknown && <h1 class="for-readers">The landscape</h1>}
        {page_trouble && <Trouble problem={problem} stale={found !== undefined} />}
        {empty && <Beginning />}
        {!found && !problem && <Skeleton />}
        {!found && problem?.field === 'q' && <section class="none" aria-label="How to search"><Asking /></section>}
        {found && !empty && !unknown && (
          <>
            <Figures
              answer={found.answer} timeline={found.timeline} line={line} on_line={put}
              news={<News found={found} on_fresh={refresh} />}
            />
            <button type="button" class="button facets-button" aria-expanded={facets_open} aria-controls="facets" onClick={() => set_facets_open(!facets_open)}>
              {facets_open ? 'Hide the facets' : 'Facets'}
            </button>
            <div class="sides">
              <aside id="facets" class={facets_open ? 'open' : ''} aria-label="Facets">
                {found.answer.ratings && (
                  <>
                    <RatingsSpread ratings={found.answer.ratings} line={line} on_toggle={(term) => put(toggle_term(line, term))} />
                    <GapSpread ratings={found.answer.ratings} line={line} on_toggle={(term) => put(toggle_term(line, term))} />
                  </>
                )}
                <Facets
                  facets={found.answer.facets} guarded={found.answer.guarded} columns={columns ?? []} shown={shown ?? []} view={view}
                  line={line} on_line={put} on_view={(next) => go(address_of(next))}
                />
              </aside>
              <section class="list" aria-label="What people told">
                <List {...{ view, line, search, found }} on_line={put} />
              </section>
            </div>
          </>
        )}
      </main>
      <Help open={help} on_close={() => set_help(false)} />
    </Frame>
  );
}
