// Who is signed in, and the way out; what a page says to somebody it does not know.
import { useEffect, useState } from 'preact/hooks';
import { leave, may_keep, provider_door, remember_place, use_session } from '../state/session.ts';

export function Who() {
  const session = use_session();
  const [failed, set_failed] = useState(false);
  if (!session) return null;
  const keeps = may_keep(session) && <a class="keep-link" href="/members">Keeping</a>;
  // On an installation that asks nobody yet, whoever is here is its host.
  if (session.who !== 'member') return keeps ? <div class="who">{keeps}</div> : null;
  const role = session.role === undefined ? '' : `, ${session.role}`;
  return (
    <div class="who">
      {keeps}
      <span class="who-name" title={`${session.name}${role}${session.scope ? `, sees ${session.scope}` : ''}`}>{session.name}</span>
      <button type="button" class="door" onClick={() => leave().catch(() => set_failed(true))}>
        {failed ? 'Not signed out: try again' : 'Sign out'}
      </button>
    </div>
  );
}

/** The way to the provider, by the name it has here. A plain link: it leads out of the pages. */
export function ProviderDoor({ name }: { name: string }) {
  return <p><a class="button main" href={provider_door}>Sign in with {name}</a></p>;
}

/** Instead of what only members see. */
export function SignInNeeded() {
  useEffect(remember_place, []);
  const provider = use_session()?.sign_in_with;
  return (
    <section class="sign-in-needed" aria-labelledby="sign-in-name">
      <h1 id="sign-in-name">Sign in to read what people told</h1>
      {provider && <ProviderDoor name={provider} />}
      <p class="lead">{provider ? 'Or open' : 'Open'} the sign-in link that a keeper has given you. You come back to this page.</p>
      <p>No link, or an old one? Ask a keeper for a new one: each works once.</p>
      <p>You lived something yourself? <a href="/tell">Tell it</a>: nobody has to sign in for that. And with the claim code you were given then you <a href="/mine">come back to it</a>.</p>
    </section>
  );
}
