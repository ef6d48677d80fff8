import type { Scope } from '../../base/arn.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Instant } from '../../base/time.ts';
import { invalid, pageOf, textIn } from '../events/input.ts';
import { ServiceRefusal } from '../service/refusal.ts';
import { nameIn, settingsIn } from './input.ts';
import { isOnce, nextMoment } from './moments.ts';
import {
  DEFAULT_GROUP,
  groupArn,
  type Schedule,
  type SchedulePlace,
  type ScheduleSettings,
  scheduleArn,
} from './schedule-document.ts';
import type { Scheduler } from './scheduler.ts';
import type { KnownSchedule } from './schedules.ts';

/** One operation of the API; what stands in path and query is part of its input. */
export type ScheduleOperation = (
  input: JsonObject,
  scope: Scope,
  scheduler: Scheduler,
) => Promise<JsonObject>;

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
export const createSchedule: ScheduleOperation = async (input, scope, scheduler) => {
  const { name, place, known } = await target(input, scope, scheduler);
  const clientToken = textIn(input, 'ClientToken');
  const answer = { ScheduleArn: scheduleArn(place, name) };
  if (known !== undefined) {
    if (clientToken !== undefined && known.schedule.clientToken === clientToken) return answer;
    throw new ServiceRefusal('ConflictException', `Schedule ${name} already exists.`, 409);
  }
  const now = scheduler.clock.now();
  const settings = settingsIn(input, { scope, now, hasService: scheduler.hasService });
  const made = { name, createdAt: now, ...(clientToken === undefined ? {} : { clientToken }) };
  const schedule = await timed(
    { ...settings, ...made, modifiedAt: now, since: settings.startAt ?? now },
    now,
  );
  checkFuture(schedule, now);
  await written(scheduler, { place, known, schedule });
  return answer;
};

export const updateSchedule: ScheduleOperation = async (input, scope, scheduler) => {
  const { name, place, known } = await target(input, scope, scheduler);
  const { nextAt: _before, ...former } = existing(known, name).schedule;
  const now = scheduler.clock.now();
  const settings = settingsIn(input, { scope, now, hasService: scheduler.hasService });
  const { createdAt, clientToken, since: before } = former;
  const made = { name, createdAt, ...(clientToken === undefined ? {} : { clientToken }) };
  // Timing that is not changed goes on as it did.
  const isSame = timingOf(former) === timingOf(settings);
  const since = isSame ? before : (settings.startAt ?? now);
  const changed = { ...settings, ...made, modifiedAt: now, since };
  const schedule = await timed(changed, now);
  if (!isSame) checkFuture(schedule, now);
  await written(scheduler, { place, known, schedule });
  return { ScheduleArn: scheduleArn(place, name) };
};

export const getSchedule: ScheduleOperation = async (input, scope, scheduler) => {
  const { name, known } = await target(input, scope, scheduler);
  return shown(existing(known, name));
};

export const deleteSchedule: ScheduleOperation = async (input, scope, scheduler) => {
  const { name, place, known } = await target(input, scope, scheduler);
  await written(scheduler, { place, known: existing(known, name), schedule: undefined });
  return {};
};

export const listSchedules: ScheduleOperation = async (input, scope, { schedules, groups }) => {
  const [group, state] = [textIn(input, 'GroupName'), textIn(input, 'State')];
  const prefix = textIn(input, 'NamePrefix') ?? '';
  if (group !== undefined) await groups.existing({ ...scope, group });
  const found = schedules
    .list(scope)
    .filter(
      ({ place, schedule }) => schedule.name.startsWith(prefix) && (group ?? place.group) === place.group,
    )
    .filter(({ schedule }) => state === undefined || state === stateOf(schedule));
  const { page, next } = pageOf(input, found);
  return { Schedules: page.map(summary), ...next };
};

export const createScheduleGroup: ScheduleOperation = async (input, scope, { groups, clock }) => {
  const name = nameIn(input, 'Name');
  const { Tags: tags = [] } = input;
  if (JSON.stringify(tags) !== '[]')
    throw new ServiceRefusal('NotImplemented', 'The local EventBridge Scheduler has no Tags.', 501);
  const clientToken = textIn(input, 'ClientToken');
  const token = clientToken === undefined ? {} : { clientToken };
  await groups.create({ ...scope, group: name }, { name, createdAt: clock.now(), ...token });
  return { ScheduleGroupArn: groupArn(scope, name) };
};

export const getScheduleGroup: ScheduleOperation = async (input, scope, { groups }) => {
  const { group } = await groups.existing({ ...scope, group: nameIn(input, 'Name') });
  return shownGroup(group, scope);
};

/** At once, and its schedules with it: nobody sees it in the state DELETING. */
export const deleteScheduleGroup: ScheduleOperation = async (input, scope, { groups, schedules }) => {
  const place = { ...scope, group: nameIn(input, 'Name') };
  if (place.group === DEFAULT_GROUP) throw invalid('The default schedule group cannot be deleted.');
  const { version } = await groups.existing(place);
  if (!(await schedules.deleteGroup(place, groups.deletion(place, version)))) throw inTheMiddle();
  return {};
};

export const listScheduleGroups: ScheduleOperation = async (input, scope, { groups }) => {
  const prefix = textIn(input, 'NamePrefix') ?? '';
  const found = (await groups.list(scope)).filter(({ name }) => name.startsWith(prefix));
  const { page, next } = pageOf(input, found);
  return { ScheduleGroups: page.map((group) => shownGroup(group, scope)), ...next };
};

async function target(input: JsonObject, scope: Scope, { schedules, groups }: Scheduler) {
  const name = nameIn(input, 'Name');
  const group = textIn(input, 'GroupName') === undefined ? DEFAULT_GROUP : nameIn(input, 'GroupName');
  const place: SchedulePlace = { ...scope, group };
  await groups.existing(place);
  return { name, place, known: schedules.find(place, name) };
}

function existing(known: KnownSchedule | undefined, name: string): KnownSchedule {
  if (known !== undefined) return known;
  throw new ServiceRefusal('ResourceNotFoundException', `Schedule ${name} does not exist.`, 404);
}

async function timed(schedule: Schedule, now: Instant): Promise<Schedule> {
  const nextAt = await nextMoment(schedule, now - 1);
  return schedule.isEnabled && nextAt !== undefined ? { ...schedule, nextAt } : schedule;
}

/** Something that is to happen once, and cannot any more, is a mistake. */
function checkFuture({ expression, isEnabled, nextAt }: Schedule, now: Instant): void {
  if (isEnabled && isOnce(expression) && nextAt === undefined)
    throw invalid(`Invalid Schedule Expression ${expression}. It is before ${new Date(now).toISOString()}.`);
}

function timingOf({ expression, timeZone, startAt }: ScheduleSettings): string {
  return JSON.stringify([expression, timeZone, startAt]);
}

async function written(
  scheduler: Scheduler,
  change: Parameters<Scheduler['schedules']['write']>[0],
): Promise<void> {
  if (!(await scheduler.schedules.write(change))) throw inTheMiddle();
  scheduler.rescheduled();
}

/** One of its moments came in between. */
function inTheMiddle(): ServiceRefusal {
  return new ServiceRefusal('ConflictException', 'The resource was changed at the same time.', 409);
}

function stateOf({ isEnabled }: Schedule): string {
  return isEnabled ? 'ENABLED' : 'DISABLED';
}

function summary({ place, schedule }: KnownSchedule): JsonObject {
  return {
    ...{ Arn: scheduleArn(place, schedule.name), Name: schedule.name, GroupName: place.group },
    ...{ State: stateOf(schedule), Target: { Arn: schedule.target.Arn } },
    ...dates(schedule),
  };
}

function dates({ createdAt, modifiedAt }: Pick<Schedule, 'createdAt' | 'modifiedAt'>): JsonObject {
  return { CreationDate: createdAt / 1_000, LastModificationDate: modifiedAt / 1_000 };
}

function shown(known: KnownSchedule): JsonObject {
  const { expression, timeZone, startAt, endAt, description, window, isDeletedAfter, target } =
    known.schedule;
  const { Id: _own, ...given } = target;
  return {
    ...summary(known),
    ...{ ScheduleExpression: expression, ScheduleExpressionTimezone: timeZone, FlexibleTimeWindow: window },
    ActionAfterCompletion: isDeletedAfter ? 'DELETE' : 'NONE',
    Target: { RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 }, ...given },
    ...(startAt === undefined ? {} : { StartDate: startAt / 1_000 }),
    ...(endAt === undefined ? {} : { EndDate: endAt / 1_000 }),
    ...(description === undefined ? {} : { Description: description }),
  };
}

function shownGroup({ name, createdAt }: { name: string; createdAt: Instant }, scope: Scope): JsonObject {
  return {
    ...{ Arn: groupArn(scope, name), Name: name, State: 'ACTIVE' },
    ...dates({ createdAt, modifiedAt: createdAt }),
  };
}
