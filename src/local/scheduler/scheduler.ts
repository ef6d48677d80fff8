import { busEventText } from '../../base/bus-event.ts';
import type { Clock } from '../../base/clock.ts';
import type { Documents } from '../../base/documents.ts';
import type { Outbox, OutboxEntry } from '../../base/outbox.ts';
import type { Instant } from '../../base/time.ts';
import { deliveryEntry, uuidOf } from '../events/delivery.ts';
import { LATE_MS_MAX, meetDue } from '../events/due.ts';
import { RepeatingScan } from '../service/repeating-scan.ts';
import { Groups } from './groups.ts';
import { isOnce, nextMoment } from './moments.ts';
import { scheduleArn } from './schedule-document.ts';
import { type KnownSchedule, Schedules } from './schedules.ts';

export interface SchedulerOptions {
  readonly store: Documents & Outbox;
  readonly clock: Clock;
  /** Whether this server has a service that a schedule could call. */
  readonly hasService: (service: string) => boolean;
  /** A delivery is in the outbox: whoever makes those of rules makes it. */
  readonly deliver: () => Promise<void>;
  readonly log: (line: string) => void;
  readonly onDefect: (error: unknown) => void;
}

/** How late the only moment of a schedule is still met. */
const ONCE_LATE_MS_MAX = 86_400_000;

/** EventBridge Scheduler: schedules, whose moments become deliveries. */
export class Scheduler {
  readonly schedules: Schedules;
  readonly groups: Groups;
  readonly clock: Clock;
  readonly hasService: SchedulerOptions['hasService'];
  readonly #options: SchedulerOptions;
  readonly #moments: RepeatingScan;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(options: SchedulerOptions) {
    const { store, clock, onDefect } = options;
    this.#options = options;
    this.clock = clock;
    this.hasService = options.hasService;
    this.schedules = new Schedules(store);
    this.groups = new Groups(store);
    this.#moments = new RepeatingScan({ clock, onDefect, scan: () => this.#meetAll() });
  }

  /** Knows all schedules when it resolves, and does nothing yet. */
  static async open(options: SchedulerOptions): Promise<Scheduler> {
    const opened = new Scheduler(options);
    await opened.schedules.load();
    return opened;
  }

  /** Once, when targets can be reached. */
  start(): void {
    this.#moments.start();
  }

  /** A schedule has changed: it may be the next one now. */
  rescheduled(): void {
    this.#moments.wake();
  }

  /** One change after the other, so that no schedule comes into a group that is being deleted. */
  async inTurn<Answer>(change: () => Promise<Answer>): Promise<Answer> {
    const answer = this.#last.then(change);
    this.#last = answer.catch(() => undefined);
    return await answer;
  }

  async close(): Promise<void> {
    await this.#moments.close();
  }

  async #meetAll(): Promise<number> {
    const appointments = this.schedules.all().map((known) => ({
      nextAt: known.schedule.nextAt,
      meet: (moment: Instant) => this.#meet(known, moment),
    }));
    return await meetDue(this.clock, appointments);
  }

  /** One write moves the schedule on and takes its delivery: each moment is met once, whenever the server dies. */
  async #meet(known: KnownSchedule, moment: Instant): Promise<Instant | undefined> {
    const now = this.clock.now();
    const { schedule, place } = known;
    const nextAt = await nextMoment(schedule, Math.max(now, moment));
    const { nextAt: _met, ...rest } = schedule;
    const isKept = nextAt !== undefined || !schedule.isDeletedAfter;
    const moved = isKept ? { ...rest, ...(nextAt === undefined ? {} : { nextAt }) } : undefined;
    const lateMsMax = isOnce(schedule.expression) ? ONCE_LATE_MS_MAX : LATE_MS_MAX;
    const isMet = now - moment <= lateMsMax;
    const append = isMet ? [deliveryOf(known, moment, now)] : [];
    if (!(await this.schedules.write({ place, known, schedule: moved }, { append }))) return now;
    if (isMet) await this.#options.deliver();
    else this.#options.log(`schedule ${scheduleArn(place, schedule.name)}: missed ${timeOf(moment)}`);
    return nextAt;
  }
}

function deliveryOf({ place, schedule }: KnownSchedule, moment: Instant, now: Instant): OutboxEntry {
  const { region, account } = place;
  const arn = scheduleArn(place, schedule.name);
  // Another schedule of the same name is another one.
  const id = uuidOf([arn, `${schedule.createdAt}`, `${moment}`]);
  const { Input: input } = schedule.target;
  return deliveryEntry({
    ...{ scope: { region, account }, ruleArn: arn, scheduledAt: moment, target: schedule.target },
    event: typeof input === 'string' ? input : notification(place, arn, { id, moment }),
    ...{ eventId: id, at: now, failed: 0 },
  });
}

/** What a target is given that is to be given nothing else. */
function notification(
  scope: KnownSchedule['place'],
  arn: string,
  { id, moment }: { readonly id: string; readonly moment: Instant },
): string {
  return busEventText({
    ...{ id, source: 'aws.scheduler', detailType: 'Scheduled Event', scope, at: moment, resources: [arn] },
    // AWS's own is text.
    detail: '"{}"',
  });
}

function timeOf(at: Instant): string {
  return new Date(at).toISOString();
}
