import { type Claim, type LoadRow, type Results, seriesOf, verdictOf } from './claims.ts';
import type { InterpreterRow } from './interpreters.ts';
import { type LanguageRow, STEPWELL } from './languages.ts';
import { MACHINES } from './machines.ts';
import { median } from './measure.ts';
import { figure, ratios, type Series, textOf } from './series.ts';

/** The results as Markdown, so that they can go into README.md as they are. */
export function tableOf(results: Results, claims: readonly Claim[]): string {
  return [
    '| metric | measured | by processor time | floor | aim | met |',
    '| --- | ---: | ---: | ---: | ---: | --- |',
    ...claims.map(claimText),
    '',
    ...loadLines(results.loads),
    ...momentLines(results),
    ...flatnessLines(results),
    ...interpreterLines(results.interpreters),
    ...languageLines(results.languages),
  ]
    .join('\n')
    .trimEnd();
}

function claimText(claim: Claim): string {
  const { metric, measured, byCpu, floor, aim, wants } = claim;
  const sign = wants === 'more' ? '>=' : '<=';
  const text = (series: Series | undefined) =>
    series === undefined || series.length === 0 ? '' : textOf(series);
  const bound = (value: number) => `${sign} ${value.toLocaleString('en')}`;
  return `| ${metric} | ${text(measured)} | ${text(byCpu)} | ${bound(floor)} | ${bound(aim)} | ${verdictOf(claim)} |`;
}

function loadLines(rows: readonly LoadRow[]): string[] {
  if (rows.length === 0) return [];
  return [
    '| what | C | per second | transitions/s | p50 ms | p99 ms | server CPU us | of the echo | per fsync | RSS MB | client CPU |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map((row) => loadText(row, rows)),
    '',
  ];
}

function loadText({ name, concurrency, samples }: LoadRow, rows: readonly LoadRow[]): string {
  const middle = (key: keyof LoadRow['samples'][number]) => median(samples.flatMap((one) => one[key] ?? []));
  const rate = (of: string) => seriesOf(rows, { name: of, concurrency }, ({ perSecond }) => perSecond);
  const transitions = Object.entries(MACHINES).find(([machine]) => machine === name)?.[1].transitions;
  const ofEcho = ratios(rate(name), rate('echo'));
  const perSync = middle('perSync');
  const cells = [
    name,
    concurrency,
    whole(middle('perSecond')),
    transitions === undefined ? '' : whole(middle('perSecond') * transitions),
    middle('p50Ms').toFixed(2),
    middle('p99Ms').toFixed(2),
    whole(middle('cpuUs')),
    ofEcho === undefined ? '' : median(ofEcho).toFixed(2),
    Number.isNaN(perSync) ? '' : perSync.toFixed(1),
    whole(middle('residentMb')),
    `${whole(middle('clientCpu') * 100)} %`,
  ];
  return `| ${cells.join(' | ')} |`;
}

function momentLines({ syncMs, coldStarts, histories }: Results): string[] {
  const line = (label: string, ms: readonly number[] | undefined) =>
    ms === undefined || ms.length === 0 ? [] : [`- ${label}: ${textOf(ms)} ms`];
  const lines = [
    ...line('fdatasync of 4 KiB, p50', syncMs),
    ...line('node -e 0', coldStarts?.bareNode),
    ...line('cold start of the package, new directory', coldStarts?.packageFresh),
    ...line('cold start of the package, directory after a kill -9', coldStarts?.packageExisting),
    ...line('cold start of the checkout, new directory', coldStarts?.checkoutFresh),
    ...line('cold start of the checkout, directory after a kill -9', coldStarts?.checkoutExisting),
    ...line(`history of ${histories?.events} events, whole, in pages of 1,000`, histories?.whole),
    ...line('the same, newest first', histories?.reverse),
    ...line('one page of it, in the middle', histories?.page),
  ];
  return lines.length === 0 ? [] : [...lines, ''];
}

function flatnessLines({ flatness }: Results): string[] {
  if (flatness.length === 0) return [];
  return [
    '| events of history | us a transition, in process |',
    '| --- | ---: |',
    ...flatness.map(
      ({ from, to, transitionNs }) =>
        `| ${from.toLocaleString('en')} to ${to.toLocaleString('en')} | ${textOf(transitionNs.map((ns) => ns / 1000))} |`,
    ),
    '',
  ];
}

function interpreterLines(rows: readonly InterpreterRow[]): string[] {
  if (rows.length === 0) return [];
  const cpu = (series: readonly number[]) => (series.length === 0 ? '' : textOf(series));
  return [
    '| in process | CPU us an execution | aws-local-stepfunctions |',
    '| --- | ---: | ---: |',
    ...rows.map(({ machine, ours, theirs }) => `| ${machine} | ${cpu(ours)} | ${cpu(theirs)} |`),
    '',
  ];
}

function languageLines(rows: readonly LanguageRow[]): string[] {
  if (rows.length === 0) return [];
  const head = ['| expression | engine | per second | stepwell is |', '| --- | --- | ---: | ---: |'];
  return [...head, ...rows.map((row) => languageText(row, rows)), ''];
}

function languageText({ what, engine, perSecond }: LanguageRow, rows: readonly LanguageRow[]): string {
  const ours = rows.find((row) => row.what === what && row.engine === STEPWELL)?.perSecond ?? Number.NaN;
  const times = engine === STEPWELL ? '' : `${figure(ours / perSecond)} x as fast`;
  return `| \`${what}\` | ${engine} | ${whole(perSecond)} | ${times} |`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}
