import type { Scope } from './arn.ts';
import type { Instant } from './time.ts';

/** Log groups as those see them who write there: executions and functions. */
export interface LogGroups {
  /** @throws Unavailable */
  has(group: LogGroupName): Promise<boolean>;
  /**
   * Takes events in their order and returns at once: best effort, as CloudWatch's own delivery is. They are on disk soon
   * after; what is still on its way when the process is killed is lost, and nothing is ever written twice. Without such
   * a group they are dropped.
   */
  append(batch: LogBatch): void;
}

export interface LogGroupName extends Scope {
  readonly group: string;
}

export interface LogBatch extends LogGroupName {
  /** Made when it is not there. */
  readonly stream: string;
  /** Makes the group, too. */
  readonly makesGroup?: boolean;
  readonly events: readonly LogLine[];
}

export interface LogLine {
  readonly timestamp: Instant;
  readonly message: string;
}

const ARN = /^arn:aws[a-z-]*:logs:([a-z0-9-]+):(\d{12}):log-group:([^:*]+)(:\*)?$/;

/** The log group that an ARN names, with or without its `:*`; undefined when it is none. */
export function parseLogGroupArn(arn: string): (LogGroupName & { readonly hasStar: boolean }) | undefined {
  const [, region, account, group, star] = ARN.exec(arn) ?? [];
  if (region === undefined || account === undefined || group === undefined) return undefined;
  return { region, account, group, hasStar: star !== undefined };
}

export function logGroupArn({ region, account, group }: LogGroupName): string {
  return `arn:aws:logs:${region}:${account}:log-group:${group}`;
}
