import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Aws, createAws } from '../../src/cli/deploy/aws.ts';
import { addMeasuredRow } from '../../tools/measured-row.ts';
import { Random } from '../crash/random.ts';
import { ServerProcess } from '../crash/server-process.ts';
import { createWaiting, startWaiting, type Timer, timerOf } from './waits.ts';

/** `npm run timers`: how late timers fire, by the histories of 5,000 executions that wait until random moments; adds a line to docs/reliability.md. */
const { values } = parseArgs({
  options: {
    waits: { type: 'string', default: '5000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
  },
});

const CLIENTS = 16;
/** The moments lie in so many milliseconds, after all have been started. */
const WITHIN_MS = 30_000;
/** For each execution to be started before it is due, on a slow machine. */
const START_MS = 10;

const [count, random] = [Number(values.waits), new Random(Number(values.seed))];
const directory = mkdtempSync(join(tmpdir(), 'timers-'));
const server = new ServerProcess(['--data', join(directory, 'data')]);
try {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const timers = await measured(createAws({ endpoint: await server.url, region: 'us-east-1', credentials }));
  const lateness = timers.map(({ due, firedAt }) => firedAt - due).sort((a, b) => a - b);
  const early = lateness.filter((ms) => ms < 0).length;
  const at = (share: number) =>
    lateness[Math.min(Math.floor(lateness.length * share), lateness.length - 1)] ?? 0;
  addMeasuredRow({
    done: `${timers.length} executions of one server wait until random moments in ${WITHIN_MS / 1000} s`,
    seen: `${early} early; late by ${at(0.5)} ms (p50), ${at(0.99)} ms (p99), ${at(1)} ms (longest)`,
    again: `npm run timers -- --waits ${count} --seed ${values.seed}`,
  });
  process.exitCode = early === 0 && timers.length > count / 2 ? 0 : 1;
} finally {
  await server.kill('group');
  rmSync(directory, { recursive: true });
}

async function measured(aws: Aws): Promise<Timer[]> {
  const machine = await createWaiting(aws);
  const from = Date.now() + 1_000 + count * START_MS;
  const dues = Array.from({ length: count }, () => from + Math.floor(random.next() * WITHIN_MS));
  const started = await inParallel(dues, async (due) => {
    const arn = await startWaiting(aws, machine, due);
    return Date.now() < due ? [arn] : [];
  });
  // One that was due before it was started says nothing about timers.
  const arns = started.flat();
  console.log(`${arns.length} of ${count} wait`);
  await sleep(Math.max(from + WITHIN_MS + 2_000 - Date.now(), 0));
  const found = await inParallel(arns, (arn) => timerOf(aws, arn));
  return found.filter((timer) => timer !== undefined);
}

async function inParallel<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const run = async () => {
    for (let index = next++; index < items.length; index = next++)
      results[index] = await work(items[index] as Item); // The index is within.
  };
  await Promise.all(Array.from({ length: CLIENTS }, run));
  return results;
}
