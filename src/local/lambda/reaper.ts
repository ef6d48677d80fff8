import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';

/**
 * Reads `+ GROUP` and `- GROUP` and, when its input ends, kills the process groups that are left. Its input ends however
 * this server ends, also with `kill -9`; a function in an endless loop would never notice that itself.
 */
const SCRIPT = `
groups=' '
while read -r sign group; do
  case $sign in
    +) groups="$groups$group " ;;
    -) case $groups in *" $group "*) groups="\${groups%% $group *} \${groups#* $group }" ;; esac ;;
  esac
done
for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done
`;

/** Sees to it that no process of a function outlives this server. One small shell, started with the first function. */
export class Reaper {
  #shell: ChildProcess | undefined;

  watch(group: number): void {
    this.#say(`+ ${group}\n`);
  }

  /** The group is gone: its number may soon be somebody else's. */
  forget(group: number): void {
    this.#say(`- ${group}\n`);
  }

  /** Kills what is still watched; resolves when that is done. Idempotent. */
  async close(): Promise<void> {
    const shell = this.#shell;
    this.#shell = undefined;
    if (shell === undefined || shell.exitCode !== null || shell.pid === undefined) return;
    shell.ref();
    const exited = once(shell, 'exit');
    shell.stdin?.end();
    await exited;
  }

  #say(line: string): void {
    this.#shell ??= start();
    this.#shell.stdin?.write(line);
  }
}

function start(): ChildProcess {
  // Its own session: Ctrl-C in the server's terminal must not end it before the server.
  const shell = spawn('/bin/sh', ['-c', SCRIPT], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env: {},
  });
  // Without a shell functions still end with their channel, all but those in an endless loop.
  shell.on('error', () => {});
  shell.stdin?.on('error', () => {});
  // Neither it nor the pipe to it may keep the server's process from ending.
  shell.unref();
  if (shell.stdin instanceof Socket) shell.stdin.unref();
  return shell;
}
