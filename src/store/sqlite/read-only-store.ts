import type { DatabaseSync } from 'node:sqlite';
import { Defect } from '../../base/assert.ts';
import type { Store } from '../store.ts';
import { Reader } from './reader.ts';

/** What a connection that only reads has, as a store: for whoever looks at a directory without serving it. */
export function readOnlyStore(database: DatabaseSync): Store {
  const reader = new Reader(database);
  const refuse = () => Promise.reject(new Defect('this store is only read'));
  return {
    durability: 'read only',
    commit: refuse,
    write: refuse,
    purge: refuse,
    header: async (id) => reader.header(id),
    headerByName: async (machine, name) => reader.headerByName(machine, name),
    journal: async (id, versions) => reader.journal(id, versions),
    executions: async (query) => reader.executions(query),
    due: async (until, limit) => reader.due(until, limit),
    attentive: async (bits, after, limit) => reader.attentive(bits, after, limit),
    ended: async (until, limit) => reader.ended(until, limit),
    document: async (kind, key) => reader.document(kind, key),
    documents: async (kind, query) => reader.documents(kind, query),
    outbox: async (queue, until, limit) => reader.outbox(queue, until, limit),
    close: async () => reader.close(),
  };
}
