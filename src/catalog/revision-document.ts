import { isDeepStrictEqual } from 'node:util';
import type { NewMachine, Revision } from './catalog.ts';

export function revisionText(revision: Revision): string {
  return JSON.stringify(revision);
}

export function readRevision(text: string): Revision {
  // Written by `revisionText` alone.
  return JSON.parse(text) as Revision;
}

/** Weight of a revision in memory: its text as UTF-16, and what objects cost. */
export function weightOf(revision: Revision): number {
  return 2 * revision.definition.length + 2000;
}

/** Whether a revision is what is asked for, its role aside. Definitions compare as text, as AWS does. */
export function isSame(
  revision: Revision,
  wanted: Omit<NewMachine, 'name' | 'type' | 'roleArn' | 'publication' | 'tags'>,
): boolean {
  return (
    revision.definition === wanted.definition &&
    isDeepStrictEqual(revision.loggingConfiguration, wanted.loggingConfiguration) &&
    isDeepStrictEqual(revision.tracingConfiguration, wanted.tracingConfiguration) &&
    isDeepStrictEqual(revision.encryptionConfiguration, wanted.encryptionConfiguration)
  );
}
