import assert from 'node:assert/strict';
import type { JsonObject } from '../../src/base/json.ts';
import { createSchedulerApi } from '../../src/local/scheduler/api.ts';
import { Scheduler } from '../../src/local/scheduler/scheduler.ts';
import { quiet } from '../engine/fake-clock.ts';
import { EventWorld, MACHINE, SCOPE } from './event-world.ts';

export const ROLE = 'arn:aws:iam::123456789012:role/r';

/** For tests: EventBridge Scheduler beside an EventBridge that makes its deliveries. */
export class SchedulerWorld {
  readonly events: EventWorld;
  readonly scheduler: Scheduler;
  readonly lines: string[];

  private constructor(events: EventWorld, scheduler: Scheduler, lines: string[]) {
    this.events = events;
    this.scheduler = scheduler;
    this.lines = lines;
  }

  /** @param before A world whose process has died: its store is this one's. */
  static async start(before?: SchedulerWorld): Promise<SchedulerWorld> {
    const events = await EventWorld.start(before?.events);
    const { store, clock, bridge } = events;
    const lines: string[] = [];
    const scheduler = await Scheduler.open({
      ...{ store, clock, hasService: () => true, log: (line) => lines.push(line) },
      deliver: async () => bridge.deliver(),
      onDefect: (error) => assert.fail(String(error)),
    });
    scheduler.start();
    await quiet();
    return new SchedulerWorld(events, scheduler, lines);
  }

  /** The process is gone: nothing of it happens any more. */
  async die(): Promise<void> {
    this.events.clock.clear();
    await Promise.all([this.scheduler.close(), this.events.bridge.close()]);
  }

  /** @param path With its query. */
  async ask(method: string, path: string, input: JsonObject = {}, scope = SCOPE) {
    const url = new URL(path, 'http://here');
    const { status, body } = await createSchedulerApi(this.scheduler).handle({
      ...{ method, path: url.pathname, query: url.searchParams, headers: {}, requestId: 'r', scope },
      ...{ body: Buffer.from(JSON.stringify(input)), signal: new AbortController().signal },
    });
    for (let n = 0; n < 5; n++) await quiet();
    const answer: JsonObject = JSON.parse(String(body));
    return { status, answer };
  }

  /** Makes a schedule that starts executions. @throws AssertionError when it is refused. */
  async create(name: string, expression: string, more: JsonObject = {}): Promise<void> {
    const { status, answer } = await this.ask('POST', `/schedules/${name}`, schedule(expression, more));
    assert.equal(status, 200, JSON.stringify(answer));
  }

  async refuses(expression: string, more: JsonObject, message: RegExp): Promise<void> {
    const { status, answer } = await this.ask('POST', '/schedules/refused', schedule(expression, more));
    assert.ok(status === 400 || status === 501, `${status}`);
    assert.match(String(answer.Message), message);
  }

  async pass(ms: number): Promise<void> {
    await this.events.clock.pass(ms);
    for (let n = 0; n < 5; n++) await quiet();
  }

  async names(): Promise<string[]> {
    const { answer } = await this.ask('GET', '/schedules');
    return JSON.parse(JSON.stringify(answer.Schedules)).map((one: { Name: string }) => one.Name);
  }
}

export function schedule(expression: string, more: JsonObject = {}): JsonObject {
  return {
    ...{ ScheduleExpression: expression, FlexibleTimeWindow: { Mode: 'OFF' } },
    Target: { Arn: MACHINE, RoleArn: ROLE, Input: '{"at":"<aws.scheduler.scheduled-time>"}' },
    ...more,
  };
}
