import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));

/** The real server in a process of its own, at the head of its own process group. */
export class ServerProcess {
  readonly child: ChildProcess;
  /** Resolves once it listens; rejects when it ends before. */
  readonly url: Promise<string>;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  #said = '';

  /** @param more What Node.js itself is started with, and variables of its environment. */
  constructor(
    options: readonly string[],
    more: {
      readonly node?: readonly string[];
      readonly env?: NodeJS.ProcessEnv;
      readonly main?: string;
    } = {},
  ) {
    const { node = [], env = {}, main = MAIN } = more;
    this.child = spawn(process.execPath, [...node, main, 'start', '--port', '0', ...options], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
      detached: true,
    });
    this.child.stderr?.on('data', (part: Buffer) => {
      this.#said += part;
    });
    this.ended = once(this.child, 'exit').then(([code, signal]) => ({ code, signal }));
    this.url = this.#listening();
    // Whoever kills a server that starts does not wait for its port.
    this.url.catch(() => {});
  }

  /** Standard error so far. */
  get said(): string {
    return this.#said;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** SIGKILL to the server alone, to everything in its process group, or to all that it has started as well. */
  async kill(reach: 'alone' | 'group' | 'functions'): Promise<void> {
    if (this.hasEnded) return;
    const children = reach === 'functions' ? childrenOf(this.pid) : [];
    process.kill(reach === 'alone' ? this.pid : -this.pid, 'SIGKILL');
    for (const child of children) killGroup(child);
    await this.ended;
  }

  /** SIGTERM. @returns the exit code and how long the end took. */
  async terminate(): Promise<{ code: number | null; tookMs: number }> {
    const before = performance.now();
    this.child.kill('SIGTERM');
    const { code } = await this.ended;
    return { code, tookMs: performance.now() - before };
  }

  #listening(): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    let printed = '';
    this.child.stdout?.on('data', (part: Buffer) => {
      printed += part;
      const [, url] = /listening on (http:\S+)\n/.exec(printed) ?? [];
      if (url !== undefined) resolve(url);
    });
    this.child.once('exit', (code, signal) =>
      reject(new Error(`the server ended with ${code ?? signal}: ${this.#said}`)),
    );
    return promise;
  }
}

/** Each at the head of a group of its own. Linux only. */
function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
      } catch {
        return false;
      }
    });
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // It has ended since.
  }
}
