import { setPriority } from 'node:os';

/** A third of what the main thread gets where both want the same processor, and it is the one that waits. */
const NICENESS = 5;

/** Lets the process's other threads go first: what has left the main thread is what nobody else may wait for. */
export function standBack(): void {
  // Only Linux takes 0 for the thread that calls; elsewhere it is the process.
  if (process.platform === 'linux') setPriority(0, NICENESS);
}
