import assert from 'node:assert/strict';
import type { JsonObject } from '../../src/base/json.ts';
import { createEventsApi } from '../../src/local/events/api.ts';
import { EventBridge } from '../../src/local/events/event-bridge.ts';
import type { TargetCall } from '../../src/local/events/target-call.ts';
import type { Store } from '../../src/store/store.ts';
import { FakeClock, quiet } from '../engine/fake-clock.ts';
import { forgetfulStore } from '../store/forgetful.ts';

export const SCOPE = { region: 'us-east-1', account: '123456789012' };
export const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:m';
export const TARGET = { Id: '1', Arn: MACHINE, RoleArn: 'arn:aws:iam::123456789012:role/r' };

/** For tests: EventBridge on a store that outlives it, and what its targets are sent. */
export class EventWorld {
  readonly clock: FakeClock;
  readonly store: Store;
  readonly calls: TargetCall[];
  readonly bridge: EventBridge;

  private constructor(clock: FakeClock, store: Store, calls: TargetCall[], bridge: EventBridge) {
    this.clock = clock;
    this.store = store;
    this.calls = calls;
    this.bridge = bridge;
  }

  /** @param before A world whose process has died: its store is this one's. */
  static async start(before?: EventWorld): Promise<EventWorld> {
    const store = before?.store ?? forgetfulStore();
    const clock = new FakeClock();
    if (before !== undefined) clock.jump(before.clock.now() - clock.now());
    const calls: TargetCall[] = [];
    let uuids = 0;
    const bridge = await EventBridge.open({
      ...{ store, clock, url: () => 'http://here', log: () => {} },
      entropy: { random: () => 0.5, uuid: () => `uuid-${++uuids}` },
      hasService: (service) => service !== 'sns',
      onDefect: (error) => assert.fail(String(error)),
      async call(call) {
        calls.push(call);
        return { status: 200, headers: {}, body: '{}' };
      },
    });
    bridge.start();
    await quiet();
    return new EventWorld(clock, store, calls, bridge);
  }

  async call(operation: string, input: JsonObject, scope = SCOPE): Promise<JsonObject> {
    const answer = await createEventsApi(this.bridge).handle({
      ...{ method: 'POST', path: '/', query: new URLSearchParams(), requestId: 'r', scope },
      headers: { 'x-amz-target': `AWSEvents.${operation}` },
      ...{ body: Buffer.from(JSON.stringify(input)), signal: new AbortController().signal },
    });
    await quiet();
    return JSON.parse(String(answer.body));
  }

  async refuses(operation: string, input: JsonObject, code: string, message?: RegExp): Promise<void> {
    const { __type: type, message: said } = await this.call(operation, input);
    assert.equal(type, code, String(said));
    if (message !== undefined) assert.match(String(said), message);
  }

  /** A rule on these events whose target is a state machine. */
  async rule(Name: string, rule: JsonObject): Promise<void> {
    await this.call('PutRule', { Name, ...rule });
    await this.call('PutTargets', { Rule: Name, Targets: [TARGET] });
  }

  /** What executions were started with, and their names. */
  starts(): { readonly name: string; readonly input: JsonObject }[] {
    return this.calls.map(({ body }) => {
      const { name, input } = JSON.parse(body);
      return { name, input: JSON.parse(input) };
    });
  }
}
