import type { JsonObject } from '../base/json.ts';
import { type EventSummary, summarize } from './event-summary.ts';
import { sinceStart } from './history-table.ts';
import { printable, printableJson, shorten, type Terminal } from './terminal.ts';

/** Says what happens to an execution as it happens: one line for each state entered, left or failed. */
export function progress(terminal: Terminal): (event: JsonObject) => void {
  let start: number | undefined;
  return (event) => {
    const summary = summarize(event);
    start ??= summary.at;
    const line = lineOf(summary, terminal);
    if (line !== undefined) terminal.say(`${terminal.colors.dim(sinceStart(summary.at - start))}  ${line}`);
  };
}

/** Every event as one line of JSON, for programs. */
export function jsonProgress(terminal: Terminal): (event: JsonObject) => void {
  return (event) => terminal.say(printableJson(JSON.stringify(event)));
}

/** A line of progress is a glance; the whole text is in the history. */
const DETAIL_COLUMNS = 100;

/** Undefined: an event in between, of interest in the history only. */
function lineOf({ type, subject, details, mood }: EventSummary, { colors }: Terminal): string | undefined {
  const name = printable(subject);
  const rest = details === '' ? '' : ` ${colors.dim(shorten(printable(details), DETAIL_COLUMNS))}`;
  if (type.endsWith('StateEntered')) return `${colors.cyan('▸')} ${name}${rest}`;
  if (type.endsWith('StateExited')) return `${colors.green('✓')} ${name}${rest}`;
  if (type.startsWith('Execution'))
    return `${mood === 'bad' ? colors.red('✗') : colors.bold('●')} ${type}${rest}`;
  if (mood === 'bad') return `${colors.red('✗')} ${type}${name === '' ? '' : ` ${name}`}${rest}`;
  return undefined;
}
