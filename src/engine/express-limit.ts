import type { Program } from '../asl/program.ts';
import { EXPRESS_SECONDS_MAX } from '../base/limits.ts';

/** An Express execution ends with its own TimeoutSeconds or after five minutes, whichever comes first. */
export function withExpressLimit(program: Program): Program {
  const { timeoutSeconds = EXPRESS_SECONDS_MAX } = program;
  return { ...program, timeoutSeconds: Math.min(timeoutSeconds, EXPRESS_SECONDS_MAX) };
}
