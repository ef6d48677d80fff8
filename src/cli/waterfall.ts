import type { Segment, Subsegment } from '../telemetry/segment.ts';
import { type Colors, printable, shorten } from './terminal.ts';

const NAME_COLUMNS = 32;
const TIME_COLUMNS = 10;
const BAR_COLUMNS_MIN = 10;

/** A segment and what is in it, one line each: its name, how long it took, and when, as a bar. */
export function waterfall(segment: Segment, columns: number, colors: Colors): string[] {
  const barColumns = Math.max(columns - NAME_COLUMNS - TIME_COLUMNS - 2, BAR_COLUMNS_MIN);
  const lines: string[] = [];
  const show = (one: Segment | Subsegment, depth: number): void => {
    const name = shorten(`${'  '.repeat(Math.min(depth, 8))}${printable(one.name)}`, NAME_COLUMNS);
    const seconds = one.end_time - one.start_time;
    const time = `${seconds.toFixed(3)} s`.padStart(TIME_COLUMNS);
    const error = one.cause?.exceptions[0]?.type;
    const bar = barOf(one, segment, barColumns);
    const line = `${name.padEnd(NAME_COLUMNS)} ${time} ${paint(one, colors)(bar)}`;
    lines.push(line.trimEnd());
    if (error !== undefined)
      lines.push(colors.red(shorten(`${'  '.repeat(Math.min(depth, 8))}  ${printable(error)}`, columns)));
    for (const inner of one.subsegments ?? []) show(inner, depth + 1);
  };
  show(segment, 0);
  return lines;
}

function barOf(one: Segment | Subsegment, whole: Segment, columns: number): string {
  const span = whole.end_time - whole.start_time;
  if (span <= 0) return '█';
  const at = (moment: number) => Math.floor(((moment - whole.start_time) / span) * columns);
  const start = Math.min(Math.max(at(one.start_time), 0), columns - 1);
  const end = Math.min(Math.max(at(one.end_time), start + 1), columns);
  return `${' '.repeat(start)}${'█'.repeat(end - start)}`;
}

/** As on AWS's map: well, the caller's error, throttled, a fault. */
function paint({ fault, throttle, error }: Segment | Subsegment, colors: Colors): (text: string) => string {
  if (fault === true) return colors.red;
  if (throttle === true) return colors.magenta;
  return error === true ? colors.yellow : colors.green;
}
