// Which columns the page counts, of those the landscape has.
import type { Column } from '../api/types.ts';

// In the order people ask about them.
const usual = [
  'touchpoint', 'stage', 'party', 'unit', 'channel', 'kind', 'source', 'organisation', 'product',
  'service', 'function', 'industry', 'lang',
];
const usual_count = 7;

export function countable(columns: readonly Column[]): Column[] {
  const rank = (column: Column) => {
    const place = column.own === false ? -1 : usual.indexOf(column.column);
    return place < 0 ? usual.length : place;
  };
  return columns
    .filter((column) => column.keywords > 0)
    .toSorted((a, b) => rank(a) - rank(b) || b.keywords - a.keywords || a.column.localeCompare(b.column));
}

export function shown_columns(columns: readonly Column[], chosen: readonly string[]): string[] {
  const all = countable(columns);
  const first = all.slice(0, usual_count).map((column) => column.column);
  return [...first, ...chosen.filter((one) => !first.includes(one) && all.some((c) => c.column === one))];
}

export function column_name(column: string, label?: string): string {
  const text = (label ?? column).replaceAll('_', ' ');
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
