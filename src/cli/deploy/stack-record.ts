import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { isObject, type Json, type JsonObject, member, parseOwnJson } from '../../base/json.ts';
import { EXIT, Refusal } from '../exit-code.ts';
import type { Kept } from './resource-type.ts';

/**
 * A resource of a stack. `making`: a call that makes or changes it may be under way; after a crash nobody knows
 * whether it was heard, and the next deployment makes it again. `made`: it is as `properties` say.
 */
export interface ResourceRecord extends Kept {
  readonly logicalId: string;
  readonly type: string;
  readonly status: 'making' | 'made';
  /** Counts replacements: each has a name of its own. */
  readonly generation: number;
  readonly isRetained: boolean;
}

/** What is known of a stack. */
export interface StackRecord {
  readonly format: 1;
  readonly stack: string;
  /** In the order in which they were made. */
  readonly resources: readonly ResourceRecord[];
  /** Replaced and not yet deleted. */
  readonly leftovers: readonly ResourceRecord[];
  readonly outputs: JsonObject;
  /** By export name. */
  readonly exports: JsonObject;
}

export function emptyStack(stack: string): StackRecord {
  return { format: 1, stack, resources: [], leftovers: [], outputs: {}, exports: {} };
}

/** The stacks in a folder, one file each. What `write` has returned from is on disk. */
export class StackFolder {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @throws Refusal for a file that is none of ours. */
  read(stack: string): StackRecord | undefined {
    let text: string;
    try {
      text = readFileSync(this.#file(stack), 'utf8');
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
    const value = parsed(text);
    if (!isObject(value) || member(value, 'format') !== 1) {
      throw new Refusal(
        EXIT.config,
        `${this.#file(stack)} is no stack that this version of stepwell can read`,
      );
    }
    // Written by `write`, in the format just checked.
    return value as unknown as StackRecord;
  }

  write(record: StackRecord): void {
    mkdirSync(this.#folder, { recursive: true });
    const file = this.#file(record.stack);
    // A kill in the middle of writing must leave the old file.
    const next = `${file}.next`;
    const descriptor = openSync(next, 'w', 0o600);
    try {
      writeSync(descriptor, `${JSON.stringify(record, undefined, 2)}\n`);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(next, file);
    this.#sync();
  }

  remove(stack: string): void {
    rmSync(this.#file(stack), { force: true });
    this.#sync();
  }

  /** What stacks here export, by export name. */
  exports(): ReadonlyMap<string, Json> {
    const all = new Map<string, Json>();
    for (const stack of this.names()) {
      for (const [name, value] of Object.entries(this.read(stack)?.exports ?? {})) all.set(name, value);
    }
    return all;
  }

  names(): readonly string[] {
    try {
      return readdirSync(this.#folder)
        .filter((name) => name.endsWith('.json'))
        .map((name) => name.slice(0, -5));
    } catch (error) {
      if (isAbsent(error)) return [];
      throw error;
    }
  }

  /**
   * Runs work that nobody else may do to this stack at the same time. A lock whose holder has ended is taken over.
   *
   * @throws Refusal when another process is at work.
   */
  async locked<Result>(stack: string, work: () => Promise<Result>): Promise<Result> {
    mkdirSync(this.#folder, { recursive: true });
    const lock = join(this.#folder, `${stack}.lock`);
    for (let attempt = 0; !takeLock(lock); attempt++) {
      const holder = Number(readOr(lock));
      if (attempt > 0 || isAlive(holder))
        throw new Refusal(EXIT.locked, `process ${holder} is at work on stack ${stack}`);
      rmSync(lock, { force: true });
    }
    try {
      return await work();
    } finally {
      rmSync(lock, { force: true });
    }
  }

  #file(stack: string): string {
    return join(this.#folder, `${stack}.json`);
  }

  #sync(): void {
    const descriptor = openSync(this.#folder, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }
}

function parsed(text: string): Json | undefined {
  try {
    return parseOwnJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function takeLock(file: string): boolean {
  try {
    const descriptor = openSync(file, 'wx', 0o600);
    writeSync(descriptor, String(process.pid));
    closeSync(descriptor);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isAbsent(error)) return '';
    throw error;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
