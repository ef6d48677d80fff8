import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Peers } from './peers.ts';

export interface RestateServer {
  readonly pid: number;
  /** Where its services are called. */
  readonly port: number;
  close(): Promise<void>;
}

const PATIENCE_MS = 30_000;
const PAUSE_MS = 100;

/** A Restate server as it comes, with a directory on the same disk. Undefined where it does not run. */
export async function startRestate(peers: Peers, directory: string): Promise<RestateServer | undefined> {
  const [ingress, admin, node] = [await freePort(), await freePort(), await freePort()];
  mkdirSync(directory, { recursive: true });
  const address = (port: number) => `127.0.0.1:${port}`;
  const server = spawn(
    join(peers.directory, 'node_modules/@restatedev/restate-server-linux-x64/bin/restate-server'),
    ['--base-dir', directory, '--bind-address', address(node), '--listen-mode', 'tcp', '--no-logo'],
    {
      stdio: 'ignore',
      env: {
        ...process.env,
        RESTATE_INGRESS__BIND_ADDRESS: address(ingress),
        RESTATE_ADMIN__BIND_ADDRESS: address(admin),
        RESTATE_DISABLE_TELEMETRY: 'true',
      },
    },
  );
  const service = fork(new URL('./restate-service.ts', import.meta.url), [peers.directory], {
    // It logs every call.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const close = () => end([server, service]);
  try {
    // A spawn that fails says so in an event, which would otherwise end us.
    const [port] = await Promise.race([once(service, 'message'), died(server), died(service)]);
    await deploy(`http://${address(admin)}/deployments`, `http://${address(port)}`);
    return { pid: server.pid ?? 0, port: ingress, close };
  } catch (error) {
    console.error(`Restate is left out: ${error instanceof Error ? error.message : error}`);
    await close();
    return undefined;
  }
}

/** The bytes that call the service. */
export function restateRequest(port: number, input: string): string {
  return (
    `POST /steps/run HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\n` +
    `content-length: ${input.length}\r\n\r\n${input}`
  );
}

async function died(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`a process of it ended with ${code}`);
}

async function deploy(admin: string, uri: string): Promise<void> {
  const body = JSON.stringify({ uri });
  const headers = { 'content-type': 'application/json' };
  for (const until = Date.now() + PATIENCE_MS; ; await sleep(PAUSE_MS)) {
    const answer = await fetch(admin, { method: 'POST', headers, body }).catch(() => undefined);
    if (answer?.ok === true) return;
    if (Date.now() > until) throw new Error(`it takes no service: ${await answer?.text()}`);
  }
}

async function end(children: readonly ChildProcess[]): Promise<void> {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) continue;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
