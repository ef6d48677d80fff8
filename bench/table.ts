import type { Floor, Moments, Row } from './floors.ts';
import { type LanguageRow, STEPWELL } from './languages.ts';
import { MACHINES } from './machines.ts';

/** The results as Markdown, so that they can go into README.md as they are. */
export function tableOf(rows: readonly Row[], moments: Moments, floors: readonly Floor[]): string {
  return [
    ...rowLines(rows),
    ...momentLines(moments),
    ...languageLines(moments.languages),
    '| floor | measured | |',
    '| --- | ---: | --- |',
    ...floors.map(floorText),
  ].join('\n');
}

function rowLines(rows: readonly Row[]): string[] {
  if (rows.length === 0) return [];
  return [
    '| what | C | per second | transitions/s | p50 ms | p99 ms | server CPU us | of the echo | RSS MB | client CPU |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map((row) => rowText(row, echoOf(rows, row))),
    '',
  ];
}

function echoOf(rows: readonly Row[], { concurrency }: Row): Row | undefined {
  return rows.find((row) => row.name === 'echo' && row.concurrency === concurrency);
}

function rowText(row: Row, echo: Row | undefined): string {
  const { name, concurrency, perSecond, p50Ms, p99Ms, cpuUs, residentMb, clientCpu } = row;
  const transitions = Object.entries(MACHINES).find(([machine]) => machine === name)?.[1].transitions;
  const cells = [
    name,
    concurrency,
    whole(perSecond),
    transitions === undefined ? '' : whole(perSecond * transitions),
    p50Ms.toFixed(2),
    p99Ms.toFixed(2),
    whole(cpuUs),
    echo === undefined ? '' : (perSecond / echo.perSecond).toFixed(2),
    whole(residentMb),
    `${whole(clientCpu * 100)} %`,
  ];
  return `| ${cells.join(' | ')} |`;
}

function momentLines({ syncMs, coldStarts }: Moments): string[] {
  const line = (label: string, ms: number | undefined) =>
    ms === undefined ? [] : [`- ${label}: ${ms.toFixed(2)} ms`];
  const lines = [
    ...line('fdatasync of 4 KiB, p50', syncMs),
    ...line('node -e 0', coldStarts?.bareNode),
    ...line('cold start of the package, new directory', coldStarts?.packageFresh),
    ...line('cold start of the package, directory after a kill -9', coldStarts?.packageExisting),
    ...line('cold start of the checkout, new directory', coldStarts?.checkoutFresh),
    ...line('cold start of the checkout, directory after a kill -9', coldStarts?.checkoutExisting),
  ];
  return lines.length === 0 ? [] : [...lines, ''];
}

function languageLines(rows: readonly LanguageRow[]): string[] {
  if (rows.length === 0) return [];
  const head = ['| expression | engine | per second | stepwell is |', '| --- | --- | ---: | ---: |'];
  return [...head, ...rows.map((row) => languageText(row, rows)), ''];
}

function languageText({ what, engine, perSecond }: LanguageRow, rows: readonly LanguageRow[]): string {
  const ours = rows.find((row) => row.what === what && row.engine === STEPWELL)?.perSecond ?? Number.NaN;
  const times = engine === STEPWELL ? '' : `${(ours / perSecond).toFixed(1)} x as fast`;
  return `| \`${what}\` | ${engine} | ${whole(perSecond)} | ${times} |`;
}

function floorText({ claim, measured, isMet }: Floor): string {
  if (measured === undefined) return `| ${claim} | | not measured |`;
  return `| ${claim} | ${measured < 100 ? measured.toFixed(2) : whole(measured)} | ${isMet ? 'met' : 'MISSED'} |`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}
