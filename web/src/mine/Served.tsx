// In which figures something of somebody's counted: the questions as they were asked.
import { useEffect, useState } from 'preact/hooks';
import { problem_of } from '../api/client.ts';
import { served, type ServedFigures } from '../api/questions.ts';
import { counted } from '../format/numbers.ts';
import { figure_line, figure_subject, looked_at } from './questions_in_words.ts';
import { not_shown } from './problems.ts';

const few = 8;

function Figures({ known }: { known: ServedFigures }) {
  const [all, set_all] = useState(false);
  const { figures } = known;
  const shown = all ? figures : figures.slice(0, few);
  if (figures.length === 0) return <p>{looked_at(known)}. Something of yours counted in none of them.</p>;
  return (
    <>
      <p>In the figures for these questions something of yours counted: one of many, read by nobody for that. {looked_at(known)}; they stand as they were asked.</p>
      <ul class="served">
        {shown.map((one, i) => (
          <li key={i}>
            <p class="served-question" dir="auto">{figure_subject(one)}</p>
            <p class="base">{figure_line(one)}</p>
          </li>
        ))}
      </ul>
      {figures.length > shown.length && <p><button type="button" class="door" onClick={() => set_all(true)}>all {counted(figures.length, 'question')}</button></p>}
    </>
  );
}

export function Served({ claim, of }: { claim: string; of: unknown }) {
  const [known, set_known] = useState<ServedFigures>();
  const [problem, set_problem] = useState('');
  const [attempt, set_attempt] = useState(0);
  useEffect(() => {
    let wanted = true;
    set_problem('');
    served(claim).then((one) => wanted && set_known(one), (error: unknown) => wanted && set_problem(not_shown(problem_of(error))));
    return () => void (wanted = false);
  }, [claim, of, attempt]);
  return (
    <section aria-labelledby="served-name">
      <h2 id="served-name">What it counted in</h2>
      {problem && (
        <div class="trouble" role="alert">
          <p>It could not be shown. {problem}</p>
          <p class="ways"><button type="button" class="button" onClick={() => set_attempt((n) => n + 1)}>Ask once more</button></p>
        </div>
      )}
      {known && !problem && <Figures known={known} />}
    </section>
  );
}
