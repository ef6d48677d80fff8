import type { Documents } from '../../src/base/documents.ts';
import { createMemoryStore } from '../../src/store/memory/memory-store.ts';

/** Where a local service keeps what it acknowledges, for the length of a test. */
export function createMemoryDocuments(): Documents {
  return createMemoryStore();
}
