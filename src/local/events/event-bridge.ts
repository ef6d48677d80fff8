import { busEventText } from '../../base/bus-event.ts';
import type { Clock } from '../../base/clock.ts';
import type { Documents } from '../../base/documents.ts';
import type { Entropy } from '../../base/entropy.ts';
import { isObject, type Json, member } from '../../base/json.ts';
import type { Outbox, OutboxEntry } from '../../base/outbox.ts';
import type { Instant } from '../../base/time.ts';
import { RepeatingScan } from '../service/repeating-scan.ts';
import { Buses } from './buses.ts';
import { Deliveries, type DeliveriesOptions } from './deliveries.ts';
import { deliveriesOf, uuidOf } from './delivery.ts';
import { LATE_MS_MAX, meetDue } from './due.ts';
import { type BusPlace, DEFAULT_BUS, ruleArn } from './place.ts';
import { BUS_QUEUE } from './queues.ts';
import { type KnownRule, Rules } from './rules.ts';
import { parseSchedule } from './schedule.ts';

export interface EventBridgeOptions extends DeliveriesOptions {
  readonly store: Documents & Outbox;
  readonly entropy: Entropy;
  /** Whether this server has a service that a rule could call. */
  readonly hasService: (service: string) => boolean;
}

const PAGE = 32;
const POLL_MS = 1_000;

/**
 * Rules, and what follows from them. An event becomes deliveries, one for each target of each rule it meets, in the
 * transaction that accepts it; from then on it does not matter what happens to the rule or to the process.
 */
export class EventBridge {
  readonly rules: Rules;
  readonly buses: Buses;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly hasService: (service: string) => boolean;
  readonly #store: Documents & Outbox;
  readonly #deliveries: Deliveries;
  readonly #news: RepeatingScan;
  readonly #schedules: RepeatingScan;

  private constructor(options: EventBridgeOptions) {
    const { store, clock, onDefect } = options;
    this.#store = store;
    this.clock = clock;
    this.entropy = options.entropy;
    this.hasService = options.hasService;
    this.rules = new Rules(store);
    this.buses = new Buses(store);
    this.#deliveries = new Deliveries(options);
    this.#news = new RepeatingScan({ clock, onDefect, scan: () => this.#spread() });
    this.#schedules = new RepeatingScan({ clock, onDefect, scan: () => this.#meetSchedules() });
  }

  /** Knows all rules when it resolves, and does nothing yet. */
  static async open(options: EventBridgeOptions): Promise<EventBridge> {
    const opened = new EventBridge(options);
    await opened.rules.load();
    return opened;
  }

  /** Goes on with what is in the outbox; once, when targets can be reached. */
  start(): void {
    for (const scan of [this.#deliveries, this.#news, this.#schedules]) scan.start();
  }

  /** There is an event for a default bus. */
  wake(): void {
    this.#news.wake();
  }

  /** There is a delivery of somebody else's in the outbox. */
  deliver(): void {
    this.#deliveries.wake();
  }

  /** A rule has changed: its schedule may be the next one now. */
  rescheduled(): void {
    this.#schedules.wake();
  }

  async close(): Promise<void> {
    await Promise.all([this.#news.close(), this.#schedules.close()]);
    await this.#deliveries.close();
  }

  /** Takes events: they are on disk, for whoever awaits them, when it resolves. */
  async accept(events: readonly { readonly place: BusPlace; readonly id: string; readonly text: string }[]) {
    const now = this.clock.now();
    const append = events.flatMap((event) => this.#deliveriesOf(event.place, event, now));
    if (append.length === 0) return;
    await this.#store.write([], { append });
    this.#deliveries.wake();
  }

  #deliveriesOf(place: BusPlace, { id, text }: { id: string; text: string }, at: Instant): OutboxEntry[] {
    // Whoever made the text made it of an object.
    const event: Json = JSON.parse(text);
    if (!isObject(event)) return [];
    return this.rules.matching(place, event).flatMap((rule) => deliveriesOf(rule, { id, text, at }));
  }

  /** Exchanges events of default buses for their deliveries. */
  async #spread(): Promise<number> {
    const now = this.clock.now();
    const page = await this.#store.outbox(BUS_QUEUE, now, PAGE);
    if (page.length === 0) return POLL_MS;
    const append = page.flatMap(({ text }) => {
      const { id, place } = headOf(text);
      return this.#deliveriesOf(place, { id, text }, now);
    });
    await this.#store.write([], { append, remove: page.map(({ position }) => position) });
    if (append.length > 0) this.#deliveries.wake();
    return page.length < PAGE ? POLL_MS : 0;
  }

  async #meetSchedules(): Promise<number> {
    const appointments = [...this.rules.all()].map((known) => ({
      nextAt: known.rule.nextAt,
      meet: (moment: Instant) => this.#meet(known, moment),
    }));
    return await meetDue(this.clock, appointments);
  }

  /** One write moves the schedule on and takes the event: each moment is met once, whenever the server dies. */
  async #meet(known: KnownRule, moment: Instant): Promise<Instant | undefined> {
    const now = this.clock.now();
    const { rule, place } = known;
    const nextAt = await nextMoment(rule.schedule, rule.createdAt, now);
    const { nextAt: _met, ...rest } = rule;
    const moved = { ...rest, ...(nextAt === undefined ? {} : { nextAt }) };
    const append = now - moment > LATE_MS_MAX ? [] : deliveriesOf(known, scheduledEvent(known, moment));
    if (!(await this.rules.write({ place, known, rule: moved }, { append }))) return now;
    if (append.length > 0) this.#deliveries.wake();
    return nextAt;
  }
}

/** When a schedule is next to be met; undefined where there is none, or never again. */
export async function nextMoment(schedule: string | undefined, since: Instant, after: Instant) {
  return schedule === undefined ? undefined : (await parseSchedule(schedule, since)).nextAfter(after);
}

function scheduledEvent({ place, rule }: KnownRule, moment: Instant) {
  const arn = ruleArn(place, rule.name);
  const id = uuidOf([arn, `${moment}`]);
  const text = busEventText({
    ...{ id, source: 'aws.events', detailType: 'Scheduled Event', scope: place },
    ...{ at: moment, resources: [arn], detail: '{}' },
  });
  return { id, text, at: moment };
}

function headOf(text: string): { id: string; place: BusPlace } {
  const event: Json = JSON.parse(text);
  const part = (name: string) => String(isObject(event) ? member(event, name) : undefined);
  return { id: part('id'), place: { region: part('region'), account: part('account'), bus: DEFAULT_BUS } };
}
