import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Json, type JsonObject, member } from '../../src/base/json.ts';
import { type Client, clientOf, clientOfOwn } from '../../src/cli/client.ts';
import { startServer } from '../../src/server.ts';
import { makeBuckets } from './buckets.ts';
import { bystanderOf } from './bystander.ts';
import { type Difference, differencesOf, renumbered } from './difference.ts';
import { changeGroups, isEnd, loggedBy } from './logged-events.ts';
import { mapRunRules, withLaterExits } from './map-run-events.ts';
import { MessageConsumer } from './message-consumer.ts';
import { inOneAccount, isNews } from './news.ts';
import { type Rule, withPlaceholders } from './placeholders.ts';
import { executionNameOf, type RecordedCase, type RecordedMachine, type Records } from './recorded-case.ts';
import { functionOf } from './recorded-function.ts';
import { renamed } from './renaming.ts';
import { asValue, isContainer } from './tree.ts';

/** No recorded execution took longer. */
const DEADLINE_MS = 100_000;
const LOOK_MS_MAX = 400;

/** Runs recorded executions on a server of its own, or on one that is there, and compares what comes out. */
export class Player implements AsyncDisposable {
  readonly #client: Client;
  readonly #endpoint: string;
  readonly #close: () => Promise<void>;
  /** Absent on a server of its own, which is new: the names of the records are free there. */
  readonly #run: string | undefined;

  private constructor(
    { client, endpoint }: { readonly client: Client; readonly endpoint: string },
    close: () => Promise<void>,
    run?: string,
  ) {
    this.#client = client;
    this.#endpoint = endpoint;
    this.#close = close;
    this.#run = run;
  }

  static async start(endpoint?: string): Promise<Player> {
    if (endpoint !== undefined) {
      const client = clientOf(endpoint, process.env);
      return new Player({ client, endpoint }, async () => {}, String(Date.now()));
    }
    const directory = mkdtempSync(join(tmpdir(), 'stepwell-conformance-'));
    // The account of the records, whose machines and functions name each other by ARN.
    const account = '000000000000';
    const server = await startServer({ port: 0, host: '127.0.0.1', data: directory, auth: 'off', account });
    return new Player({ client: clientOfOwn(server), endpoint: server.url }, async () => {
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }

  /** @throws what the API refuses, and an Error when a record cannot be compared. */
  async differences(recorded: RecordedCase, standard: Records['standard']): Promise<Difference[]> {
    const one = this.#run === undefined ? recorded : renamed(recorded, namesOf(recorded), this.#run);
    if (one.operation === 'StartSyncExecution') return await this.#synchronous(one, standard);
    if (one.machine.type === 'EXPRESS') return await this.#asynchronous(one, standard);
    const executionArn = await this.#execute(one);
    const describe = await this.#client.states('DescribeExecution', { executionArn });
    const history = await this.#client.states('GetExecutionHistory', { executionArn });
    const answers: Record<string, Json> = { describe, history };
    if (one.expected['history.reversed'] !== undefined) {
      const backwards = { executionArn, reverseOrder: true };
      answers['history.reversed'] = await this.#client.states('GetExecutionHistory', backwards);
    }
    const { expected } = one;
    if (expected.logged_execution_events !== undefined) {
      const wanted = expected.logged_execution_events.length;
      answers.logged_execution_events = await loggedBy(
        this.#client,
        one,
        (events) => events.length >= wanted,
      );
    }
    if ('output' in expected) return differencesOf(asValue(expected.output), asValue(describe.output));
    const keys = Object.keys(expected).filter((key) => Object.hasOwn(answers, key));
    if (keys.length === 0) throw new Error(`it records nothing but ${Object.keys(expected)}`);
    return compared(
      Object.fromEntries(
        Object.entries(expected).flatMap(([key, answer]) =>
          keys.includes(key) ? [[key, withLaterExits(answer)]] : [],
        ),
      ),
      Object.fromEntries(keys.map((key) => [key, answers[key]])),
      [...rulesOf(one, standard), ...mapRunRules(history)],
    ).filter((difference) => isNews(difference, one));
  }

  async #synchronous(one: RecordedCase, standard: Records['standard']): Promise<Difference[]> {
    const stateMachineArn = await this.#create(one);
    const start = { stateMachineArn, input: one.input ?? '{}', ...nameOf(one) };
    const sync = await this.#client.states('StartSyncExecution', start);
    await this.#deleteFunctions(one);
    const rules = withDrawn(rulesOf(one, standard), '<SyncExecArn_Part2_0idx>', textOf(sync, 'executionArn'));
    return compared({ sync: one.expected.sync }, { sync }, rules);
  }

  async #asynchronous(one: RecordedCase, standard: Records['standard']): Promise<Difference[]> {
    const stateMachineArn = await this.#create(one);
    const start = { stateMachineArn, input: one.input ?? '{}', ...nameOf(one) };
    const started = await this.#client.states('StartExecution', start);
    const events = await loggedBy(this.#client, one, (logged) => logged.some(isEnd));
    await this.#deleteFunctions(one);
    const rules = withDrawn(
      rulesOf(one, standard),
      '<ExpressExecArn_Part2_0idx>',
      textOf(started, 'executionArn'),
    );
    return compared({ end_event: one.expected.end_event }, { end_event: events.find(isEnd) }, rules);
  }

  /** @returns the ARN of the execution, once it has ended. */
  async #execute(one: RecordedCase): Promise<string> {
    const client = this.#client;
    const bystander = bystanderOf(one);
    const consumer = new MessageConsumer(this.#endpoint, one);
    const machineArn = await this.#create(one);
    const stateMachineArn =
      one.target === undefined ? machineArn : await this.#publish(machineArn, one.target);
    await bystander.before(client);
    await consumer.before();
    const start = { stateMachineArn, input: one.input ?? '{}', ...nameOf(one) };
    const executionArn = textOf(await client.states('StartExecution', start), 'executionArn');
    await Promise.all([bystander.during(client, executionArn), consumer.during(), this.#end(executionArn)]);
    await this.#deleteFunctions(one);
    return executionArn;
  }

  /** @returns the ARN of the state machine; its functions are there, too. */
  async #create(one: RecordedCase): Promise<string> {
    const { machine, otherMachines = [], lambdas = [] } = one;
    await makeBuckets(this.#endpoint, one);
    await changeGroups(this.#client, one, 'CreateLogGroup');
    for (const other of otherMachines) await this.#client.states('CreateStateMachine', settingsOf(other));
    const created = await this.#client.states('CreateStateMachine', settingsOf(machine));
    await changeGroups(this.#client, one, 'DeleteLogGroup');
    for (const recorded of lambdas) {
      await this.#client.lambda('POST', '/2015-03-31/functions', functionOf(recorded));
    }
    return textOf(created, 'stateMachineArn');
  }

  /** Publishes what a case starts: a first version, and an alias of it when the target names one. */
  async #publish(stateMachineArn: string, target: string): Promise<string> {
    const published = await this.#client.states('PublishStateMachineVersion', { stateMachineArn });
    const version = textOf(published, 'stateMachineVersionArn');
    const name = target.slice(target.lastIndexOf(':') + 1);
    if (/^\d+$/.test(name)) return version;
    const routingConfiguration = [{ stateMachineVersionArn: version, weight: 100 }];
    const alias = await this.#client.states('CreateStateMachineAlias', { name, routingConfiguration });
    return textOf(alias, 'stateMachineAliasArn');
  }

  async #deleteFunctions({ lambdas = [] }: RecordedCase): Promise<void> {
    for (const { name } of lambdas) await this.#client.lambda('DELETE', `/2015-03-31/functions/${name}`);
  }

  async #end(executionArn: string): Promise<void> {
    const deadline = Date.now() + DEADLINE_MS;
    for (let lookMs = 10; ; lookMs = Math.min(2 * lookMs, LOOK_MS_MAX)) {
      const { status } = await this.#client.states('DescribeExecution', { executionArn });
      if (status !== 'RUNNING') return;
      if (Date.now() > deadline) throw new Error('it does not end');
      await pause(lookMs);
    }
  }
}

function settingsOf(machine: RecordedMachine): JsonObject {
  const { name, definition, roleArn, type, loggingConfiguration } = machine;
  return {
    ...{ name, definition, roleArn, ...(type === undefined ? {} : { type }) },
    ...(loggingConfiguration === undefined ? {} : { loggingConfiguration }),
  };
}

/** Where the names are that a run on an endpoint must change. */
function namesOf({ machine, otherMachines = [], lambdas = [], transformers }: RecordedCase): string[] {
  const rules = transformers.map((rule) => (rule.kind === 'RegexTransformer' ? rule.regex : ''));
  const machines = [machine, ...otherMachines].map(({ name }) => name);
  return [...machines, ...lambdas.map(({ name }) => name), ...rules];
}

function nameOf(one: RecordedCase): { readonly name?: string } {
  const name = executionNameOf(one);
  return name === undefined ? {} : { name };
}

function rulesOf(
  { standard: isStandard, transformers }: RecordedCase,
  standard: Records['standard'],
): Rule[] {
  return isStandard ? [...standard.head, ...transformers, ...standard.tail] : [...transformers];
}

/** The last part of an Express execution's ARN is drawn anew by every call. */
function withDrawn(rules: readonly Rule[], replacement: string, arn: string): Rule[] {
  const regex = arn.split(':').at(-1) ?? '';
  return rules.map((rule) =>
    rule.kind === 'RegexTransformer' && rule.replacement === replacement ? { ...rule, regex } : rule,
  );
}

function compared(
  aws: Readonly<Record<string, unknown>>,
  answers: Readonly<Record<string, Json | undefined>>,
  rules: readonly Rule[],
): Difference[] {
  const [recorded, observed] = [withoutMetadata(aws), withPlaceholders(answers, rules)].map(inOneAccount);
  return differencesOf(renumbered(recorded), renumbered(observed));
}

function textOf(answer: JsonObject, key: string): string {
  return String(member(answer, key));
}

/** What the recorder's SDK told of its request. */
function withoutMetadata(aws: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(aws).map(([key, answer]) => {
      if (!isContainer(answer) || Array.isArray(answer)) return [key, answer];
      const { ResponseMetadata, ...rest } = answer;
      return [key, rest];
    }),
  );
}
