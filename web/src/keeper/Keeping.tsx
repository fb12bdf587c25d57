// What every page for keepers has round it; who may not see it is told who can.
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { session } from '../api/client.ts';
import type { Problem, Session } from '../api/types.ts';
import { Frame } from '../parts/Frame.tsx';
import { Skeleton } from '../parts/Notices.tsx';
import { may_keep, remember_place } from '../state/session.ts';
import { use_answer } from './asking.ts';
import { not_shown } from './problems.ts';

const pages: readonly [string, string][] = [['/members', 'Members'], ['/keys', 'Keys'], ['/invitations', 'Invitations'], ['/timers', 'Timers'], ['/requests', 'Requests'], ['/audit', 'Audit'], ['/settings', 'Settings']];

function Pages({ here }: { here: string }) {
  return (
    <nav class="keep-nav" aria-label="Keeping">
      <a href="/">Landscape</a>
      {pages.map(([to, name]) => <a key={to} href={to} aria-current={to === here ? 'page' : undefined}>{name}</a>)}
    </nav>
  );
}

function NotYours({ session: { who, name, role, scope } }: { session: Session }) {
  useEffect(remember_place, []);
  return (
    <section class="sign-in-needed" aria-labelledby="not-yours-name">
      <h1 id="not-yours-name">This page is for keepers</h1>
      {who === 'nobody' && <p class="lead">Open the sign-in link that a keeper has given you. You come back to this page.</p>}
      {who === 'member' && role !== 'keeper' && <p class="lead">You are signed in as {name}, a {role}. A keeper can make you one: ask whoever gave you your sign-in link.</p>}
      {who === 'member' && role === 'keeper' && <p class="lead">You are a keeper, but your view is narrowed to <code>{scope}</code>. Who sees a part lets nobody in: ask a keeper who sees everything.</p>}
      <p>Keepers let people and machines in, invite people to tell, see who did what, and set how long things are kept and from how many people on something is told.</p>
      <p><a href="/">To the landscape</a></p>
    </section>
  );
}

interface TroubleProps {
  problem: Problem;
  on_again: () => void;
}

export function NotAnswered({ problem, on_again }: TroubleProps) {
  return (
    <div class="trouble" role="alert">
      <p>{not_shown(problem)}</p>
      <p><button type="button" class="button" onClick={on_again}>Try once more</button></p>
    </div>
  );
}

interface Props {
  here: string;
  title: string;
  lead: ComponentChildren;
  children: (session: Session) => ComponentChildren;
}

export function Keeping({ here, title, lead, children }: Props) {
  const { value, problem, again } = use_answer(session);
  useEffect(() => {
    document.title = `${title} · firsthand`;
  }, [title]);
  return (
    <Frame class="keeping" tell={false}>
      <main id="main" tabIndex={-1}>
        {!value && !problem && <Skeleton />}
        {problem && <NotAnswered problem={problem} on_again={again} />}
        {value && !may_keep(value) && <NotYours session={value} />}
        {value && may_keep(value) && (
          <>
            <Pages here={here} />
            <h1>{title}</h1>
            <p class="promise">{lead}</p>
            {children(value)}
          </>
        )}
      </main>
    </Frame>
  );
}
