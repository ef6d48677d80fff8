import type { Entropy } from '../base/entropy.ts';
import type { Instant } from '../base/time.ts';
import type { Store } from '../store/store.ts';
import { StoredActivities } from './activities.ts';
import type { Catalog } from './catalog.ts';
import { StoredMachines } from './machines.ts';

export interface CatalogOptions {
  readonly store: Store;
  readonly now: () => Instant;
  /** Revision ids come from here. */
  readonly entropy: Entropy;
}

/** The catalog on a store's documents. One per store and process: it keeps what it has read in memory. */
export function createCatalog(options: CatalogOptions): Catalog {
  return { machines: new StoredMachines(options), activities: new StoredActivities(options) };
}
