import type { Random } from '../crash/random.ts';
import type { Step } from './recording.ts';

/** What a disk may hold after a power cut. */
export interface Image {
  /** Contents by name. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** By id, the version acknowledged before the cut. */
  readonly acks: ReadonlyMap<number, number>;
}

const SECTOR_BYTES = 512;
/** Of writes that were not synced and reached the disk: those of which only some sectors did. */
const TORN = 0.15;

/** A file, whatever its name is now. */
interface File {
  readonly changes: { readonly step: number; readonly change: Step }[];
  /** Changes before this step are on disk. */
  covered: number;
}

/**
 * Cuts the power behind `cut` steps. What a sync has covered is on disk; of the rest nothing, what came first, or any part is,
 * whatever its order was, and some writes are torn. Names are on disk once their directory was synced; of later ones, those that
 * came first may be, since file systems keep their order.
 */
export function imageAfter(steps: readonly Step[], cut: number, random: Random): Image {
  const { all, names, acks } = replay(steps.slice(0, cut));
  const files = new Map<string, Buffer>();
  const pending = names.changes.filter(({ step }) => step >= names.covered).length;
  const kept = names.changes.length - pending + random.between(0, pending);
  const present = new Map<string, File>();
  for (const { change, file } of names.changes.slice(0, kept)) {
    if (change.kind === 'create') present.set(change.path, file);
    else if (change.kind === 'unlink') present.delete(change.path);
    else if (change.kind === 'rename') {
      present.delete(change.path);
      present.set(change.to, file);
    }
  }
  for (const [path, file] of present) if (all.has(file)) files.set(path, contentOf(file, random));
  return { files, acks };
}

interface Replayed {
  readonly all: ReadonlySet<File>;
  readonly names: {
    readonly changes: { readonly step: number; readonly change: Step; readonly file: File }[];
    covered: number;
  };
  readonly acks: Map<number, number>;
}

function replay(steps: readonly Step[]): Replayed {
  const all = new Set<File>();
  const names: Replayed['names'] = { changes: [], covered: 0 };
  const acks = new Map<number, number>();
  const current = new Map<string, File>();
  for (const [step, change] of steps.entries()) {
    if (change.kind === 'ack') {
      acks.set(change.id, Math.max(change.version, acks.get(change.id) ?? 0));
      continue;
    }
    if (change.kind === 'sync' && change.path === '') {
      names.covered = change.covers;
      continue;
    }
    if (change.kind === 'create') current.set(change.path, { changes: [], covered: 0 });
    const file = current.get(change.path);
    // The directory itself, and files that were there before the recording began.
    if (file === undefined) continue;
    all.add(file);
    if (change.kind === 'write' || change.kind === 'truncate') file.changes.push({ step, change });
    else if (change.kind === 'sync') file.covered = change.covers;
    else names.changes.push({ step, change, file });
    if (change.kind === 'unlink' || change.kind === 'rename') current.delete(change.path);
    if (change.kind === 'rename') current.set(change.to, file);
  }
  return { all, names, acks };
}

function contentOf({ changes, covered }: File, random: Random): Buffer {
  const isPending = ({ step }: { readonly step: number }) => step >= covered;
  const pending = changes.filter(isPending).map(({ change }) => change);
  const content = new Content();
  for (const { step, change } of changes) if (step < covered) content.apply(change);
  for (const change of survivors(pending, random))
    content.apply(random.chance(TORN) ? torn(change, random) : [change]);
  return content.bytes();
}

function survivors(pending: readonly Step[], random: Random): readonly Step[] {
  switch (random.between(0, 2)) {
    case 0:
      return [];
    case 1:
      return pending.slice(0, random.between(0, pending.length));
    default:
      return pending.filter(() => random.chance(0.5));
  }
}

/** Some of its sectors. */
function torn(change: Step, random: Random): readonly Step[] {
  if (change.kind !== 'write') return [change];
  const parts: Step[] = [];
  for (let start = 0; start < change.data.length; start += SECTOR_BYTES) {
    if (random.chance(0.5)) continue;
    parts.push({ ...change, at: change.at + start, data: change.data.subarray(start, start + SECTOR_BYTES) });
  }
  return parts;
}

/** A file under construction. */
class Content {
  #bytes = Buffer.alloc(64 * 1024);
  #size = 0;

  apply(change: Step | readonly Step[]): void {
    for (const one of Array.isArray(change) ? change : [change]) this.#applyOne(one);
  }

  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#size);
  }

  #applyOne(change: Step): void {
    if (change.kind === 'write') {
      this.#reach(change.at + change.data.length);
      change.data.copy(this.#bytes, change.at);
    } else if (change.kind === 'truncate') {
      this.#reach(change.size);
      this.#bytes.fill(0, change.size, this.#size);
      this.#size = change.size;
    }
  }

  /** What was never written is zeros. */
  #reach(size: number): void {
    if (size > this.#bytes.length) {
      const larger = Buffer.alloc(Math.max(size, 2 * this.#bytes.length));
      this.#bytes.copy(larger);
      this.#bytes = larger;
    }
    this.#size = Math.max(size, this.#size);
  }
}
