import type { Vitals } from '../base/vitals.ts';
import { ByteBudget } from './byte-budget.ts';
import { Pressure } from './pressure.ts';

/** What its parts are measured by unless it is told: enough for everything it keeps at hand, on a small machine. */
const MEMORY_BYTES_DEFAULT = 512 * 1024 * 1024;

/** Of the memory: what the program itself may hold. The rest is for Node.js, SQLite and what they leave unused. */
const PROGRAM_SHARE = 0.6;
/** Of the memory: bodies of requests that are received or under way. Each byte is four or five by the time it is at work. */
const BODIES_SHARE = 1 / 16;
/** Of the memory: the same of services that take large ones, the code of functions among them. */
const UPLOADS_SHARE = 1 / 4;
/** Bodies of services that take larger ones are uploads: none of the others waits because of them. */
const UPLOAD_BYTES = 8 * 1024 * 1024;
/** Of the memory: answers that clients are slow to read. */
const ANSWERS_SHARE = 1 / 8;
/** More than that, and nobody is let in until those who are in have been served. */
const LAG_MS_MAX = 1000;

/** Who is let in: beyond what a server can hold and do, a request is refused before anything of it is read. */
export interface Admission {
  /** Where the bodies count of a service that takes so many bytes. */
  bodies(bytesMax: number): ByteBudget;
  readonly answers: ByteBudget;
  isClosed(): boolean;
}

/**
 * @param memoryBytes What the process may take. Absent: it is not this server's alone, and how it is says nothing about
 *   the server.
 */
export function createAdmission(vitals: Vitals, memoryBytes?: number): Admission {
  return admissionOf(memoryBytes ?? MEMORY_BYTES_DEFAULT, memoryBytes === undefined ? undefined : vitals);
}

function admissionOf(memoryBytes: number, vitals: Vitals | undefined): Admission {
  const bodies = new ByteBudget(memoryBytes * BODIES_SHARE);
  const uploads = new ByteBudget(memoryBytes * UPLOADS_SHARE);
  const answers = new ByteBudget(memoryBytes * ANSWERS_SHARE);
  const limits = { memoryBytes: memoryBytes * PROGRAM_SHARE, lagMs: LAG_MS_MAX };
  const pressure = vitals === undefined ? undefined : new Pressure(vitals, limits);
  return {
    bodies: (bytesMax) => (bytesMax > UPLOAD_BYTES ? uploads : bodies),
    answers,
    isClosed: () => pressure?.isHigh() === true || bodies.isFull || uploads.isFull,
  };
}
