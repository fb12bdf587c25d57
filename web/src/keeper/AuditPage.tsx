// Who did what and when, newest first, and whether it is as it was written.
import { useEffect } from 'preact/hooks';
import { audit, keys, members, verify_audit, type AuditAsk } from '../api/keeping.ts';
import type { AuditEntry } from '../api/types.ts';
import { count, counted, moment } from '../format/numbers.ts';
import { Skeleton } from '../parts/Notices.tsx';
import { go, use_address } from '../state/address.ts';
import { use_answer } from './asking.ts';
import { address_for, ask_in, page } from './audit_address.ts';
import { actor_in_words, deed_in_words, known_deeds, names_of } from './in_words.ts';
import { Keeping, NotAnswered } from './Keeping.tsx';

function Verified() {
  const { value, problem, again } = use_answer(verify_audit);
  if (problem) return <NotAnswered problem={problem} on_again={again} />;
  if (!value) return <p class="verified base" role="status">Checking every entry…</p>;
  const { sound, findings, chain } = value;
  if (!sound) {
    return (
      <section class="trouble" role="alert">
        <p><strong>The audit is not as it was written.</strong> Somebody has changed the file. Compare with a backup.</p>
        <ul class="goes">{findings.map((one) => <li key={one}>{one}</li>)}</ul>
      </section>
    );
  }
  return (
    <section class="verified" aria-label="Verified">
      <p role="status"><strong>Verified:</strong> {counted(chain.last - chain.first + (chain.first ? 1 : 0), 'entry', 'entries')} hang together, none changed, dropped or put in between.</p>
      {chain.last > 0 && (
        <details>
          <summary>The end of the chain</summary>
          <p class="base">Note it elsewhere now and then. Who can write the file could write all of it anew; then this would be another at entry {count(chain.last)}.</p>
          <code class="once-text">{chain.hash}</code>
        </details>
      )}
    </section>
  );
}

interface FilterProps {
  ask: AuditAsk;
  names: ReadonlyMap<string, string>;
  seen: readonly AuditEntry[];
}

function Filters({ ask, names, seen }: FilterProps) {
  const actors = [...new Set([...names.keys(), ...seen.map((one) => one.actor), 'cli', 'import', 'teller', 'public', ask.actor])].filter(Boolean);
  const actions = [...new Set([...known_deeds, ...seen.map((one) => one.action), ask.action])].filter(Boolean);
  const pick = (part: Partial<AuditAsk>) => go(address_for({ ...ask, offset: 0, ...part }), 'replace');
  return (
    <form class="keep-filters" aria-label="Filter" onSubmit={(event) => event.preventDefault()}>
      <div class="field">
        <label for="audit-who">Who</label>
        <select id="audit-who" value={ask.actor} onChange={(event) => pick({ actor: event.currentTarget.value })}>
          <option value="">everybody</option>
          {actors.map((one) => <option key={one} value={one}>{actor_in_words(one, names)}</option>)}
        </select>
      </div>
      <div class="field">
        <label for="audit-what">What</label>
        <select id="audit-what" value={ask.action} onChange={(event) => pick({ action: event.currentTarget.value })}>
          <option value="">everything</option>
          {actions.map((one) => <option key={one} value={one}>{deed_in_words(one)}</option>)}
        </select>
      </div>
    </form>
  );
}

function Entries({ entries, names }: { entries: readonly AuditEntry[]; names: ReadonlyMap<string, string> }) {
  return (
    <table class="audit">
      <caption class="for-readers">Who did what, newest first</caption>
      <thead><tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">What</th><th scope="col">More</th><th scope="col">Entry</th></tr></thead>
      <tbody>
        {entries.map((one) => (
          <tr key={one.entry}>
            <td><time dateTime={one.at}>{moment(one.at)}</time></td>
            <td>{actor_in_words(one.actor, names)}</td>
            <td>{deed_in_words(one.action)}</td>
            <td class="audit-more">{one.detail}</td>
            <td class="base">{one.entry}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Audit() {
  const { search } = use_address();
  const ask = ask_in(search);
  const { value, problem, again } = use_answer((signal) => audit(ask, signal), [search]);
  const people = use_answer(async (signal) => names_of(await members(signal), await keys(signal)));
  useEffect(() => {
    document.querySelector('.audit')?.scrollIntoView({ block: 'nearest' });
  }, [ask.offset]);
  const names = people.value ?? new Map<string, string>();
  if (problem) return <NotAnswered problem={problem} on_again={again} />;
  const entries = value?.entries.slice(0, page) ?? [];
  const more = (value?.entries.length ?? 0) > page;
  return (
    <>
      <Verified />
      <Filters ask={ask} names={names} seen={entries} />
      {!value && <Skeleton />}
      {value && entries.length === 0 && (
        <p class="keep-none">{ask.actor || ask.action ? 'Nothing of that kind was done.' : ask.offset > 0 ? 'There is nothing older.' : 'Nothing has been done yet.'}</p>
      )}
      {entries.length > 0 && <Entries entries={entries} names={names} />}
      {(ask.offset > 0 || more) && (
        <nav class="keep-ways" aria-label="Pages of the audit">
          {ask.offset > 0 && <a class="button" href={address_for({ ...ask, offset: Math.max(0, ask.offset - page) })}>Newer</a>}
          {more && <a class="button" href={address_for({ ...ask, offset: ask.offset + page })}>Older</a>}
        </nav>
      )}
    </>
  );
}

export function AuditPage() {
  return (
    <Keeping here="/audit" title="Audit" lead="Who did what, newest first. Nobody can edit it; it holds counts and numbers, never anybody’s words.">
      {() => <Audit />}
    </Keeping>
  );
}
