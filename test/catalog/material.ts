import assert from 'node:assert/strict';
import { ServiceError, type ServiceErrorCode } from '../../src/base/service-error.ts';
import type { Catalog, Machine, NewMachine } from '../../src/catalog/catalog.ts';
import { createCatalog } from '../../src/catalog/create-catalog.ts';
import { createMemoryStore } from '../../src/store/memory/memory-store.ts';

export const SCOPE = { region: 'us-east-1', account: '123456789012' };
export const MACHINE_ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:m';

/** @param draws What chance gives, in order, again and again. */
export function newCatalog({
  store = createMemoryStore(),
  draws = [0],
}: {
  store?: ReturnType<typeof createMemoryStore>;
  draws?: readonly number[];
} = {}): Catalog {
  let [now, uuids, drawn] = [1000, 0, 0];
  return createCatalog({
    store,
    now: () => now++,
    entropy: { random: () => draws[drawn++ % draws.length] ?? 0, uuid: () => `uuid-${++uuids}` },
  });
}

/** A machine `m`, and its catalog. */
export async function withMachine(
  change: Partial<NewMachine> = {},
  catalog = newCatalog(),
): Promise<{ catalog: Catalog; machine: Machine & { readonly version?: number } }> {
  return { catalog, machine: await catalog.machines.create(SCOPE, { ...NEW_MACHINE, ...change }) };
}

/** Publishes as many versions, each of a revision of its own. */
export async function publishMany({ machines }: Catalog, machine: Machine, count: number): Promise<void> {
  for (let version = 1; version <= count; version++) {
    await machines.update(machine, { definition: `{"v":${version}}` }, {});
  }
}

export const NEW_MACHINE: NewMachine = {
  name: 'm',
  type: 'STANDARD',
  definition: '{}',
  roleArn: 'role',
  loggingConfiguration: { level: 'OFF', includeExecutionData: false },
  tracingConfiguration: { enabled: false },
  encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
};

export async function refused(
  run: Promise<unknown>,
  code: ServiceErrorCode,
  message?: string | RegExp,
): Promise<void> {
  await assert.rejects(run, (error) => {
    assert.ok(error instanceof ServiceError);
    assert.equal(error.code, code);
    if (typeof message === 'string') assert.equal(error.message, message);
    else if (message !== undefined) assert.match(error.message, message);
    return true;
  });
}
