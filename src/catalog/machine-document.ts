import type { StoredDocument } from '../base/documents.ts';
import type { Instant } from '../base/time.ts';
import type { Machine, Publication, Tag } from './catalog.ts';

/** The kind of the documents that say which machines exist; the key is made of account, region and name. */
export const MACHINE = 'machine';

export interface MachineDocument {
  readonly id: number;
  readonly type: Machine['type'];
  readonly createdAt: Instant;
  /** The number of the current one. */
  readonly revision: number;
  /** What it was created with: a part of what makes a repeated creation the same. */
  readonly publication?: Publication;
  readonly isDeleting?: true;
  readonly tags?: readonly Tag[];
}

/** What stays of a deleted one. */
export type FormerDocument = Pick<MachineDocument, 'id' | 'revision'>;

export function machineDocumentOf(stored: StoredDocument): MachineDocument {
  // Written by the catalog alone.
  return JSON.parse(stored.text) as MachineDocument;
}

export function formerOf(stored: StoredDocument): FormerDocument {
  // Written by the catalog alone; a machine's document has these members too.
  return JSON.parse(stored.text) as FormerDocument;
}
