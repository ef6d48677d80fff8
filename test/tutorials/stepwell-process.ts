import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** `npm run -s stepwell -- start`, as a reader of the documentation types it. */
export class StepwellProcess {
  readonly url: string;
  readonly #npm: ChildProcess;
  readonly #atExit = () => void this.#signal('SIGKILL');

  private constructor(npm: ChildProcess, url: string) {
    this.#npm = npm;
    this.url = url;
    // A test that is itself interrupted leaves nothing behind.
    process.once('exit', this.#atExit);
  }

  /** Resolves once it listens. @param options.port Default: any free one. */
  static async start(
    dataDirectory: string,
    { port = '0', more = [] }: { port?: string; more?: readonly string[] } = {},
  ): Promise<StepwellProcess> {
    const settings = ['--port', port, '--data', dataDirectory, ...more];
    const args = ['run', '-s', 'stepwell', '--', 'start', ...settings];
    // A process group of its own: npm, its shell and the server end together.
    const npm = spawn('npm', args, { cwd: ROOT, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    return new StepwellProcess(npm, await listening(npm));
  }

  /** SIGKILL: what was not on disk is lost. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  terminate(): Promise<void> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    // Both ends of the pipes are closed once the last process of the group has gone.
    const closed = once(this.#npm, 'close');
    if (this.#signal(signal)) await closed;
    process.off('exit', this.#atExit);
  }

  /** @returns whether there was anybody to tell. */
  #signal(signal: NodeJS.Signals): boolean {
    const { pid, exitCode, signalCode } = this.#npm;
    if (pid === undefined || exitCode !== null || signalCode !== null) return false;
    process.kill(-pid, signal);
    return true;
  }
}

function listening(npm: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let printed = '';
  let said = '';
  npm.stdout?.on('data', (part: Buffer) => {
    printed += part;
    const url = /listening on (http:\S+)\n/.exec(printed)?.[1];
    if (url !== undefined) resolve(url);
  });
  npm.stderr?.on('data', (part: Buffer) => {
    said += part;
  });
  npm.once('exit', (code, signal) => reject(new Error(`the server ended with ${code ?? signal}: ${said}`)));
  return promise;
}
