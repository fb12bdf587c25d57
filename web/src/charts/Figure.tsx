// Around every chart: its name, its summary in words, itself as a table, and a way out.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { csv_of, save, svg_text, type Table } from './export.ts';

interface Props {
  name: string;
  summary: string;
  table: () => Table;
  hint?: ComponentChildren;
  class?: string;
  children: ComponentChildren;
}

function use_menu() {
  const ref = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const menu = ref.current;
      if (!menu?.open) return;
      if (event instanceof KeyboardEvent) {
        if (event.key !== 'Escape') return;
        menu.querySelector('summary')?.focus();
      } else if (menu.contains(event.target as Node)) return;
      menu.open = false;
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('keydown', close);
    };
  }, []);
  return ref;
}

function AsTable({ name, table }: { name: string; table: Table }) {
  return (
    <div class="as-table" tabIndex={0} role="region" aria-label={`${name}, as a table`}>
      <table>
        <thead>
          <tr>{table.columns.map((column) => <th key={column} scope="col">{column}</th>)}</tr>
        </thead>
        <tbody>
          {table.rows.map((row, i) => (
            <tr key={i}>{row.map((cell, j) => (j ? <td key={j}>{cell}</td> : <th key={j} scope="row">{cell}</th>))}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function Figure({ name, summary, table, hint, class: kind = '', children }: Props) {
  const [as_table, set_as_table] = useState(false);
  const menu = use_menu();
  const figure = useRef<HTMLElement>(null);
  const file = `firsthand-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
  const done = () => {
    if (menu.current) menu.current.open = false;
  };
  const save_svg = () => {
    const svg = figure.current?.querySelector<SVGSVGElement>('svg.chart');
    if (svg) save(`${file}.svg`, 'image/svg+xml', svg_text(svg));
    done();
  };
  return (
    <figure class={`figure ${kind}`} ref={figure}>
      <figcaption>
        <span class="figure-name">{name}</span>
        <span class="for-readers">. {summary}</span>
        {hint}
        <details class="menu" ref={menu}>
          <summary aria-label={`${name}: table and export`}>
            <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
              <circle cx="3" cy="8" r="1.4" /><circle cx="8" cy="8" r="1.4" /><circle cx="13" cy="8" r="1.4" />
            </svg>
          </summary>
          <div class="menu-items">
            <button type="button" onClick={() => (set_as_table(!as_table), done())}>
              {as_table ? 'show as a chart' : 'show as a table'}
            </button>
            <button type="button" disabled={as_table} onClick={save_svg}>save as SVG</button>
            <button type="button" onClick={() => (save(`${file}.csv`, 'text/csv', csv_of(table())), done())}>
              save as CSV
            </button>
          </div>
        </details>
      </figcaption>
      {as_table ? <AsTable name={name} table={table()} /> : children}
    </figure>
  );
}
