// Who came with an invitation: who invites, what about, and what the link can and cannot do.
import { useEffect, useState } from 'preact/hooks';
import { invitation, problem_of } from '../api/client.ts';
import type { Draft, Invitation, Problem } from '../api/types.ts';
import { counted, day, sentence } from '../format/numbers.ts';
import { arrived_invitation, forget_invitation } from '../state/invitation.ts';

export interface Invited {
  secret: string;
  what: Invitation;
}

export interface Came {
  invited: Invited | undefined;
  /** It could not be used, or is being looked at. */
  problem: Problem | undefined;
  asking: boolean;
  drop: () => void;
}

export function use_invitation(): Came {
  const [secret, set_secret] = useState<string>();
  const [invited, set_invited] = useState<Invited>();
  const [problem, set_problem] = useState<Problem>();
  useEffect(() => {
    const come = () => set_secret(arrived_invitation());
    come();
    addEventListener('hashchange', come);
    return () => removeEventListener('hashchange', come);
  }, []);
  useEffect(() => {
    set_invited(undefined);
    set_problem(undefined);
    if (!secret) return undefined;
    let over = false;
    invitation(secret).then(
      (what) => !over && set_invited({ secret, what }),
      (error: unknown) => {
        if (over) return;
        const said = problem_of(error);
        // Out of reach now is not good for nothing: it stays for a reload.
        if (said.status === 404 || said.status === 409) forget_invitation();
        set_problem(said);
      },
    );
    return () => {
      over = true;
    };
  }, [secret]);
  const drop = () => {
    forget_invitation();
    set_secret(undefined);
  };
  return { invited, problem, asking: secret !== undefined && !invited && !problem, drop };
}

const names: [keyof Draft, string][] = [
  ['kind', 'it is'], ['party', 'you are'], ['function', 'function'], ['touchpoint', 'where'], ['stage', 'stage'],
  ['channel', 'by'], ['unit', 'team'], ['source', 'told at'],
];

/** What is said beforehand, name by name. */
export function said_beforehand(about: Draft): [string, string][] {
  const plain = names.flatMap(([field, name]): [string, string][] => (about[field] ? [[name, String(about[field])]] : []));
  const subjects = [about.subject ?? []].flat().map((one): [string, string] => [one.level, one.name]);
  const labels = Object.entries(about.signifiers ?? {}).map(([name, value]): [string, string] => [name, typeof value === 'object' && !Array.isArray(value) ? JSON.stringify(value) : String(value)]);
  return [...subjects, ...plain, ...labels];
}

export function InvitedBy({ what: { name, about, links, few, expires } }: Invited) {
  const said = said_beforehand(about);
  return (
    <section class="invited" aria-labelledby="invited-name">
      <h2 id="invited-name">You are invited: {name}</h2>
      {said.length > 0 && (
        <>
          <p>This is said with what you tell, and cannot be changed here:</p>
          <dl class="rows">{said.map(([what, value]) => <div key={what}><dt>{what}</dt><dd>{value}</dd></div>)}</dl>
        </>
      )}
      <p>
        The link is good once, until {day(new Date(Date.parse(expires) - 1).toISOString())}. Whoever gave it to you may know that it is yours, so it opens nothing: after telling you get a claim code
        that only you have, and nothing is kept of which link something was told through.
      </p>
      {few && <p class="note">{links === 1 ? 'This is the only link of its kind' : `Only ${counted(links, 'link')} like this one were made`}: who made {links === 1 ? 'it' : 'them'} may be able to guess who told.</p>}
    </section>
  );
}

export function NotInvited({ problem }: { problem: Problem }) {
  const words = problem.status === 404 || problem.status === 409
    ? `${sentence(problem.detail ?? problem.title)} You can tell all the same.`
    : 'Your invitation could not be looked at just now. Load the page again for it, or tell without it.';
  return <p class="trouble invited-not" role="alert">{words}</p>;
}
