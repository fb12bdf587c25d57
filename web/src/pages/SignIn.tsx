// Opens a sign-in link: its token stands behind the #, so that no log ever holds it. And
// says how signing in at the provider went, for whom it did not lead further.
import { useEffect, useState } from 'preact/hooks';
import { problem_of } from '../api/client.ts';
import type { Problem } from '../api/types.ts';
import { sentence } from '../format/numbers.ts';
import { Frame } from '../parts/Frame.tsx';
import { ProviderDoor } from '../parts/Who.tsx';
import { enter, go_back, taken_outcome, taken_token, use_session } from '../state/session.ts';

function Refused({ problem, on_again }: { problem: Problem; on_again: () => void }) {
  const used = problem.status === 401;
  return (
    <>
      <h1>{used ? 'This link does not sign in' : 'Signing in did not work'}</h1>
      <div role="alert">
        <p>{sentence(problem.detail ?? problem.title)} {problem.advice && sentence(problem.advice)}</p>
      </div>
      {!used && <p><button type="button" class="button main" onClick={on_again}>Try once more</button></p>}
    </>
  );
}

interface Word {
  title: string;
  says: string;
}

const unknown_outcome: Word = { title: 'Signing in did not work', says: 'Try it once more.' };

// By what the server calls it (api.md).
const outcomes: Record<string, Word> = {
  unknown: {
    title: 'You are not a member here',
    says: 'You are known where you signed in, but nobody has let you in here by that address; signing in alone makes nobody a member. Ask a keeper: they can write down the address you sign in with.',
  },
  again: {
    title: 'This sign-in is over',
    says: 'It was finished before, took longer than ten minutes, or was begun in another browser. Begin a new one.',
  },
  declined: { title: 'You were not signed in', says: 'The sign-in was broken off there. Nothing has changed here.' },
  provider: {
    title: 'Signing in did not work',
    says: 'The answer that came back does not prove who you are. Try it once more; if it stays so, tell a keeper: the server says why in its log.',
  },
  unreachable: {
    title: 'The place to sign in cannot be reached',
    says: 'Try it again in a moment; if it stays so, tell a keeper: the server says why in its log.',
  },
  busy: { title: 'Many are signing in at this moment', says: 'Try it again in a moment.' },
  wait: { title: 'Too many tries came from here', says: 'Wait some minutes, then try it again.' },
};

function NotIn({ outcome }: { outcome: string }) {
  const provider = use_session()?.sign_in_with;
  const { title, says } = outcomes[outcome] ?? unknown_outcome;
  return (
    <>
      <h1>{title}</h1>
      <div role="alert"><p>{says}</p></div>
      {provider && <ProviderDoor name={provider} />}
    </>
  );
}

function NoLink() {
  const session = use_session();
  if (session?.who === 'member') {
    return (
      <>
        <h1>You are signed in as {session.name}</h1>
        <p><a href="/">To the landscape</a></p>
      </>
    );
  }
  const provider = session?.sign_in_with;
  return (
    <>
      <h1>{provider ? 'Sign in' : 'Signing in goes by a link'}</h1>
      {provider && <ProviderDoor name={provider} />}
      <p>{provider ? 'Or by a link: a keeper' : 'A keeper'} makes one for you. It works once, within 15 minutes; open it in this browser.</p>
      <p class="base">A keeper makes it on the command line:</p>
      <pre><code>firsthand member link NAME</code></pre>
    </>
  );
}

export function SignIn() {
  const [token] = useState(taken_token);
  const [outcome] = useState(taken_outcome);
  const [problem, set_problem] = useState<Problem>();
  const [attempt, set_attempt] = useState(0);
  useEffect(() => {
    document.title = 'Sign in · firsthand';
    if (outcome === 'done') go_back();
    if (!token) return;
    set_problem(undefined);
    enter(token).catch((error: unknown) => set_problem(problem_of(error)));
  }, [token, attempt]);
  return (
    <Frame class="sign-in" tell={false} who={false}>
      <main id="main" tabIndex={-1}>
        {!token && !outcome && <NoLink />}
        {outcome && outcome !== 'done' && <NotIn outcome={outcome} />}
        {(token || outcome === 'done') && !problem && <h1 aria-live="polite">Signing in</h1>}
        {problem && <Refused problem={problem} on_again={() => set_attempt((n) => n + 1)} />}
      </main>
    </Frame>
  );
}
