// Opens a sign-in link: its token stands behind the #, so that no log ever holds it.
import { useEffect, useState } from 'preact/hooks';
import { problem_of } from '../api/client.ts';
import type { Problem } from '../api/types.ts';
import { sentence } from '../format/numbers.ts';
import { Frame } from '../parts/Frame.tsx';
import { enter, taken_token, use_session } from '../state/session.ts';

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
  return (
    <>
      <h1>Signing in goes by a link</h1>
      <p>A keeper makes one for you. It works once, within 15 minutes; open it in this browser.</p>
      <p class="base">A keeper makes it on the command line:</p>
      <pre><code>firsthand member link NAME</code></pre>
    </>
  );
}

export function SignIn() {
  const [token] = useState(taken_token);
  const [problem, set_problem] = useState<Problem>();
  const [attempt, set_attempt] = useState(0);
  useEffect(() => {
    document.title = 'Sign in · firsthand';
    if (!token) return;
    set_problem(undefined);
    enter(token).catch((error: unknown) => set_problem(problem_of(error)));
  }, [token, attempt]);
  return (
    <Frame class="sign-in" tell={false} who={false}>
      <main id="main" tabIndex={-1}>
        {!token && <NoLink />}
        {token && !problem && <h1 aria-live="polite">Signing in</h1>}
        {problem && <Refused problem={problem} on_again={() => set_attempt((n) => n + 1)} />}
      </main>
    </Frame>
  );
}
