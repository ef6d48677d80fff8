import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';

/**
 * Reads `+ GROUP SECONDS FILE` and `- GROUP` and, when its input ends, kills the process groups that are left: at once after
 * a `!`; otherwise this server has ended in another way, as with `kill -9`. Processes without a call end by themselves then.
 * One that has written down a call (an `R` is the last line of its file) may finish it, within its seconds. A function in an
 * endless loop would never notice any of this itself.
 */
const SCRIPT = `
busy() {
  case "$(tail -n 1 -- "$1" 2>/dev/null)" in 'R '*) return 0 ;; esac
  return 1
}
groups=' '
while read -r sign group seconds file; do
  case $sign in
    +) groups="$groups$group:$seconds:$file " ;;
    -) case $groups in *" $group:"*)
         rest="\${groups#* $group:}"
         groups="\${groups%% $group:*} \${rest#* }" ;;
       esac ;;
    '!') for entry in $groups; do kill -s KILL -- "-\${entry%%:*}" 2>/dev/null; done
       exit ;;
  esac
done
waited=0
while [ "$groups" != ' ' ]; do
  sleep 1
  waited=$((waited + 1))
  left=' '
  for entry in $groups; do
    group="\${entry%%:*}"
    rest="\${entry#*:}"
    kill -s 0 -- "-$group" 2>/dev/null || continue
    if [ $waited -le "\${rest%%:*}" ]; then
      # It may receive its call just now: stopped, it cannot do so between the look and the end.
      if ! busy "\${rest#*:}"; then
        kill -s STOP -- "-$group" 2>/dev/null
        sleep 0.1
      fi
      if busy "\${rest#*:}"; then
        kill -s CONT -- "-$group" 2>/dev/null
        left="$left$entry "
        continue
      fi
    fi
    kill -s KILL -- "-$group" 2>/dev/null
  done
  groups="$left"
done
`;

/** Sees to it that no process of a function outlives this server for long. One small shell, started with the first function. */
export class Reaper {
  readonly #directory: string;
  #shell: ChildProcess | undefined;

  /** @param directory Where processes write down their calls. */
  constructor(directory = '/') {
    this.#directory = directory;
  }

  /** @param call `timeout`: seconds. `file`: where it is written down, by its name, which has no space and no colon. */
  watch(
    group: number,
    { timeout, file = '' }: { readonly timeout: number; readonly file?: string | undefined },
  ): void {
    this.#say(`+ ${group} ${Math.ceil(timeout) + 1} ${file}\n`);
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
    shell.stdin?.end('!\n');
    await exited;
  }

  #say(line: string): void {
    this.#shell ??= start(this.#directory);
    this.#shell.stdin?.write(line);
  }
}

function start(directory: string): ChildProcess {
  // Its own session: Ctrl-C in the server's terminal must not end it before the server.
  const shell = spawn('/bin/sh', ['-c', SCRIPT], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: directory,
    env: { PATH: '/usr/bin:/bin' },
  });
  // Without a shell functions still end with their channel, all but those in an endless loop.
  shell.on('error', () => {});
  shell.stdin?.on('error', () => {});
  // Neither it nor the pipe to it may keep the server's process from ending.
  shell.unref();
  if (shell.stdin instanceof Socket) shell.stdin.unref();
  return shell;
}
