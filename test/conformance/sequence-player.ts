import { setTimeout as pause } from 'node:timers/promises';
import { type Server, startServer } from '../../src/server.ts';
import { type Answer, asRecorded, call } from './calls.ts';
import { type Difference, differencesOf, renumbered } from './difference.ts';
import { type Rule, withPlaceholders } from './placeholders.ts';
import { filled, type RecordedSequence, type Step } from './recorded-sequence.ts';
import { sorted } from './tree.ts';

const SETTLE_MS_MAX = 10_000;

/** Calls the API of a new server, that a list shows nothing else, and compares its answers with the recorded ones. */
export async function playSequence(
  sequence: RecordedSequence,
  standard: { readonly head: readonly Rule[]; readonly tail: readonly Rule[] },
): Promise<Difference[]> {
  const account = '000000000000';
  const server = await startServer({ port: 0, host: '127.0.0.1', data: undefined, auth: 'off', account });
  try {
    const { aws, ours } = await answersOf(sequence, server);
    const { transformers } = sequence;
    const rules = sequence.standard ? [...standard.head, ...transformers, ...standard.tail] : transformers;
    return differencesOf(renumbered(sorted(aws)), renumbered(withPlaceholders(ours, rules))).filter(isNews);
  } finally {
    await server.close();
  }
}

async function answersOf({ steps, transformers }: RecordedSequence, server: Server) {
  const names = executionNames(transformers);
  const answers: unknown[] = [];
  const aws: Record<string, unknown> = {};
  const ours: Record<string, unknown> = {};
  for (const step of steps) {
    const params = JSON.parse(filled(step.params, answers));
    if (step.operation === 'StartExecution' && isAccepted(step)) params.name ??= names.shift();
    const answer = await call(server, step.operation, params);
    answers.push(answer.body);
    if (step.operation === 'StartExecution') await settled(server, answer);
    for (const [key, value] of Object.entries(step.expected ?? {})) {
      // What the recorder's SDK refused was never sent.
      if (JSON.stringify(value).includes('Parameter validation failed')) continue;
      aws[key] = value;
      ours[key] = asRecorded(value, step.operation, answer);
    }
  }
  return { aws, ours };
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
async function settled(server: Server, { body }: Answer): Promise<void> {
  const { executionArn } = body;
  if (executionArn === undefined) return;
  for (const deadline = Date.now() + SETTLE_MS_MAX; ; await pause(5)) {
    const last = await call(server, 'GetExecutionHistory', {
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
