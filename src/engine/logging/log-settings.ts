import { type LogGroupName, parseLogGroupArn } from '../../base/log-groups.ts';
import type { LoggingConfiguration } from '../../catalog/catalog.ts';

/** What a revision says about logging; absent where it says OFF. */
export interface LogSettings {
  readonly level: LoggingConfiguration['level'];
  readonly includeExecutionData: boolean;
  readonly group: LogGroupName;
}

/** Undefined: nothing is logged, and nobody need ask again. */
export function logSettingsOf(configuration: LoggingConfiguration): LogSettings | undefined {
  const { level, includeExecutionData, destinations = [] } = configuration;
  const arn = destinations[0]?.cloudWatchLogsLogGroup?.logGroupArn;
  const group = arn === undefined ? undefined : parseLogGroupArn(arn);
  if (level === 'OFF' || group === undefined) return undefined;
  const { region, account, group: name } = group;
  return { level, includeExecutionData, group: { region, account, group: name } };
}
