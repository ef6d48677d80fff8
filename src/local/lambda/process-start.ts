import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * When a process began, in words of the system: with its number a name that no other process has had. Undefined when there
 * is none, or only its corpse.
 */
export function processStart(pid: number): string | undefined {
  return process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid);
}

/** Which life of the machine this is; undefined where it does not say. */
export function bootId(): string | undefined {
  return read('/proc/sys/kernel/random/boot_id')?.trim();
}

function startOnLinux(pid: number): string | undefined {
  const stat = read(`/proc/${pid}/stat`);
  // The name of the command, in parentheses, may hold anything.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  if (/^[ZX]$/.test(fields[STATE] ?? 'X')) return undefined;
  // Counted from the start of the machine: after the next one, another process may have the same number and time.
  return `${fields[START_TIME]}.${bootId()?.slice(0, 8)}`;
}

/** Places behind the command's name. */
const STATE = 0;
const START_TIME = 19;

function startByPs(pid: number): string | undefined {
  try {
    const text = execFileSync('/bin/ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return String(Date.parse(text.trim()));
  } catch {
    return undefined;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
