// The query line: the truth of the page, shown whole however long it grows.
//
// Behind the text lies a copy of it that carries the tints of filters and the mark
// where a query fails; the text itself stays one plain field.
import type { ComponentChildren, Ref } from 'preact';
import type { Problem } from '../api/types.ts';
import { sentence } from '../format/numbers.ts';
import { offset_of_byte, terms } from '../query/line.ts';

interface Props {
  line: string;
  problem: Problem | undefined;
  field: Ref<HTMLTextAreaElement>;
  on_line: (line: string) => void;
  on_done: () => void;
  on_help: () => void;
}

function tinted(line: string): ComponentChildren[] {
  const pieces: ComponentChildren[] = [];
  let at = 0;
  for (const term of terms(line)) {
    if (term.kind !== 'filter' && !term.negated) continue;
    pieces.push(line.slice(at, term.begin));
    pieces.push(<span class={term.negated ? 'tint without' : 'tint'}>{line.slice(term.begin, term.end)}</span>);
    at = term.end;
  }
  pieces.push(line.slice(at), ' ');
  return pieces;
}

function with_caret(line: string, at: number): ComponentChildren[] {
  return [line.slice(0, at), <span class="caret" key="caret" />, line.slice(at), ' '];
}

export function SearchBox({ line, problem, field, on_line, on_done, on_help }: Props) {
  const wrong = problem?.field === 'q' ? problem : undefined;
  const place = wrong?.position === undefined ? undefined : offset_of_byte(line, wrong.position);
  return (
    <form
      class={`search ${wrong ? 'wrong' : ''}`} role="search" aria-label="The landscape"
      onSubmit={(event) => (event.preventDefault(), on_done())}
    >
      <div class="line">
        <div class="line-copy" aria-hidden="true">{place === undefined ? tinted(line) : with_caret(line, place)}</div>
        <textarea
          ref={field} rows={1} value={line} aria-label="Search what people lived" aria-invalid={wrong ? 'true' : undefined}
          aria-describedby={wrong ? 'line-problem' : undefined} placeholder='late delivery "out of stock" felt:<4'
          spellcheck={false} autocapitalize="off" autocomplete="off" enterkeyhint="search"
          onInput={(event) => on_line(event.currentTarget.value.replace(/[\r\n]+/g, ' '))}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.isComposing) return;
            event.preventDefault();
            on_done();
          }}
        />
      </div>
      {line && (
        <button type="button" class="quiet icon" aria-label="Clear the query" title="Clear the query" onClick={() => on_line('')}>
          <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true"><path d="M3 3l8 8M11 3l-8 8" /></svg>
        </button>
      )}
      <button type="button" class="quiet icon help" aria-label="How to search" title="How to search (?)" onClick={on_help}>?</button>
      <div class="line-problem" id="line-problem" role="alert">
        {wrong && (
          <p>
            <span class="what">{sentence(wrong.detail ?? wrong.title)}</span>
            {wrong.advice && <span class="advice"> {sentence(wrong.advice)}</span>}
          </p>
        )}
      </div>
    </form>
  );
}
