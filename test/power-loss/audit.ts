import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectDirectory } from '../../src/store/sqlite/inspection.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { Random } from '../crash/random.ts';
import { type Image, imageAfter } from './image.ts';
import { record, type Step, type Synchronous } from './recording.ts';

/** What a number of power cuts did. */
export interface Losses {
  readonly synchronous: Synchronous;
  readonly images: number;
  readonly commits: number;
  readonly syncs: number;
  /** Images in which something acknowledged was missing, and how much was. */
  readonly losing: number;
  readonly lost: number;
  /** Images that could not be opened, or in which SQLite or the journals are damaged. */
  readonly damaged: number;
  /** The first things that were wrong. */
  readonly examples: readonly string[];
}

const EXAMPLES_MAX = 5;

/** Records commits, cuts the power at random moments, and opens what is left with the real store. */
export async function cutPower(
  synchronous: Synchronous,
  { images, commits, seed }: { readonly images: number; readonly commits: number; readonly seed: number },
): Promise<Losses> {
  const steps = record(synchronous, commits);
  const random = new Random(seed);
  // Before the first acknowledgement there is nothing to lose.
  const first = steps.findIndex(({ kind }) => kind === 'ack');
  const sum = { losing: 0, lost: 0, damaged: 0 };
  const examples: string[] = [];
  for (let image = 0; image < images; image++) {
    const cut = random.between(first, steps.length);
    const { lost, damage } = await look(imageAfter(steps, cut, random));
    if (lost.length > 0) sum.losing++;
    sum.lost += lost.length;
    if (damage.length > 0) sum.damaged++;
    for (const what of [...lost, ...damage])
      if (examples.length < EXAMPLES_MAX) examples.push(`image ${image}, cut at ${cut}: ${what}`);
  }
  return { synchronous, images, commits, syncs: syncsOfWal(steps), ...sum, examples };
}

function syncsOfWal(steps: readonly Step[]): number {
  return steps.filter(({ kind, ...step }) => kind === 'sync' && 'path' in step && step.path.endsWith('-wal'))
    .length;
}

interface Found {
  readonly lost: readonly string[];
  readonly damage: readonly string[];
}

async function look({ files, acks }: Image): Promise<Found> {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-image-'));
  try {
    for (const [path, content] of files) writeFileSync(join(directory, path), content, { mode: 0o600 });
    // Whole already, so that no image waits for one.
    writeFileSync(join(directory, 'ballast'), '');
    truncateSync(join(directory, 'ballast'), 16 * 1024 * 1024);
    return await opened(directory, acks);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function opened(directory: string, acks: Image['acks']): Promise<Found> {
  const lost: string[] = [];
  const damage: string[] = [];
  try {
    const store = await openSqliteStore({ directory, onFatal: (error) => damage.push(error.message) });
    try {
      for (const [id, version] of acks) {
        const there = (await store.header(id))?.version ?? 0;
        if (there < version) lost.push(`execution ${id} has version ${there}, ${version} was acknowledged`);
        const texts = (await store.journal(id)).map((chunk) => Buffer.from(chunk).toString().trimEnd());
        if (texts.some((text, index) => text !== `${id}/${index + 1}`))
          damage.push(`execution ${id}: ${texts}`);
      }
    } finally {
      await store.close();
    }
    const inspection = inspectDirectory(directory);
    damage.push(...inspection.damage(), ...inspection.strays().map((id) => `stray chunks of ${id}`));
    inspection.close();
  } catch (error) {
    // Whatever an image makes of the store is what is wrong with it.
    damage.push(error instanceof Error ? error.message : String(error));
  }
  return { lost, damage };
}

/** One line of docs/reliability.md. */
export function summaryOf({ synchronous, images, commits, syncs, losing, lost, damaged }: Losses): string {
  return (
    `${synchronous}: ${commits} commits with ${syncs} syncs of the WAL, ${images} images: ` +
    `${losing} lost acknowledged commits (${lost} in all), ${damaged} were damaged`
  );
}
