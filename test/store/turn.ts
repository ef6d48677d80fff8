import type { Header, Turn } from '../../src/store/store.ts';

/** The first turn of a running execution, but for what is given. */
export function turnOf(header: Partial<Header>, text = 'chunk'): Turn {
  const id = header.id ?? 1;
  return {
    header: {
      id,
      machine: 1,
      revision: 1,
      name: `name-${id}`,
      status: 'RUNNING',
      startedAt: 1_790_000_000_000,
      attention: 0,
      version: 1,
      ...header,
    },
    chunk: Buffer.from(text),
  };
}
