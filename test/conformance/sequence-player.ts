import { setTimeout as pause } from 'node:timers/promises';
import { isObject } from '../../src/base/json.ts';
import { clientOf } from '../../src/cli/client.ts';
import { startServer } from '../../src/server.ts';
import { type Answer, asRecorded, call } from './calls.ts';
import { type Difference, differencesOf, renumbered } from './difference.ts';
import { loggedTo } from './logged-events.ts';
import { MessageConsumer } from './message-consumer.ts';
import { type Rule, withPlaceholders } from './placeholders.ts';
import { readRecords } from './recorded-case.ts';
import { filled, type RecordedSequence, type Step } from './recorded-sequence.ts';
import { renamed } from './renaming.ts';
import { sorted } from './tree.ts';

const SETTLE_MS_MAX = 10_000;

/**
 * Calls the API and compares its answers with the recorded ones.
 *
 * Without an endpoint the API is that of a new server, so that a list shows nothing else; at an endpoint the calls
 * have names of their own, and what they made is deleted.
 */
export async function playSequence(
  sequence: RecordedSequence,
  standard: { readonly head: readonly Rule[]; readonly tail: readonly Rule[] },
  endpoint?: string,
): Promise<Difference[]> {
  if (endpoint !== undefined) {
    const own = renamed(sequence, namesOf(sequence), String(Date.now()));
    const { aws, ours, answers } = await answersOf(own, endpoint);
    await cleanUp(answers, endpoint);
    for (const logGroupName of groupsIn(own.steps)) {
      await clientOf(endpoint, process.env).logs('DeleteLogGroup', { logGroupName });
    }
    return compared(own, { aws, ours }, standard);
  }
  const account = '000000000000';
  const server = await startServer({ port: 0, host: '127.0.0.1', data: undefined, auth: 'off', account });
  try {
    return compared(sequence, await answersOf(sequence, server.url), standard);
  } finally {
    await server.close();
  }
}

function compared(
  { standard: isStandard, transformers }: RecordedSequence,
  { aws, ours }: { readonly aws: object; readonly ours: object },
  standard: { readonly head: readonly Rule[]; readonly tail: readonly Rule[] },
): Difference[] {
  const rules = isStandard ? [...standard.head, ...transformers, ...standard.tail] : transformers;
  return differencesOf(renumbered(sorted(aws)), renumbered(withPlaceholders(ours, rules))).filter(isNews);
}

function namesOf({ steps, transformers }: RecordedSequence): string[] {
  const names = steps.map(({ params }) => String(Object(params).name ?? Object(params).FunctionName ?? ''));
  return [...names, ...transformers.map((rule) => (rule.kind === 'RegexTransformer' ? rule.regex : ''))];
}

/** What the recorder read in a log group stands beside the answer to a call. */
const LOGGED = 'logged_execution_events';

/** The log groups that were made and not deleted again. */
function groupsIn(steps: readonly Step[]): string[] {
  const named = (operation: string) =>
    steps
      .filter((step) => step.operation === operation)
      .map(({ params }) => String(Object(params).logGroupName));
  const deleted = named('DeleteLogGroup');
  return named('CreateLogGroup').filter((name) => !deleted.includes(name));
}

/** What is gone already, or was never there, is refused by the one or the other endpoint: either is fine. */
async function cleanUp(answers: readonly Answer['body'][], endpoint: string): Promise<void> {
  const { lambda } = clientOf(endpoint, process.env);
  for (const { stateMachineArn, activityArn, FunctionName } of answers) {
    if (FunctionName !== undefined) await lambda('DELETE', `/2015-03-31/functions/${FunctionName}`);
    if (stateMachineArn !== undefined) await call(endpoint, 'DeleteStateMachine', { stateMachineArn });
    if (activityArn !== undefined) await call(endpoint, 'DeleteActivity', { activityArn });
  }
}

async function answersOf({ id, steps, transformers }: RecordedSequence, endpoint: string) {
  const names = executionNames(transformers);
  const client = clientOf(endpoint, process.env);
  const answers: Answer['body'][] = [];
  const aws: Record<string, unknown> = {};
  const ours: Record<string, unknown> = {};
  const consumer = await consumerOf(id, steps, endpoint);
  for (const step of steps) {
    const params = JSON.parse(filled(step.params, answers));
    if (step.operation === 'StartExecution' && isAccepted(step)) params.name ??= names.shift();
    if (step.service === 'logs') {
      answers.push(await client.logs(step.operation, params));
      continue;
    }
    if (step.service === 'lambda') {
      const made = await client.lambda('POST', '/2015-03-31/functions', params);
      answers.push(isObject(made) ? made : {});
      continue;
    }
    const answer = await call(endpoint, step.operation, params);
    answers.push(answer.body);
    if (step.operation === 'StartExecution') {
      await Promise.all([settled(endpoint, answer), consumer?.during()]);
    }
    for (const [key, value] of Object.entries(step.expected ?? {})) {
      // What the recorder's SDK refused was never sent.
      if (JSON.stringify(value).includes('Parameter validation failed')) continue;
      aws[key] = value;
      ours[key] =
        key === LOGGED && Array.isArray(value)
          ? await loggedTo(client, groupsIn(steps)[0] ?? '', ({ length }) => length >= value.length)
          : key === MESSAGES
            ? await consumer?.all()
            : asRecorded(value, step.operation, answer);
    }
  }
  return { aws, ours, answers };
}

/** What an execution has sent, among the answers. */
const MESSAGES = 'messages';

/** Who made the queue in which the messages of a sequence came, and took them from there. */
async function consumerOf(
  id: string,
  steps: RecordedSequence['steps'],
  endpoint: string,
): Promise<MessageConsumer | undefined> {
  if (!steps.some(({ expected }) => expected !== undefined && MESSAGES in expected)) return undefined;
  const setup = readRecords('executions_services')?.cases.find((one) => one.id === id)?.setup;
  const consumer = new MessageConsumer(endpoint, { id, ...(setup === undefined ? {} : { setup }) });
  await consumer.before();
  return consumer;
}

/** The names that AWS drew for executions without one, in their order. */
function executionNames(rules: readonly Rule[]): string[] {
  return rules.flatMap((rule) =>
    rule.kind === 'RegexTransformer' && /^<ExecArnPart_\d+idx>$/.test(rule.replacement)
      ? [rule.regex.replaceAll('\\', '')]
      : [],
  );
}

function isAccepted({ expected }: Step): boolean {
  return !/exception|"Error"|An error occurred/.test(JSON.stringify(expected ?? {}));
}

/** Waits until what was started has ended, or waits itself: the recorder looked until then as well. */
async function settled(endpoint: string, { body }: Answer): Promise<void> {
  const { executionArn } = body;
  if (executionArn === undefined) return;
  for (const deadline = Date.now() + SETTLE_MS_MAX; ; await pause(5)) {
    const last = await call(endpoint, 'GetExecutionHistory', {
      executionArn,
      reverseOrder: true,
      maxResults: 1,
    });
    if (/"type":"(Execution(Succeeded|Failed|TimedOut|Aborted)|WaitStateEntered)"/.test(JSON.stringify(last)))
      return;
    if (Date.now() > deadline) throw new Error(`${executionArn} does not settle`);
  }
}

/** Not news: members that AWS has added since, lists that the recorder cut out, and what a token looks like. */
function isNews({ path, aws, ours }: Difference): boolean {
  if (path.endsWith('.nextToken') && typeof aws === typeof ours) return false;
  if (/^\.lst_resp_(del_)?filter/.test(path)) return false;
  return !(aws === undefined && /encryptionConfiguration|redrive/.test(path));
}
