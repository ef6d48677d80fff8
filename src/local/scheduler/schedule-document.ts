import type { Scope } from '../../base/arn.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Instant } from '../../base/time.ts';
import type { Target } from '../events/rule.ts';

/** The group that every account has in every region. */
export const DEFAULT_GROUP = 'default';

/** The documents that are schedules. */
export const SCHEDULE_KIND = 'schedule';

/** Where a schedule is; its name is unique there. */
export interface SchedulePlace extends Scope {
  readonly group: string;
}

/** What its caller says about a schedule, as it was checked. */
export interface ScheduleSettings {
  readonly expression: string;
  readonly timeZone: string;
  readonly startAt?: Instant;
  readonly endAt?: Instant;
  readonly isEnabled: boolean;
  /** Whether it is deleted with its last moment. */
  readonly isDeletedAfter: boolean;
  readonly description?: string;
  readonly window: FlexibleWindow;
  /** As a rule's, in AWS's form. */
  readonly target: Target;
}

/** Kept and shown: we invoke at the start of every window. */
export interface FlexibleWindow extends JsonObject {
  readonly Mode: string;
}

/** A schedule as its document keeps it. */
export interface Schedule extends ScheduleSettings {
  readonly name: string;
  /** The caller's, so that the same call made twice makes one schedule. */
  readonly clientToken?: string;
  readonly createdAt: Instant;
  readonly modifiedAt: Instant;
  /** A rate counts from here. */
  readonly since: Instant;
  /** When it is next to be met; absent while it is disabled, and when it is over. */
  readonly nextAt?: Instant;
}

export function scheduleArn({ region, account, group }: SchedulePlace, name: string): string {
  return `arn:aws:scheduler:${region}:${account}:schedule/${group}/${name}`;
}

export function groupArn({ region, account }: Scope, group: string): string {
  return `arn:aws:scheduler:${region}:${account}:schedule-group/${group}`;
}

/** Keys of documents sort by region, account and group; none of these can hold a slash. */
export function scheduleKey({ region, account, group }: SchedulePlace, name: string): string {
  return `${region}/${account}/${group}/${name}`;
}
