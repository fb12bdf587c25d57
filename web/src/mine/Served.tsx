// In which figures something of somebody's counted: the questions as they were asked.
import { useEffect, useState } from 'preact/hooks';
import { problem_of } from '../api/client.ts';
import { served, type ServedFigures } from '../api/questions.ts';
import { counted } from '../format/numbers.ts';
import { figure_line, figure_subject } from './questions_in_words.ts';
import { plain_problem } from './problems.ts';

const few = 8;

export function Served({ claim, of }: { claim: string; of: unknown }) {
  const [known, set_known] = useState<ServedFigures>();
  const [problem, set_problem] = useState('');
  const [all, set_all] = useState(false);
  useEffect(() => {
    let wanted = true;
    served(claim).then((one) => wanted && set_known(one), (error: unknown) => wanted && set_problem(plain_problem(problem_of(error))));
    return () => void (wanted = false);
  }, [claim, of]);
  const figures = known?.figures ?? [];
  const shown = all ? figures : figures.slice(0, few);
  return (
    <section aria-labelledby="served-name">
      <h2 id="served-name">What it counted in</h2>
      {problem && <p class="trouble" role="alert">{problem}</p>}
      {known && figures.length === 0 && <p>In the last {known.days} days nobody asked for figures in which something of yours counted.</p>}
      {figures.length > 0 && (
        <>
          <p>Figures that the organisation asked for in the last {known!.days} days, of whose answers yours was part: one of many, read by nobody for that. The questions stand as they were asked.</p>
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
      )}
    </section>
  );
}
