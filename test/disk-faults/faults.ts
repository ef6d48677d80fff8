import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspectDirectory } from '../../src/store/sqlite/inspection.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { Random } from '../crash/random.ts';
import { chunkText } from './chunk.ts';

const SHIM = fileURLToPath(new URL('./shim.c', import.meta.url));
const COMMITTER = fileURLToPath(new URL('./committer.ts', import.meta.url));

/** As many as the machines of CI have processors. */
const WORKERS = 2;

const ERRORS = ['EIO', 'ENOSPC', 'EINTR'] as const;
export type DiskError = (typeof ERRORS)[number];

/** Whether there is a compiler for the shim, and a loader that takes it. */
export const canFail =
  process.platform === 'linux' && spawnSync('cc', ['--version'], { stdio: 'ignore' }).status === 0;

/** What a process did of which one call failed. */
interface Fault {
  readonly at: number;
  readonly error: DiskError;
  /** `fdatasync stepwell.db-wal`; undefined: the process made fewer calls. */
  readonly failed: string | undefined;
  /** 0: it went on. 74: it ended. */
  readonly code: number | null;
  readonly acks: readonly Ack[];
  readonly wrong: readonly string[];
}

interface Ack {
  readonly id: number;
  readonly version: number;
}

/** What many did. */
export interface Faults {
  readonly faults: number;
  readonly wentOn: number;
  readonly ended: number;
  readonly acks: number;
  /** What was lost or damaged, or was no end that a server has. */
  readonly wrong: readonly string[];
}

/** For servers and committers: what makes their `at`-th call to the disk below `directory` fail. */
export function failing(shim: string, { directory, at, error, log }: Failing): Record<string, string> {
  const errno = String(constants.errno[error]);
  return { LD_PRELOAD: shim, FAULT_DIR: directory, FAULT_AT: String(at), FAULT_ERRNO: errno, FAULT_LOG: log };
}

export interface Failing {
  readonly directory: string;
  readonly at: number;
  readonly error: DiskError;
  readonly log: string;
}

export function buildShim(directory: string): string {
  const shim = join(directory, 'faults.so');
  execFileSync('cc', ['-shared', '-fPIC', '-O2', '-o', shim, SHIM, '-ldl']);
  return shim;
}

/** Lets each of these calls fail once, with an error by lot, each in a process and a directory of its own. */
export async function failEach(calls: readonly number[], seed: number): Promise<Faults> {
  const random = new Random(seed);
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-faults-'));
  try {
    const shim = buildShim(directory);
    const queue = calls.map((at) => ({ at, error: ERRORS[random.between(0, ERRORS.length - 1)] ?? 'EIO' }));
    const found: Fault[] = [];
    const work = async (worker: number) => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift())
        found.push(await failOnce(join(directory, String(worker)), shim, next));
    };
    await Promise.all(Array.from({ length: WORKERS }, (_, worker) => work(worker)));
    return sumOf(found);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function failOnce(
  directory: string,
  shim: string,
  { at, error }: Pick<Fault, 'at' | 'error'>,
): Promise<Fault> {
  const data = join(directory, 'data');
  const [log, ackFile] = [join(directory, 'log'), join(directory, 'acks')];
  await mkdir(data, { recursive: true, mode: 0o700 });
  try {
    // Whole already, so that no process waits for one.
    writeFileSync(join(data, 'ballast'), '', { mode: 0o600 });
    truncateSync(join(data, 'ballast'), 16 * 1024 * 1024);
    // Enough commits to come to that call: even four that share a transaction make more calls than that.
    const child = spawn(process.execPath, [COMMITTER, data, ackFile, String(10 + Math.ceil(at / 2))], {
      env: { ...process.env, ...failing(shim, { directory: data, at, error, log }) },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (part) => {
      said += part;
    });
    const [code] = await once(child, 'close');
    const acks = linesOf(ackFile).map(ackOf);
    const wrong = [...(code === 0 || code === 74 ? [] : [`ended with ${code}: ${said}`])];
    wrong.push(...(await audit(data, acks)));
    return { at, error, failed: linesOf(log)[0], code, acks, wrong };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function linesOf(path: string): string[] {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
}

function ackOf(line: string): Ack {
  const [id = 0, version = 0] = line.split(' ').map(Number);
  return { id, version };
}

/** Opens it again, as the next start does, and looks for everything that was acknowledged. @returns what is wrong. */
export async function audit(directory: string, acks: readonly Ack[]): Promise<string[]> {
  const wrong: string[] = [];
  try {
    const store = await openSqliteStore({ directory, onFatal: (error) => wrong.push(error.message) });
    try {
      for (const { id, version } of acks) {
        const there = (await store.header(id))?.version ?? 0;
        if (there < version) wrong.push(`execution ${id} has version ${there}, ${version} was acknowledged`);
        const texts = (await store.journal(id)).map((chunk) => Buffer.from(chunk).toString());
        if (texts.some((text, index) => text !== chunkText(id, index + 1)))
          wrong.push(`execution ${id} has another journal`);
      }
    } finally {
      await store.close();
    }
    const inspection = inspectDirectory(directory);
    wrong.push(...inspection.damage(), ...inspection.strays().map((id) => `stray chunks of ${id}`));
    inspection.close();
  } catch (error) {
    // Whatever a fault has made of the store is what is wrong with it.
    wrong.push(error instanceof Error ? error.message : String(error));
  }
  return wrong;
}

function sumOf(found: readonly Fault[]): Faults {
  const missed = found.filter(({ failed }) => failed === undefined);
  const wrong = found.flatMap(({ at, error, failed, wrong: what }) =>
    what.map((one) => `call ${at} (${failed}) with ${error}: ${one}`),
  );
  return {
    faults: found.length - missed.length,
    wentOn: found.filter(({ code }) => code === 0).length,
    ended: found.filter(({ code }) => code === 74).length,
    acks: found.reduce((sum, { acks }) => sum + acks.length, 0),
    wrong: [...wrong, ...missed.map(({ at, error }) => `call ${at} was never made, for ${error}`)],
  };
}

/** One line of docs/reliability.md. */
export function summaryOf({ faults, wentOn, ended, acks, wrong }: Faults): string {
  return (
    `${faults} faults: ${wentOn} processes went on, ${ended} ended with 74 and opened again; ` +
    `${acks} acknowledged commits, ${wrong.length} lost, damaged or ended otherwise`
  );
}
