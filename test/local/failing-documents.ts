import type { Documents, DocumentWrite } from '../../src/base/documents.ts';
import { createMemoryStore } from '../../src/store/memory/memory-store.ts';

/** Documents in memory, which can be told to fail. */
export class FailingDocuments implements Documents {
  readonly #store = createMemoryStore();
  failure: Error | undefined;

  document(kind: string, key: string) {
    return this.#store.document(kind, key);
  }

  documents(...query: Parameters<Documents['documents']>) {
    return this.#store.documents(...query);
  }

  async write(writes: readonly DocumentWrite[]) {
    if (this.failure !== undefined) throw this.failure;
    return await this.#store.write(writes);
  }

  /** The keys of a kind, in the order of their creation. */
  async keys(kind: string): Promise<string[]> {
    return (await this.#store.documents(kind, { prefix: '', limit: 1000 })).map(({ key }) => key);
  }
}
