import { expect, it } from 'vitest';
import { address_of, plain_view, view_of, type View } from './view.ts';
import { countable, shown_columns } from './columns.ts';

it('comes back from its address unchanged', () => {
  const view: View = { q: 'späte "a b" felt:<4', sort: 'gap_low', match: 'any', shown: ['lang', 'x.y'] };
  expect(view_of(address_of(view).slice(1))).toEqual(view);
  expect(address_of(plain_view)).toBe('/');
});

it('takes an address someone mistyped for the plain view', () => {
  expect(view_of('?sort=best&match=none')).toEqual(plain_view);
});

it('counts the usual columns first, and only those that hold keywords', () => {
  const column = (name: string, keywords: number, own = true) => ({ column: name, label: name, own, keywords, numbers: 0, times: 0 });
  const all = [column('felt', 0), column('mood', 9, false), column('stage', 4), column('touchpoint', 5)];
  expect(countable(all).map((one) => one.column)).toEqual(['touchpoint', 'stage', 'mood']);
  expect(shown_columns(all, ['gone'])).toEqual(['touchpoint', 'stage', 'mood']);
});
