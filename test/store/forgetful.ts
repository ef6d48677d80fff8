import { createMemoryStore } from '../../src/store/memory/memory-store.ts';
import type { Store } from '../../src/store/store.ts';

/** For tests of those who keep documents and an outbox without knowing where. */
export function forgetfulStore(): Store {
  return createMemoryStore();
}
