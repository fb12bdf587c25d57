// The one way to the engine. Everything that goes wrong arrives as a Refusal.
import type { Column, Draft, Experience, Invitation, Problem, Receipt, SearchAnswer, Session } from './types.ts';

/** The engine (or the way to it) said no. `status` 0: it was not reached. */
export class Refusal extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }
}

function own_problem(title: string, status: number): Problem {
  return { type: 'about:blank', title, status };
}

/** Whatever was thrown, as something to tell the reader. */
export function problem_of(error: unknown): Problem {
  return error instanceof Refusal ? error.problem : own_problem('The answer could not be read', -1);
}

interface Call {
  signal?: AbortSignal | undefined;
  body?: unknown;
  method?: 'DELETE' | 'PATCH' | 'POST' | 'PUT';
  /** A teller's code: they are asked for by it, and by nothing else. */
  claim?: string | undefined;
  /** Asked as nobody, whoever is signed in on this device. */
  nobody?: boolean;
  /** The secret of an invitation. No cookie goes along: whoever is invited is nobody known. */
  invitation?: string | undefined;
}

/** What shows that a change comes from our own page. Who is not signed in needs none. */
async function csrf(): Promise<Record<string, string>> {
  const known = await session().catch(() => undefined);
  return known?.csrf ? { 'x-firsthand-csrf': known.csrf } : {};
}

export async function ask<T>(path: string, { signal, body, method, claim, nobody, invitation }: Call = {}): Promise<T> {
  const changes = body !== undefined || method !== undefined;
  const shown: Record<string, string> = {
    ...(claim ? { authorization: `Bearer ${claim}` } : changes && !nobody && !invitation ? await csrf() : {}),
    ...(invitation ? { 'x-firsthand-invitation': invitation } : {}),
  };
  let reply: Response;
  try {
    reply = await fetch(path, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        accept: 'application/json, application/ld+json',
        ...shown,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
      ...(claim || nobody || invitation ? { credentials: 'omit' } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Refusal(own_problem('The engine does not answer', 0));
  }
  if (reply.status === 204) return undefined as T;
  if (reply.ok) return (await reply.json()) as T;
  throw new Refusal(await problem_in(reply));
}

async function problem_in(reply: Response): Promise<Problem> {
  const plain = own_problem(`The engine answered ${reply.status}`, reply.status);
  if (!reply.headers.get('content-type')?.includes('json')) return plain;
  try {
    return { ...plain, ...((await reply.json()) as Partial<Problem>), status: reply.status };
  } catch {
    return plain;
  }
}

let asked: Promise<Session> | undefined;

/** Who is reading; the engine is asked once a page load, and again where it did not answer. */
export function session(): Promise<Session> {
  asked ??= ask<Session>('/v1/session').catch((error: unknown) => {
    asked = undefined;
    throw error;
  });
  return asked;
}

export function sign_in(link: string): Promise<Session> {
  return ask('/v1/session', { body: { link } });
}

export function sign_out(): Promise<void> {
  return ask('/v1/session', { method: 'DELETE' });
}

export interface SearchRequest {
  q?: string | undefined;
  match?: string | undefined;
  limit?: number;
  offset?: number;
  sort?: string | undefined;
  facets?: readonly string[];
  facet_limit?: number;
  facet_details?: boolean;
  histogram?: string;
  telling_words?: number;
  highlight?: boolean;
  ratings?: boolean;
  people?: boolean;
}

export function search_address(request: SearchRequest): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(request)) {
    if (value === undefined || value === '' || value === false) continue;
    if (Array.isArray(value) && value.length === 0) continue;
    parameters.set(name, String(value));
  }
  return `/v1/search?${parameters}`;
}

export function search(request: SearchRequest, signal?: AbortSignal): Promise<SearchAnswer> {
  return ask(search_address(request), { signal });
}

export async function columns(): Promise<Column[]> {
  return (await ask<{ columns: Column[] }>('/v1/columns')).columns;
}

export function experience(id: string, signal?: AbortSignal): Promise<Experience> {
  return ask(`/v1/experiences/${encodeURIComponent(id)}`, { signal });
}

export async function experiences_of(person: string, signal?: AbortSignal): Promise<Experience[]> {
  const path = `/v1/people/${encodeURIComponent(person)}/experiences`;
  return (await ask<{ experiences: Experience[] }>(path, { signal })).experiences;
}

export interface Telling {
  draft: Draft;
  grants: readonly string[];
  /** It stands with what its holder told before; without one a code comes back. */
  claim?: string | undefined;
  /** It is somebody else's: a code for them comes back, too. */
  behalf?: boolean;
  invitation?: string | undefined;
}

export function tell({ draft, grants, claim, behalf, invitation }: Telling): Promise<Receipt> {
  const parameters = new URLSearchParams({ grants: grants.join(',') || 'none' });
  if (!claim) parameters.set('claim', 'true');
  if (behalf) parameters.set('behalf', 'true');
  return ask(`/v1/experiences?${parameters}`, { body: draft, claim, invitation });
}

export function invitation(secret: string): Promise<Invitation> {
  return ask('/v1/invitation', { invitation: secret });
}
