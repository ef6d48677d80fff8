import type { Json } from '../../src/base/json.ts';
import { Calls } from '../crash/calls.ts';

const ROLE = 'arn:aws:iam::123456789012:role/express';

/** For tests: an EXPRESS machine on a server in a process or a world of its own, called as the AWS CLI does. */
export class ExpressMachine {
  readonly calls: Calls;
  readonly stateMachineArn: string;

  private constructor(calls: Calls, stateMachineArn: string) {
    this.calls = calls;
    this.stateMachineArn = stateMachineArn;
  }

  static async create(url: string, definition: Json, name = 'm'): Promise<ExpressMachine> {
    const calls = new Calls(url);
    const machine = { name, definition: JSON.stringify(definition), roleArn: ROLE, type: 'EXPRESS' };
    const { stateMachineArn } = await calls.states('CreateStateMachine', machine);
    return new ExpressMachine(calls, String(stateMachineArn));
  }

  start(operation: 'StartExecution' | 'StartSyncExecution', input: Json, more: { name?: string } = {}) {
    const { stateMachineArn } = this;
    return this.calls.states(operation, { stateMachineArn, input: JSON.stringify(input), ...more });
  }
}
