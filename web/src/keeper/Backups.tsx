// Backups that the running server makes: which there are, and one more. They are had on its host's disk alone.
import { useState } from 'preact/hooks';
import { backups, make_backup } from '../api/backups.ts';
import { bytes_in_words, counted, moment } from '../format/numbers.ts';
import { Skeleton } from '../parts/Notices.tsx';
import { use_answer, use_deed } from './asking.ts';
import { NotAnswered } from './Keeping.tsx';

function Make({ on_made }: { on_made: () => void }) {
  const [said, set_said] = useState('');
  const { busy, problem, run } = use_deed();
  const make = () => {
    set_said('');
    void run(async () => {
      const { name, bytes, removed } = await make_backup();
      set_said(`Made: ${name}, ${bytes_in_words(bytes)}.${removed > 0 ? ` ${counted(removed, 'older one')} went: only so many are kept.` : ''}`);
      on_made();
    });
  };
  return (
    <>
      <div role="alert">{problem && <p class="note">{problem}</p>}</div>
      <p class="keep-ways">
        <button type="button" class="button main" disabled={busy} onClick={make}>Make one now</button>
        <span class="own-said" role="status">{busy ? 'It is being made. Large ones take a while; nobody has to wait for it.' : said}</span>
      </p>
    </>
  );
}

const shown_first = 5;

function Known() {
  const { value, problem, again } = use_answer(backups);
  const [whole, set_whole] = useState(false);
  if (problem && !value) return <NotAnswered problem={problem} on_again={again} />;
  if (!value) return <Skeleton />;
  if (!value.folder) return <p class="keep-none">This server has no folder for them. Whoever runs it names one: <code>firsthand serve --backups DIR</code></p>;
  const shown = whole ? value.backups : value.backups.slice(0, shown_first);
  return (
    <>
      {problem && <NotAnswered problem={problem} on_again={again} />}
      {value.backups.length === 0 && <p class="keep-none">No backup lies there yet.</p>}
      {shown.length > 0 && (
        <ul class="keep-list">
          {shown.map((one) => (
            <li class="keep-row" key={one.name}>
              <div class="keep-what">
                <h3>{moment(one.at)}</h3>
                <p class="base">{one.name} · {bytes_in_words(one.bytes)}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
      {shown.length < value.backups.length && <p><button type="button" class="door" onClick={() => set_whole(true)}>all {value.backups.length} of them</button></p>}
      <Make on_made={again} />
    </>
  );
}

export function Backups() {
  return (
    <section class="keep-part" aria-labelledby="backups-name">
      <h2 id="backups-name">Backups</h2>
      <p>Everything that was told, as it is at one moment, in a file on the server’s disk. It is fetched there, by whoever runs the server, and never comes by way of these pages.</p>
      <Known />
    </section>
  );
}
