import { StoredActivities } from './activities.ts';
import type { Catalog } from './catalog.ts';
import { type MachinesOptions, StoredMachines } from './machines.ts';

/** The catalog on a store's documents. One per store and process: it keeps what it has read in memory. */
export function createCatalog(options: MachinesOptions): Catalog {
  return { machines: new StoredMachines(options), activities: new StoredActivities(options) };
}
