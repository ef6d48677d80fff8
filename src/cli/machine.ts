import { isArray, isObject, member } from '../base/json.ts';
import { ApiError, type Client } from './client.ts';

/** Creates the state machine of that name, or gives the one there the new definition. @returns its ARN. */
export async function putMachine(client: Client, name: string, definition: string): Promise<string> {
  try {
    const created = await client.states('CreateStateMachine', { name, definition, roleArn: ROLE_ARN });
    return String(member(created, 'stateMachineArn'));
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'StateMachineAlreadyExists') throw error;
    const stateMachineArn = await findMachine(client, name);
    // Deleted in between: the first answer is still the truth about what was asked.
    if (stateMachineArn === undefined) throw error;
    await client.states('UpdateStateMachine', { stateMachineArn, definition });
    return stateMachineArn;
  }
}

/** Roles are stored and not assumed; the API wants one. */
export const ROLE_ARN = 'arn:aws:iam::123456789012:role/stepwell';

/** @returns its ARN; undefined when there is none of that name. */
export async function findMachine(client: Client, name: string): Promise<string | undefined> {
  let nextToken: string | undefined;
  do {
    const page = await client.states('ListStateMachines', nextToken === undefined ? {} : { nextToken });
    const machines = member(page, 'stateMachines');
    const found = (isArray(machines) ? machines : [])
      .filter(isObject)
      .find((one) => member(one, 'name') === name);
    if (found !== undefined) return String(member(found, 'stateMachineArn'));
    const token = member(page, 'nextToken');
    nextToken = typeof token === 'string' ? token : undefined;
  } while (nextToken !== undefined);
  return undefined;
}

/** @returns the execution's ARN. */
export async function startExecution(
  client: Client,
  { machine, input, name }: NewExecution,
): Promise<string> {
  const started = await client.states('StartExecution', {
    stateMachineArn: machine,
    input,
    ...(name === undefined ? {} : { name }),
  });
  return String(member(started, 'executionArn'));
}

export interface NewExecution {
  /** ARN of the state machine. */
  readonly machine: string;
  /** JSON text. */
  readonly input: string;
  readonly name?: string;
}
