import { randomBytes } from 'node:crypto';
import { DEV_CREDENTIALS } from './api/authentication.ts';
import { createListener } from './api/listener.ts';
import { createStatesService } from './api/protocol.ts';
import type { HttpService } from './base/http-service.ts';
import { createCatalog } from './catalog/create-catalog.ts';
import type { ServerConfig } from './config.ts';
import { createEngine } from './engine/create-engine.ts';
import type { Integrations } from './engine/integration.ts';
import type { Store } from './store/store.ts';
import { systemClock, systemEntropy } from './system.ts';

export interface Server {
  readonly url: string;
  readonly port: number;
  /** What an acknowledgement is worth here, in words. */
  readonly durability: string;
  /** Stops taking requests, lets what is under way come to its commit, and closes the store. Idempotent. */
  close(): Promise<void>;
}

/** SDKs sign with their own clock: AWS allows it to be five minutes off. */
const SKEW_MS = 5 * 60_000;

/**
 * Puts the parts together and opens the port once recovery has begun.
 *
 * @throws StoreRefused when the directory cannot be served.
 */
export async function startServer(config: ServerConfig): Promise<Server> {
  const log = config.log ?? (() => {});
  const store = await openStore(config.data, log);
  try {
    return await serve(config, store);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function openStore(directory: string | undefined, log: (line: string) => void): Promise<Store> {
  // Loaded when needed: SQLite costs a cold start that a memory store need not pay.
  if (directory === undefined) return (await import('./store/memory/memory-store.ts')).createMemoryStore();
  const { openSqliteStore } = await import('./store/sqlite/sqlite-store.ts');
  return await openSqliteStore({ directory, onFatal: (error) => failStop(error, log) });
}

/** After an I/O error nobody knows what is on disk: end, and let the next start find out. */
function failStop(error: Error, log: (line: string) => void): void {
  log(`the store failed, ending: ${error.message}`);
  process.exit(EXIT_IO);
}

const EXIT_IO = 74;

async function serve(config: ServerConfig, store: Store): Promise<Server> {
  const clock = systemClock;
  const entropy = systemEntropy;
  const onDefect = (error: unknown) => {
    // Our own code broke a promise: no catch may keep a process alive whose state nobody can vouch for.
    setImmediate(() => {
      throw error;
    });
  };
  const catalog = createCatalog({ store, now: clock.now, entropy });
  const integrations: Integrations = () => undefined;
  const engine = await createEngine({
    store,
    catalog,
    integrations,
    clock,
    entropy,
    tokenSecret: await secretOf(store, 'task-tokens'),
    onDefect,
  });
  const states = createStatesService({
    engine,
    catalog,
    now: clock.now,
    secret: await secretOf(store, 'page-tokens'),
  });
  const services: Record<string, HttpService> = { states };
  let isReady = true;
  const listener = createListener({
    services,
    authentication:
      config.auth === 'off'
        ? { mode: 'off', account: config.account }
        : { mode: 'sigv4', credentials: DEV_CREDENTIALS, skewMs: SKEW_MS },
    isReady: () => isReady,
    now: clock.now,
    entropy,
    onDefect,
  });
  const { port } = await listener.listen(config.port, config.host);
  return {
    url: `http://${config.host}:${port}`,
    port,
    durability: store.durability,
    async close() {
      isReady = false;
      await listener.close();
      await engine.close();
      await store.close();
    },
  };
}

/** 32 random bytes that stay the same for the life of the data. */
async function secretOf(store: Store, key: string): Promise<Buffer> {
  const known = await store.document('secret', key);
  if (known !== undefined) return Buffer.from(known.text, 'base64');
  const secret = randomBytes(32);
  await store.write([{ kind: 'secret', key, text: secret.toString('base64'), expectedVersion: 0 }]);
  return secret;
}
