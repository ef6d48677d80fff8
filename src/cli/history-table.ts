import type { EventSummary } from './event-summary.ts';
import { type Colors, printable, shorten } from './terminal.ts';

/** A history as a table, one line an event, no line wider than the terminal. */
export function historyTable(events: readonly EventSummary[], columns: number, colors: Colors): string[] {
  const start = Math.min(...events.map(({ at }) => at));
  const rows = events.map((event) => ({ event, cells: cellsOf(event, start) }));
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...rows.map(({ cells }) => cells[column]?.length ?? 0)),
  );
  const heading = layOut(HEADINGS, widths, columns);
  return [
    colors.bold(heading),
    ...rows.map(({ event, cells }) => paint(event, colors)(layOut(cells, widths, columns))),
  ];
}

const HEADINGS = ['id', 'time', 'type', 'state or resource', 'details'];

/** Longer names would leave no room for the details. */
const SUBJECT_COLUMNS = 40;

function cellsOf(event: EventSummary, start: number): string[] {
  return [
    String(event.id),
    sinceStart(event.at - start),
    event.type,
    shorten(printable(event.subject), SUBJECT_COLUMNS),
    printable(event.details),
  ];
}

/** `+1.042 s` */
export function sinceStart(elapsedMs: number): string {
  return `+${(elapsedMs / 1000).toFixed(3)} s`;
}

function layOut(cells: readonly string[], widths: readonly number[], columns: number): string {
  const padded = cells.map((cell, column) => {
    const width = widths[column] ?? 0;
    if (column === cells.length - 1) return cell;
    return RIGHT_ALIGNED.has(column) ? cell.padStart(width) : cell.padEnd(width);
  });
  return shorten(padded.join('  ').trimEnd(), columns);
}

const RIGHT_ALIGNED = new Set([0, 1]);

function paint({ mood }: EventSummary, colors: Colors): (line: string) => string {
  if (mood === 'bad') return colors.red;
  return mood === 'good' ? colors.green : (line) => line;
}
