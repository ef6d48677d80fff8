import type { LoggingConfiguration } from '../../catalog/catalog.ts';

/** How an execution ends badly: all that FATAL shows. */
const FATAL: ReadonlySet<string> = new Set(['ExecutionAborted', 'ExecutionFailed', 'ExecutionTimedOut']);
/** What ERROR shows. https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html */
const ERROR = /^FailStateEntered$|(Failed|TimedOut|Aborted)$/;

/** Whether events of a type are logged at a level. */
export function isLogged(level: LoggingConfiguration['level'], type: string): boolean {
  if (level === 'ALL') return true;
  if (level === 'ERROR') return ERROR.test(type);
  return level === 'FATAL' && FATAL.has(type);
}
