// What the landscape page shows, as it lives in the address.

export const sorts = ['relevance', 'newest', 'oldest', 'felt_low', 'felt_high', 'gap_low', 'gap_high'] as const;
export type Sort = (typeof sorts)[number];

export const sort_names: Record<Sort, string> = {
  relevance: 'nearest to the words',
  newest: 'newest first',
  oldest: 'oldest first',
  felt_low: 'felt worst first',
  felt_high: 'felt best first',
  gap_low: 'furthest below expected',
  gap_high: 'furthest above expected',
};

export interface View {
  q: string;
  sort: Sort;
  match: 'all' | 'any';
  shown: readonly string[]; // columns shown as facets beside the usual ones
}

export const plain_view: View = { q: '', sort: 'relevance', match: 'all', shown: [] };

export function view_of(search: string): View {
  const parameters = new URLSearchParams(search);
  const sort = parameters.get('sort') as Sort;
  return {
    q: parameters.get('q') ?? '',
    sort: sorts.includes(sort) ? sort : 'relevance',
    match: parameters.get('match') === 'any' ? 'any' : 'all',
    shown: (parameters.get('show') ?? '').split(',').filter(Boolean),
  };
}

export function address_of(view: View): string {
  const parameters = new URLSearchParams();
  if (view.q) parameters.set('q', view.q);
  if (view.sort !== 'relevance') parameters.set('sort', view.sort);
  if (view.match === 'any') parameters.set('match', 'any');
  if (view.shown.length) parameters.set('show', view.shown.join(','));
  const text = parameters.toString();
  return text ? `/?${text}` : '/';
}
