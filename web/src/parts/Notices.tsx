// The page when there is little to show: nothing told yet, nothing matched, no answer.
import type { Problem } from '../api/types.ts';
import { sentence } from '../format/numbers.ts';
import { terms, without_range } from '../query/line.ts';

export function Beginning() {
  return (
    <section class="beginning" aria-labelledby="beginning-name">
      <h1 id="beginning-name">Nothing has been told here yet</h1>
      <p class="lead">There are three ways to begin.</p>
      <ol>
        <li>
          <h2><a href="/tell">Tell one</a></h2>
          <p>Write down something you lived, in your own words. It is found here at once.</p>
        </li>
        <li>
          <h2>Bring a file</h2>
          <p>What people told elsewhere, one experience a row or a line.</p>
          <pre><code>firsthand import FILE</code></pre>
        </li>
        <li>
          <h2>Open the example</h2>
          <p>Made-up people and their experiences, in a data directory of its own, to try everything on.</p>
          <pre><code>{'firsthand example --data try-out\nfirsthand serve --data try-out'}</code></pre>
        </li>
      </ol>
    </section>
  );
}

interface NoneProps {
  line: string;
  match: 'all' | 'any';
  on_line: (line: string) => void;
  on_any: () => void;
}

export function NoneFound({ line, match, on_line, on_any }: NoneProps) {
  const parts = terms(line).filter((term) => term.kind !== 'join');
  const words = parts.filter((term) => term.kind === 'words' && !term.negated);
  return (
    <section class="none" aria-label="Nothing found">
      <p class="lead">No experience matches all of this.</p>
      <ul>
        {parts.length > 1 &&
          parts.map((term) => (
            <li key={term.begin}>
              <button type="button" class="door" onClick={() => on_line(without_range(line, term.begin, term.end))}>
                look without <code>{line.slice(term.begin, term.end)}</code>
              </button>
            </li>
          ))}
        {words.length > 1 && match === 'all' && (
          <li><button type="button" class="door" onClick={on_any}>any of the words is enough</button></li>
        )}
        <li><button type="button" class="door" onClick={() => on_line('')}>see everything</button></li>
      </ul>
    </section>
  );
}

function what_to_do(problem: Problem): string {
  if (problem.advice) return sentence(problem.advice);
  if (problem.status === 0) return navigator.onLine ? 'Trying again every few seconds. Is firsthand still running?' : 'This device is offline. The page goes on by itself when it is back.';
  if (problem.status === 429 || problem.status === 503) return 'It is busy. Trying again in a moment.';
  return 'Load the page again; if it stays so, the log of firsthand says more.';
}

export function Trouble({ problem, stale }: { problem: Problem; stale: boolean }) {
  return (
    <div class="trouble" role="alert">
      <p>
        <strong>{problem.title}.</strong> {problem.detail && problem.detail !== problem.title ? `${sentence(problem.detail)} ` : ''}
        {what_to_do(problem)}
        {stale && ' What stands below is the last answer.'}
      </p>
    </div>
  );
}

export function Skeleton() {
  return (
    <div class="skeleton" aria-hidden="true">
      {[0, 1, 2, 3].map((i) => (
        <div key={i} class="ghost"><span /><span /><span class="short" /></div>
      ))}
    </div>
  );
}
