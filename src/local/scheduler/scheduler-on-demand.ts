import type { HttpService } from '../../base/http-service.ts';
import { OnDemand } from '../service/on-demand.ts';
import { SCHEDULE_KIND } from './schedule-document.ts';
import type { Scheduler, SchedulerOptions } from './scheduler.ts';

const BODY_BYTES_MAX = 1_048_576;

/** Our own EventBridge Scheduler: loaded when there is a schedule, and else by the first call. */
export class SchedulerOnDemand {
  readonly api: HttpService;
  readonly #service: OnDemand<Awaited<ReturnType<SchedulerOnDemand['open']>>>;
  readonly #options: SchedulerOptions;
  #scheduler: Scheduler | undefined;
  #isStarted = false;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#service = new OnDemand({ bodyBytesMax: BODY_BYTES_MAX, open: () => this.open() });
    this.api = this.#service;
  }

  async load(): Promise<void> {
    const { store } = this.#options;
    const [schedule] = await store.documents(SCHEDULE_KIND, { prefix: '', limit: 1 });
    if (schedule !== undefined) await this.#service.opened();
  }

  /** Goes on with the schedules of a former server. */
  start(): void {
    this.#isStarted = true;
    this.#scheduler?.start();
  }

  async close(): Promise<void> {
    await this.#service.close();
  }

  /** Called by the service's first call. */
  async open() {
    const [{ Scheduler: Opened }, { createSchedulerApi }] = await Promise.all([
      import('./scheduler.ts'),
      import('./api.ts'),
    ]);
    const scheduler = await Opened.open(this.#options);
    this.#scheduler = scheduler;
    if (this.#isStarted) scheduler.start();
    return { api: createSchedulerApi(scheduler), close: () => scheduler.close() };
  }
}
