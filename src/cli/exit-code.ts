import { AccessRefused } from '../api/access/refused.ts';
import { Unavailable } from '../base/unavailable.ts';
import { StoreRefused } from '../store/refused.ts';

/** What the shell learns. Listed in `stepwell --help` and in the README; 64 and up are those of sysexits.h. */
export const EXIT = {
  ok: 0,
  failed: 1,
  timedOut: 2,
  usage: 64,
  io: 74,
  locked: 75,
  config: 78,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_CODES_HELP = `
Exit codes:
  0   done; the execution succeeded
  1   the execution failed or was aborted; a definition has errors; the server refused the request;
      something is wrong with the data directory
  2   the execution timed out
  64  wrong usage: unknown option, bad value, input that is not JSON
  74  a file, the network or the disk failed
  75  another process uses the data directory, or changes the credentials
  78  the data directory belongs to a newer version, or cannot be trusted to be durable;
      the credentials or the certificate cannot be used; the backup is damaged`;

/** Something the person at the terminal can put right. Caught only in `command-line.ts`, which prints the message, and where an option is read. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

const REFUSED = {
  locked: EXIT.locked,
  newer: EXIT.config,
  older: EXIT.config,
  missing: EXIT.io,
  unwritable: EXIT.io,
  unsafe: EXIT.config,
  usage: EXIT.usage,
  unusable: EXIT.config,
} as const;

/** The exit code of an error that is news for the person at the terminal; undefined: it is a bug of ours. */
export function exitCodeOf(error: unknown): ExitCode | undefined {
  if (error instanceof Refusal) return error.exitCode;
  if (error instanceof StoreRefused || error instanceof AccessRefused) return REFUSED[error.reason];
  if (error instanceof Unavailable) return EXIT.io;
  return isSystemError(error) ? EXIT.io : undefined;
}

/** `open`, `listen` and the like: the operating system said no. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}
