import type { Scope } from '../../base/arn.ts';
import type { Documents, DocumentWrite } from '../../base/documents.ts';
import type { OutboxChange } from '../../base/outbox.ts';
import { SCHEDULE_KIND, type Schedule, type SchedulePlace, scheduleKey } from './schedule-document.ts';

/** A schedule in memory. */
export interface KnownSchedule {
  readonly place: SchedulePlace;
  readonly schedule: Schedule;
  readonly version: number;
}

/** All schedules are in memory. */
const SCHEDULES_MAX = 1_000_000;

/** The schedules that exist: documents, and a copy of them in memory that is never ahead of the disk. */
export class Schedules {
  readonly #documents: Documents;
  readonly #byKey = new Map<string, KnownSchedule>();

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  async load(): Promise<void> {
    const query = { prefix: '', limit: SCHEDULES_MAX };
    for (const { key, text, version } of await this.#documents.documents(SCHEDULE_KIND, query)) {
      const [region = '', account = '', group = ''] = key.split('/');
      // Our own text.
      const schedule = JSON.parse(text) as Schedule;
      this.#byKey.set(key, { place: { region, account, group }, schedule, version });
    }
  }

  find(place: SchedulePlace, name: string): KnownSchedule | undefined {
    return this.#byKey.get(scheduleKey(place, name));
  }

  all(): KnownSchedule[] {
    return [...this.#byKey.values()];
  }

  /** By name. */
  list({ region, account }: Scope): KnownSchedule[] {
    const own = this.all().filter(({ place }) => place.region === region && place.account === account);
    return own.sort((a, b) => (a.schedule.name < b.schedule.name ? -1 : 1));
  }

  /**
   * Changes a schedule, or makes it.
   *
   * @param change.known The schedule that was read; undefined: there is none yet.
   * @param change.schedule Undefined deletes it.
   * @returns false when somebody else was faster: nothing was written then.
   */
  async write(
    change: {
      readonly place: SchedulePlace;
      readonly known: KnownSchedule | undefined;
      readonly schedule: Schedule | undefined;
    },
    outbox?: OutboxChange,
  ): Promise<boolean> {
    const { place, known, schedule } = change;
    const name = (schedule ?? known?.schedule)?.name;
    if (name === undefined) return true;
    const key = scheduleKey(place, name);
    const version = known?.version ?? 0;
    const text = schedule === undefined ? undefined : JSON.stringify(schedule);
    const write = { kind: SCHEDULE_KIND, key, text, expectedVersion: version };
    if ((await this.#documents.write([write], outbox)) === 'conflict') return false;
    if (schedule === undefined) this.#byKey.delete(key);
    else this.#byKey.set(key, { place, schedule, version: version + 1 });
    return true;
  }

  /** Deletes all of a group, in one write with its own document. @returns as `write`. */
  async deleteGroup(place: SchedulePlace, group: DocumentWrite): Promise<boolean> {
    const own = this.list(place).filter((known) => known.place.group === place.group);
    const writes = own.map(({ schedule: { name }, version }) => ({
      ...{ kind: SCHEDULE_KIND, key: scheduleKey(place, name), text: undefined, expectedVersion: version },
    }));
    if ((await this.#documents.write([group, ...writes])) === 'conflict') return false;
    for (const { key } of writes) this.#byKey.delete(key);
    return true;
  }
}
