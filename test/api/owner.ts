import assert from 'node:assert/strict';
import type { OperationName } from '../../src/api/model/operations.ts';
import { OPERATIONS } from '../../src/api/operation-table.ts';
import type { Scope } from '../../src/base/arn.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../src/base/json.ts';
import { signRequest } from '../../src/base/sigv4.ts';
import { type Server, startServer } from '../../src/server.ts';
import { MODEL } from '../clients/service-model.ts';
import { DEFINITION, FORMS, OWNER, QUESTIONS } from './foreign-questions.ts';

/** A name that the owner has given to one of each kind, and one of the same length that is nobody's. */
const [PRESENT, MISSING] = ['present', 'missing'];
const ACTIVITY = `arn:aws:states:${OWNER.region}:${OWNER.account}:activity:${PRESENT}`;
const MACHINE = `arn:aws:states:${OWNER.region}:${OWNER.account}:stateMachine:${PRESENT}`;
const ROLE = 'arn:aws:iam::111111111111:role/r';

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A server on which somebody has one of everything, and claims about what others learn of it. */
export class Owner {
  #server: Server | undefined;
  #taskToken = '';
  #before = '';

  async open(): Promise<void> {
    this.#server = await startServer({
      ...{ port: 0, host: '127.0.0.1', data: undefined, auth: 'off' as const, account: OWNER.account },
    });
    await this.#own('CreateActivity', { name: PRESENT });
    await this.#own('CreateActivity', { name: 'spare' });
    await this.#own('CreateStateMachine', { name: PRESENT, definition: DEFINITION, roleArn: ROLE });
    await this.#publish();
    await this.#own('StartExecution', { stateMachineArn: MACHINE, name: PRESENT });
    const { taskToken } = await this.#own('GetActivityTask', { activityArn: ACTIVITY });
    this.#taskToken = String(taskToken);
    this.#before = await this.#state();
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  /** What is there and what is not are answered alike, letter for letter but for the name, and as an operation may. */
  async tellsNothing(stranger: Scope, operation: OperationName, form: string): Promise<void> {
    const arnOf = FORMS[form];
    assert.ok(arnOf !== undefined, `there is no form ${form}`);
    for (const question of QUESTIONS[operation]) {
      const here = await this.#ask(stranger, operation, question(arnOf(PRESENT)));
      const nowhere = await this.#ask(stranger, operation, question(arnOf(MISSING)));
      assert.equal(here.status, nowhere.status, here.body);
      assert.equal(here.body.replaceAll(PRESENT, 'NAME'), nowhere.body.replaceAll(MISSING, 'NAME'));
      const code = here.status === 200 ? 'answered' : JSON.parse(here.body).__type;
      assert.ok(mayAnswer(operation).includes(code), `${operation} answers ${here.body}`);
    }
  }

  async listsNothing(stranger: Scope): Promise<void> {
    assert.equal((await this.#ask(stranger, 'ListActivities', {})).body, '{"activities":[]}');
    assert.equal((await this.#ask(stranger, 'ListStateMachines', {})).body, '{"stateMachines":[]}');
  }

  async takesNoAnswer(stranger: Scope): Promise<void> {
    for (const [operation, rest] of [
      ['SendTaskSuccess', { output: '{}' }],
      ['SendTaskFailure', {}],
      ['SendTaskHeartbeat', {}],
    ] as const) {
      const taken = await this.#ask(stranger, operation, { taskToken: this.#taskToken, ...rest });
      const forged = await this.#ask(stranger, operation, {
        taskToken: `${this.#taskToken.slice(0, -2)}xx`,
        ...rest,
      });
      assert.deepEqual(taken, forged);
      assert.equal(taken.status, 400);
    }
    await this.#own('SendTaskHeartbeat', { taskToken: this.#taskToken });
  }

  async continuesNoPage(stranger: Scope): Promise<void> {
    const { nextToken } = await this.#own('ListActivities', { maxResults: 1 });
    const stolen = await this.#ask(stranger, 'ListActivities', { maxResults: 1, nextToken });
    assert.deepEqual(
      stolen,
      await this.#ask(stranger, 'ListActivities', { maxResults: 1, nextToken: 'x.y' }),
    );
    assert.match(stolen.body, /InvalidToken/);
  }

  async leavesRoom(stranger: Scope): Promise<void> {
    const arn = ACTIVITY.replace(OWNER.account, stranger.account).replace(OWNER.region, stranger.region);
    const made = await this.#ask(stranger, 'CreateActivity', { name: PRESENT });
    assert.equal(JSON.parse(made.body).activityArn, arn);
    const machine = { name: PRESENT, definition: DEFINITION, roleArn: ROLE };
    assert.equal((await this.#ask(stranger, 'CreateStateMachine', machine)).status, 200);
    assert.equal(JSON.parse((await this.#ask(stranger, 'ListActivities', {})).body).activities.length, 1);
    // From here on an ARN that is taken for one's own by its name alone finds something.
    const stateMachineArn = MACHINE.replace(OWNER.account, stranger.account).replace(
      OWNER.region,
      stranger.region,
    );
    const routingConfiguration = [{ stateMachineVersionArn: `${stateMachineArn}:1`, weight: 100 }];
    for (const [operation, input] of [
      ['PublishStateMachineVersion', { stateMachineArn }],
      ['CreateStateMachineAlias', { name: 'PROD', routingConfiguration }],
      ['StartExecution', { stateMachineArn, name: PRESENT }],
    ] as const) {
      assert.equal((await this.#ask(stranger, operation, input)).status, 200);
    }
  }

  async isUntouched(): Promise<void> {
    assert.equal(await this.#state(), this.#before);
  }

  async #publish(): Promise<void> {
    const { stateMachineVersionArn } = await this.#own('PublishStateMachineVersion', {
      stateMachineArn: MACHINE,
    });
    const routingConfiguration = [{ stateMachineVersionArn: stateMachineVersionArn ?? null, weight: 100 }];
    await this.#own('CreateStateMachineAlias', { name: 'PROD', routingConfiguration });
  }

  /** All that the owner can see. */
  async #state(): Promise<string> {
    const executionArn = MACHINE.replace('stateMachine', 'execution').concat(`:${PRESENT}`);
    const answers = [
      await this.#own('ListActivities', {}),
      await this.#own('ListStateMachines', {}),
      await this.#own('DescribeStateMachine', { stateMachineArn: MACHINE }),
      await this.#own('ListExecutions', { stateMachineArn: MACHINE }),
      await this.#own('DescribeExecution', { executionArn }),
      await this.#own('GetExecutionHistory', { executionArn }),
    ];
    assert.equal(lengthOf(answers[0]?.activities), 2);
    for (const [operation, input] of [
      ['ListStateMachineVersions', { stateMachineArn: MACHINE }],
      ['ListStateMachineAliases', { stateMachineArn: MACHINE }],
      ['ListTagsForResource', { resourceArn: MACHINE }],
    ] as const) {
      answers.push(await this.#own(operation, input));
    }
    return JSON.stringify(answers);
  }

  async #own(operation: string, input: JsonObject): Promise<JsonObject> {
    const { status, body } = await this.#ask(OWNER, operation, input);
    assert.equal(status, 200, `${operation}: ${body}`);
    const answer: Json = JSON.parse(body);
    return isObject(answer) ? answer : {};
  }

  async #ask({ region, account }: Scope, operation: string, input: object): Promise<Answer> {
    assert.ok(this.#server !== undefined, 'it was never opened');
    const request = { method: 'POST', url: `${this.#server.url}/`, body: JSON.stringify(input) };
    const headers = signRequest({
      ...request,
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AWSStepFunctions.${operation}`,
      },
      ...{ service: 'states', region, now: Date.now() },
      // Without authentication, a key of 12 digits is the account.
      credentials: { accessKeyId: account, secretAccessKey: 'any' },
    });
    const response = await fetch(request.url, { ...request, headers });
    return { status: response.status, body: await response.text() };
  }
}

/** AWS answers these with success, or an empty list, about what does not exist. */
const IDEMPOTENT = /^(Delete|ListStateMachineVersions|ListStateMachineAliases)/;

/** The errors that the model gives it, and no other. */
function mayAnswer(operation: OperationName): readonly string[] {
  if (!Object.hasOwn(OPERATIONS, operation)) return ['UnknownOperationException'];
  return [...MODEL.operations[operation].errors, ...(IDEMPOTENT.test(operation) ? ['answered'] : [])];
}

function lengthOf(list: Json | undefined): number {
  return isArray(list) ? list.length : 0;
}
