// What holds for all: small groups, masked words, what sources' tellers grant; and backups.
import { useEffect, useRef, useState } from 'preact/hooks';
import { columns } from '../api/client.ts';
import { group_settings, parties, set_group_settings, set_source_grants, sources, type Party } from '../api/keeping.ts';
import type { Column, GroupSettings, Source } from '../api/types.ts';
import type { Purpose } from '../api/mine.ts';
import { Grants } from '../parts/Grants.tsx';
import { Skeleton } from '../parts/Notices.tsx';
import { use_answer, use_deed } from './asking.ts';
import { Backups } from './Backups.tsx';
import { grant_words, party_words } from './in_words.ts';
import { Keeping, NotAnswered } from './Keeping.tsx';
import { differs, draft_of, picked, settings_in, type Draft } from './settings.ts';

interface PartProps {
  settings: GroupSettings;
  on_saved: (settings: GroupSettings) => void;
}

interface SavedProps {
  busy: boolean;
  changed: boolean;
  said: string;
  problem: string;
}

function Save({ busy, changed, said, problem }: SavedProps) {
  return (
    <>
      <div role="alert">{problem && <p class="note">{problem}</p>}</div>
      <p class="keep-ways">
        <button class="button main" disabled={busy || !changed}>Save</button>
        <span class="own-said" role="status">{changed ? '' : said}</span>
      </p>
    </>
  );
}

/** One part of the settings as it is being changed: these fields of them. Saving sends them whole, with the others as they are kept. */
function use_part({ settings, on_saved }: PartProps, own: readonly (keyof Draft)[]) {
  const [draft, set_draft] = useState<Draft>(() => draft_of(settings));
  const known = useRef(settings);
  const [said, set_said] = useState('');
  const { busy, problem, set_problem, run } = use_deed();
  // The other part was saved meanwhile, or what was sent came back: what is being changed here stays.
  useEffect(() => {
    const before = draft_of(known.current);
    known.current = settings;
    set_draft((now) => ({ ...draft_of(settings), ...(differs(now, before, own) ? picked(now, own) : {}) }));
  }, [settings]);
  useEffect(() => set_problem(''), [draft]);
  const changed = differs(draft, draft_of(settings), own);
  const save = (event: Event) => {
    event.preventDefault();
    const read = settings_in(draft);
    if ('wrong' in read) return set_problem(read.wrong);
    void run(async () => {
      on_saved(await set_group_settings(read.settings));
      set_said('Saved. It holds from the next question on.');
    });
  };
  return { draft, set_draft, save, state: { busy, changed, said, problem } };
}

function Threshold({ id, name, value, least, on_value }: { id: string; name: string; value: string; least: number; on_value: (value: string) => void }) {
  return (
    <div class="threshold">
      <label for={id}>{name}</label>
      <input id={id} type="number" inputMode="numeric" min={least} max={1000} value={value} onInput={(event) => on_value(event.currentTarget.value)} />
      <span class="base">{value === '0' ? 'not guarded' : 'people'}</span>
    </div>
  );
}

interface ColumnsProps {
  draft: Draft;
  known: readonly Column[];
  on_draft: (draft: Draft) => void;
}

function Columns({ draft, known, on_draft }: ColumnsProps) {
  const [added, set_added] = useState('');
  const label = (column: string) => known.find((one) => one.column === column)?.label ?? column;
  const free = known.filter((one) => !(one.column in draft.columns));
  const put = (column: string, value: string) => on_draft({ ...draft, columns: { ...draft.columns, [column]: value } });
  const drop = (column: string) => on_draft({ ...draft, columns: Object.fromEntries(Object.entries(draft.columns).filter(([name]) => name !== column)) });
  return (
    <fieldset class="thresholds">
      <legend>Greater groups for some columns</legend>
      <p class="base">For figures over a column that tells much, such as the unit. It counts where it is greater than the party’s.</p>
      {Object.entries(draft.columns).map(([column, value]) => (
        <div key={column} class="column-threshold">
          <Threshold id={`column-${column}`} name={label(column)} value={value} least={2} on_value={(text) => put(column, text)} />
          <button type="button" class="door" onClick={() => drop(column)}>take off<span class="for-readers"> {label(column)}</span></button>
        </div>
      ))}
      {free.length > 0 && (
        <div class="add-column">
          <label for="new-column">Add a column</label>
          <select id="new-column" value={added} onChange={(event) => set_added(event.currentTarget.value)}>
            <option value="">choose one</option>
            {free.map((one) => <option key={one.column} value={one.column}>{one.label}</option>)}
          </select>
          <button type="button" class="button" disabled={!added} onClick={() => { put(added, '10'); set_added(''); }}>Add</button>
        </div>
      )}
    </fieldset>
  );
}

function Switch({ id, name, means, on, on_turn }: { id: string; name: string; means: string; on: boolean; on_turn: () => void }) {
  return (
    <label class="grant">
      <span class="grant-text">
        <span class="grant-name" id={id}>{name}</span>
        <span class="base" id={`${id}-means`}>{means}</span>
      </span>
      <input type="checkbox" role="switch" checked={on} aria-labelledby={id} aria-describedby={`${id}-means`} onChange={on_turn} />
    </label>
  );
}

function SmallGroups(props: PartProps & { known: readonly Column[] }) {
  const { draft, set_draft, save, state } = use_part(props, ['parties', 'columns', 'noise']);
  return (
    <form class="keep-part" aria-labelledby="groups-name" onSubmit={save} noValidate>
      <h2 id="groups-name">Small groups</h2>
      <p>Of a guarded party everybody but its tellers is told only how many people there are, in steps: with 5, four people are none, nine are five. Employees are always guarded; 0 leaves another party open.</p>
      <fieldset class="thresholds">
        <legend>From how many people on</legend>
        {parties.map((one) => (
          <Threshold
            key={one} id={`party-${one}`} name={party_words[one]} value={draft.parties[one]} least={one === 'employee' ? 2 : 0}
            on_value={(value) => set_draft({ ...draft, parties: { ...draft.parties, [one]: value } })}
          />
        ))}
      </fieldset>
      <Columns draft={draft} known={props.known} on_draft={set_draft} />
      <Switch
        id="noise" name="Noise" on={draft.noise} on_turn={() => set_draft({ ...draft, noise: !draft.noise })}
        means="Steps begin at a secret place, so that nobody knows on which side of an edge a group stands. The same question always gets the same answer. Figures of guarded people are lower by two people on average, at a threshold of 5."
      />
      <Save {...state} />
    </form>
  );
}

const turned = <T extends string>(list: readonly T[], one: T): T[] => (list.includes(one) ? list.filter((each) => each !== one) : [...list, one].sort());

function Masking(props: PartProps & { all: readonly Source[] }) {
  const { draft, set_draft, save, state } = use_part(props, ['masked']);
  const names = [...new Set([...props.all.map((one) => one.source), ...draft.masked.sources])];
  const guarded = (party: Party) => Number(draft.parties[party]) > 0;
  const turn = (part: Partial<Draft['masked']>) => set_draft({ ...draft, masked: { ...draft.masked, ...part } });
  return (
    <form class="keep-part" aria-labelledby="masking-name" onSubmit={save}>
      <h2 id="masking-name">Masked words</h2>
      <p>Names, addresses, telephone numbers and the like are masked in what members, keys and the public read. What was told stays as it is, and each teller may lift the mask from their own words.</p>
      <fieldset class="keep-choices">
        <legend>In the words of</legend>
        {parties.map((one) => (
          <label key={one}>
            <input type="checkbox" checked={guarded(one) || draft.masked.parties.includes(one)} disabled={guarded(one)} onChange={() => turn({ parties: turned(draft.masked.parties, one) })} />
            <span>{party_words[one]} {guarded(one) && <span class="base">always, as they are guarded</span>}</span>
          </label>
        ))}
      </fieldset>
      <fieldset class="keep-choices two">
        <legend>In what was told at</legend>
        {names.length === 0 && <p class="base">Nothing has been told anywhere yet.</p>}
        {names.map((one) => (
          <label key={one}>
            <input type="checkbox" checked={draft.masked.sources.includes(one)} onChange={() => turn({ sources: turned(draft.masked.sources, one) })} />
            <span>{one || 'no source named'}</span>
          </label>
        ))}
      </fieldset>
      <Save {...state} />
    </form>
  );
}

function SourceRow({ source, on_saved }: { source: Source; on_saved: (source: Source) => void }) {
  const [grants, set_grants] = useState<readonly Purpose[]>(source.grants);
  const [basis, set_basis] = useState(source.basis ?? '');
  const [said, set_said] = useState('');
  const { busy, problem, run } = use_deed();
  const name = source.source || 'no source named';
  const changed = JSON.stringify([...grants].sort()) !== JSON.stringify([...source.grants].sort()) || basis.trim() !== (source.basis ?? '');
  const save = (event: Event) => {
    event.preventDefault();
    void run(async () => {
      on_saved(await set_source_grants({ source: source.source, grants: [...grants], basis: basis.trim() }));
      set_said('Saved, for what is told from now on.');
    });
  };
  const id = `source-${source.source}`;
  return (
    <details class="source" data-source={source.source}>
      <summary>{name} <span class="base">{source.grants.join(', ') || 'nothing'}{source.stated ? '' : ', as usual'}{source.basis ? `: ${source.basis}` : ''}</span></summary>
      <form aria-label={`Grants of ${name}`} onSubmit={save}>
        <Grants id={id} legend={`Who tells at ${name} and says nothing else grants`} words={grant_words} grants={grants} busy={busy} on_grants={set_grants} />
        <div class="field">
          <label for={`${id}-basis`}>Why it may be used so</label>
          <input id={`${id}-basis`} type="text" value={basis} maxLength={1000} aria-describedby={`${id}-basis-means`} onInput={(event) => set_basis(event.currentTarget.value)} />
          <p class="base" id={`${id}-basis-means`}>Its tellers see this: a notice, a box they ticked, a law.</p>
        </div>
        <Save busy={busy} changed={changed} said={said} problem={problem} />
      </form>
    </details>
  );
}

function Sources({ all, on_saved }: { all: readonly Source[]; on_saved: (source: Source) => void }) {
  return (
    <section class="keep-part" aria-labelledby="sources-name">
      <h2 id="sources-name">What tellers grant, by source</h2>
      <p>For who says nothing else. A change holds for what is told from then on: what was told stays as it was granted, and each teller can change their own.</p>
      {all.length === 0 && <p class="keep-none">Nothing has been told anywhere yet. An import may name its source first: <code>firsthand settings set --source NAME --grants read,count</code></p>}
      {all.map((one) => <SourceRow key={one.source} source={one} on_saved={on_saved} />)}
    </section>
  );
}

interface Loaded {
  settings: GroupSettings;
  sources: Source[];
  columns: Column[];
}

async function load(signal: AbortSignal): Promise<Loaded> {
  const [settings, all, known] = await Promise.all([group_settings(signal), sources(signal), columns()]);
  return { settings, sources: all, columns: known };
}

function Settings() {
  const { value, problem, set_value, again } = use_answer(load);
  if (problem) return <NotAnswered problem={problem} on_again={again} />;
  if (!value) return <Skeleton />;
  const saved = (settings: GroupSettings) => set_value((now) => now && { ...now, settings });
  const stated = (source: Source) => set_value((now) => now && { ...now, sources: now.sources.map((one) => (one.source === source.source ? source : one)) });
  return (
    <>
      <SmallGroups settings={value.settings} known={value.columns} on_saved={saved} />
      <Masking settings={value.settings} all={value.sources} on_saved={saved} />
      <Sources all={value.sources} on_saved={stated} />
    </>
  );
}

export function SettingsPage() {
  return (
    <Keeping here="/settings" title="Settings" lead={<>What holds for all. Every change is in the <a href="/audit?what=settings">audit</a>.</>}>
      {() => <><Settings /><Backups /></>}
    </Keeping>
  );
}
