import { StoredActivities } from './activities.ts';
import { StoredAliases } from './aliases.ts';
import type { Catalog } from './catalog.ts';
import { type MachinesOptions, StoredMachines } from './machines.ts';
import { OneByOne } from './one-by-one.ts';
import { StoredQualifiers } from './qualifiers.ts';
import { StoredTags } from './tags.ts';
import { StoredVersions } from './versions.ts';

/** The catalog on a store's documents. One per store and process: it keeps what it has read in memory. */
export function createCatalog(options: Omit<MachinesOptions, 'qualifiers' | 'oneByOne'>): Catalog {
  const oneByOne = new OneByOne();
  const qualifiers = new StoredQualifiers(options.store, oneByOne);
  return {
    machines: new StoredMachines({ ...options, qualifiers, oneByOne }),
    versions: new StoredVersions(qualifiers),
    aliases: new StoredAliases(qualifiers, options),
    activities: new StoredActivities(options),
    tags: new StoredTags(options.store, oneByOne),
  };
}
