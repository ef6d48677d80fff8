import { type FSWatcher, statSync, watch } from 'node:fs';
import { dirname } from 'node:path';
import { type ExitCode, exitCodeOf } from '../exit-code.ts';
import { printable } from '../terminal.ts';
import { type DeployRequest, type DeployTools, deployStack } from './deploy-stack.ts';

/** An editor writes a file in several steps. */
const QUIET_MS = 200;

/** Deploys, and again whenever the template or something that it has read changes; ends with the process. */
export async function watchDeployments(request: DeployRequest, tools: DeployTools): Promise<ExitCode> {
  let files: readonly string[] = [request.template];
  for (;;) {
    // Watching begins before the files are read: a change in between is seen.
    const watched = new WatchedFiles(files);
    try {
      const deployed = await deployStack(request, tools);
      watched.add(deployed.files);
      files = deployed.files;
    } catch (error) {
      // The next save may put it right.
      if (exitCodeOf(error) === undefined || !(error instanceof Error)) throw error;
      tools.terminal.say(`${tools.terminal.colors.red('error:')} ${printable(error.message)}`);
    }
    tools.terminal.say(tools.terminal.colors.dim(`watching ${printable(request.template)}; Ctrl-C ends`));
    await watched.changed;
    watched.close();
  }
}

/** Files and folders, until one of them changes and then is quiet for a moment. */
class WatchedFiles {
  readonly changed: Promise<void>;
  readonly #report: () => void;
  readonly #watchers = new Map<string, FSWatcher>();
  #timer: NodeJS.Timeout | undefined;

  constructor(files: readonly string[]) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.changed = promise;
    this.#report = resolve;
    this.add(files);
  }

  add(files: readonly string[]): void {
    for (const file of files) {
      // Many editors replace a file; its folder still tells.
      const isFolder = statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
      const target = isFolder ? file : dirname(file);
      if (this.#watchers.has(target)) continue;
      this.#watchers.set(
        target,
        watch(target, { recursive: isFolder }, (_, name) => this.#notice(name)),
      );
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
  }

  #notice(name: string | null): void {
    // The stacks themselves may be kept beside the template.
    if (name?.startsWith('.stepwell') === true) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#report, QUIET_MS);
  }
}
