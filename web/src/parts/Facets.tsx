// The landscape by its columns. A click filters, a second turns it round, a third
// takes it away; the query line says which.
import { useState } from 'preact/hooks';
import { problem_of, search } from '../api/client.ts';
import type { Column, Facet, FacetValue, Guarded } from '../api/types.ts';
import { GroupMark } from '../charts/GapMark.tsx';
import { Figure } from '../charts/Figure.tsx';
import { count, experiences, language, people, points } from '../format/numbers.ts';
import { column_name, countable } from '../query/columns.ts';
import { cycle_filter, filter_state, filters_of, fold, has_term, toggle_term, type FilterState } from '../query/line.ts';
import type { View } from '../query/view.ts';

const few = 5; // a median of fewer says how few

interface Shared {
  line: string;
  on_line: (line: string) => void;
}

const state_words: Record<FilterState, string> = { off: '', on: ', filtered', without: ', left out' };

function weight(value: FacetValue, by_people: boolean): number {
  return by_people ? (value.people ?? 0) : value.experiences;
}

interface ValueProps extends Shared {
  column: string;
  value: FacetValue;
  by_people: boolean;
  most: number;
}

function Value({ column, value, by_people, most, line, on_line }: ValueProps) {
  const state = filter_state(line, column, value.value);
  const n = weight(value, by_people);
  const rated = Math.max(value.ratings?.felt.count ?? 0, value.ratings?.expected.count ?? 0);
  const base = by_people ? people(n) : experiences(n);
  return (
    <li>
      <button
        type="button" class={`value ${state}`} aria-pressed={state !== 'off'}
        title={`${base}${by_people ? `, ${experiences(value.experiences)}` : ''}`}
        onClick={() => on_line(cycle_filter(line, column, value.value))}
      >
        <span class="name">
          {state === 'without' && <span class="not" aria-hidden="true">not </span>}
          <bdi>{column === 'lang' ? language(value.value) : value.value}</bdi>
          <span class="for-readers">{state_words[state]}</span>
        </span>
        <span class="weight" aria-hidden="true">
          <svg width="60" height="8"><rect width={most ? Math.max(n ? 1.5 : 0, (n / most) * 60) : 0} height="8" rx="1" /></svg>
        </span>
        <span class="n">{n === 0 && value.fewer_than ? `fewer than ${count(value.fewer_than)}` : count(n)}<span class="for-readers"> {by_people ? 'people' : 'experiences'}</span></span>
        <span class="mark">
          {value.ratings && rated > 0 && <GroupMark ratings={value.ratings} of={base} size="small" />}
          {rated > 0 && rated < few && <span class="few">{rated} rated</span>}
        </span>
      </button>
    </li>
  );
}

/** What the line names comes first, also where no match holds it any more. */
function listed(facet: Facet, line: string, by_people: boolean, fewer_than: number | undefined): FacetValue[] {
  const named = filters_of(line, facet.column).filter(
    ({ value }) => value !== '*' && !facet.values.some((one) => fold(one.value) === fold(value)),
  );
  const ghosts = named.map(({ value }) => ({ value, experiences: 0, people: 0, ...(fewer_than ? { fewer_than } : {}) }));
  return [...ghosts, ...facet.values.toSorted((a, b) => weight(b, by_people) - weight(a, by_people))];
}

interface AllProps extends Shared {
  facet: Facet;
  view: View;
  name: string;
  row: (value: FacetValue) => preact.JSX.Element;
}

/** All values of a long column, with a search inside. */
function AllValues({ facet, view, name, row }: AllProps) {
  const [all, set_all] = useState<FacetValue[]>();
  const [wanted, set_wanted] = useState('');
  const [failed, set_failed] = useState('');
  const open = () =>
    search({ q: view.q, match: view.match === 'any' ? 'any' : undefined, limit: 0, facets: [facet.column], facet_limit: 1000, facet_details: true })
      .then((answer) => set_all(answer.facets[0]?.values ?? []))
      .catch((error: unknown) => set_failed(problem_of(error).detail ?? problem_of(error).title));
  if (failed) return <p class="note" role="alert">{failed}</p>;
  if (!all) {
    return <button type="button" class="door more-values" onClick={open}>all {count(facet.distinct)}<span class="for-readers"> values of {name}</span></button>;
  }
  const hits = all.filter((value) => fold(value.value).includes(fold(wanted)));
  return (
    <div class="all-values">
      <input
        type="search" placeholder={`find among ${count(all.length)}`} aria-label={`Find among ${all.length} values of ${name}`}
        value={wanted} onInput={(event) => set_wanted(event.currentTarget.value)}
      />
      <ul class="values long">{hits.map(row)}</ul>
      {hits.length === 0 && <p class="note">None is called that.</p>}
      <button type="button" class="door" onClick={() => set_all(undefined)}>fewer</button>
    </div>
  );
}

interface FacetProps extends Shared {
  facet: Facet;
  view: View;
  label: string | undefined;
  guarded: Guarded | undefined;
}

function OneFacet({ facet, view, label, guarded, line, on_line }: FacetProps) {
  const name = column_name(facet.column, label ?? facet.label);
  const by_people = facet.values.some((value) => (value.people ?? 0) > 0);
  const values = listed(facet, line, by_people, guarded?.threshold);
  const most = Math.max(0, ...values.map((value) => weight(value, by_people)));
  const rated = values.some((value) => value.ratings?.felt.count || value.ratings?.expected.count);
  const row = (value: FacetValue) => (
    <Value key={value.value} {...{ column: facet.column, value, by_people, most, line, on_line }} />
  );
  const without = `-${facet.column}:*`;
  const summary = values.slice(0, 3).map((value) => `${value.value} ${count(weight(value, by_people))}`).join(', ');
  const table = () => ({
    columns: [facet.column, 'experiences', 'people', 'expected (median)', 'felt (median)', 'gap (median)'],
    rows: values.map(({ value, experiences: n, people: of, ratings }) => [
      value, n, of ?? '',
      ...[ratings?.expected, ratings?.felt, ratings?.gap].map((one) => (typeof one?.median === 'number' ? points(one.median) : '')),
    ]),
  });
  if (values.length === 0 && !has_term(line, without)) return null;
  return (
    <Figure
      name={name} summary={`${count(facet.distinct)} values; ${summary}`} table={table} class="facet"
      hint={
        <span class="heads" aria-hidden="true">
          <span>{by_people ? 'people' : 'told'}</span>
          <span>{rated ? 'gap' : ''}</span>
        </span>
      }
    >
      <ul class="values">{values.map(row)}</ul>
      <p class="doors">
        {facet.distinct > facet.values.length && <AllValues key={view.q} {...{ facet, view, name, row, line, on_line }} />}
        {(facet.without_value > 0 || has_term(line, without)) && (
          <button type="button" class="door" aria-pressed={has_term(line, without)} onClick={() => on_line(toggle_term(line, without))}>
            {count(facet.without_value)} without
          </button>
        )}
      </p>
    </Figure>
  );
}

interface ChooserProps {
  columns: readonly Column[];
  shown: readonly string[];
  view: View;
  on_view: (view: View) => void;
}

function Chooser({ columns, shown, view, on_view }: ChooserProps) {
  const [open, set_open] = useState(false);
  const [wanted, set_wanted] = useState('');
  const usual = shown.filter((column) => !view.shown.includes(column));
  const rest = countable(columns).filter((column) => !usual.includes(column.column));
  if (rest.length === 0) return null;
  const toggle = (column: string) => {
    const on = view.shown.includes(column);
    on_view({ ...view, shown: on ? view.shown.filter((one) => one !== column) : [...view.shown, column] });
  };
  const matching = rest.filter((column) => fold(column.label).includes(fold(wanted)));
  return (
    <section class="chooser" aria-label="More facets">
      <button type="button" class="door" aria-expanded={open} onClick={() => set_open(!open)}>+ more</button>
      {open && rest.length > 8 && (
        <input
          type="search" placeholder={`find among ${rest.length}`} aria-label="Find a facet" value={wanted}
          onInput={(event) => set_wanted(event.currentTarget.value)}
        />
      )}
      {open && (
        <ul>
          {matching.map(({ column, label, keywords }) => (
            <li key={column}>
              <label>
                <input type="checkbox" checked={view.shown.includes(column)} onChange={() => toggle(column)} />
                {column_name(column, label)} <span class="base">{count(keywords)}</span>
              </label>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

interface Props extends Shared, ChooserProps {
  facets: readonly Facet[];
  guarded: Guarded | undefined;
}

export function Facets({ facets, guarded, columns, shown, view, line, on_line, on_view }: Props) {
  return (
    <>
      {facets.map((facet) => (
        <OneFacet
          key={facet.column} {...{ facet, guarded, view, line, on_line }}
          label={columns.find((column) => column.column === facet.column)?.label}
        />
      ))}
      <Chooser {...{ columns, shown, view, on_view }} />
    </>
  );
}
