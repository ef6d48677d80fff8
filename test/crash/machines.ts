import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../src/base/json.ts';
import { UNKNOWN_OUTCOME } from './history.ts';

/** What the state machines of this suite have in flight when the server dies. */
export const KINDS = [
  'wait',
  'moment',
  'fan',
  'function',
  'invoke',
  'flaky',
  'callback',
  'activity',
] as const;
export type Kind = (typeof KINDS)[number];

const PLACE = 'us-east-1:123456789012';
export const ACTIVITY_ARN = `arn:aws:states:${PLACE}:activity:work`;
export const ROLE_ARN = 'arn:aws:iam::123456789012:role/crash';
const FUNCTION_ARN = `arn:aws:lambda:${PLACE}:function`;
/** Seconds before a retry of what has an unknown outcome. */
export const RETRY_SECONDS = 1;
/** How a function fails that may be redriven. */
export const FLAKY = 'Flaky';

const RETRY = [
  { ErrorEquals: [UNKNOWN_OUTCOME], IntervalSeconds: RETRY_SECONDS, BackoffRate: 1, MaxAttempts: 50 },
];
const DONE = { Type: 'Pass', End: true };
/** A worker that has died with its answer on the way never comes back. */
const GIVE_UP = [{ ErrorEquals: ['States.Timeout'], Next: 'Done' }];
const SELF = { 'execution.$': '$$.Execution.Id' };

/** Definitions by kind. */
export const DEFINITIONS: Readonly<Record<Kind, Json>> = {
  wait: {
    StartAt: 'Hold',
    States: { Hold: { Type: 'Wait', SecondsPath: '$.seconds', Next: 'Done' }, Done: DONE },
  },
  moment: {
    StartAt: 'Hold',
    States: { Hold: { Type: 'Wait', TimestampPath: '$.until', Next: 'Done' }, Done: DONE },
  },
  fan: {
    StartAt: 'Fan',
    States: {
      Fan: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'Second', States: { Second: { Type: 'Wait', Seconds: 1, End: true } } },
          { StartAt: 'Each', States: { Each: eachItem() } },
        ],
        End: true,
      },
    },
  },
  function: {
    StartAt: 'Call',
    States: {
      Call: {
        Type: 'Task',
        Resource: `${FUNCTION_ARN}:effect`,
        Parameters: SELF,
        Retry: RETRY,
        Next: 'Done',
      },
      Done: DONE,
    },
  },
  invoke: {
    StartAt: 'Call',
    States: {
      Call: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName: 'effect', Payload: SELF },
        Catch: [{ ErrorEquals: [UNKNOWN_OUTCOME], Next: 'Done' }],
        Next: 'Done',
      },
      Done: DONE,
    },
  },
  flaky: {
    StartAt: 'Call',
    States: {
      Call: {
        Type: 'Task',
        Resource: `${FUNCTION_ARN}:effect`,
        Parameters: { ...SELF, isFlaky: true },
        Retry: RETRY,
        Next: 'Done',
      },
      Done: DONE,
    },
  },
  callback: {
    StartAt: 'Ask',
    States: {
      Ask: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Parameters: { FunctionName: 'callback', Payload: { ...SELF, 'token.$': '$$.Task.Token' } },
        TimeoutSeconds: 6,
        Retry: RETRY,
        Catch: GIVE_UP,
        Next: 'Done',
      },
      Done: DONE,
    },
  },
  activity: {
    StartAt: 'Work',
    States: {
      Work: { Type: 'Task', Resource: ACTIVITY_ARN, TimeoutSeconds: 4, Catch: GIVE_UP, Next: 'Done' },
      Done: DONE,
    },
  },
};

function eachItem(): Json {
  return {
    Type: 'Map',
    ItemsPath: '$.items',
    ItemProcessor: { StartAt: 'Item', States: { Item: { Type: 'Wait', Seconds: 0, End: true } } },
    End: true,
  };
}

/** Where the functions leave their traces: one line a call, appended in one write. */
export interface Traces {
  /** `<request id> <execution>`: the request id is that of the attempt. */
  readonly effects: string;
  /** `<token> <execution>` */
  readonly tokens: string;
}

/** Writes the functions that the machines call. @returns their folder and their traces. */
export function writeFunctions(directory: string): { functions: string; traces: Traces } {
  const functions = join(directory, 'functions');
  const traces = { effects: join(directory, 'effects.log'), tokens: join(directory, 'tokens.log') };
  for (const path of Object.values(traces)) writeFileSync(path, '');
  for (const name of ['effect', 'callback']) {
    mkdirSync(join(functions, name), { recursive: true });
    writeFileSync(join(functions, name, 'index.js'), HANDLER);
    const settings = { environment: { EFFECTS: traces.effects, TOKENS: traces.tokens } };
    writeFileSync(join(functions, name, 'function.json'), JSON.stringify(settings));
  }
  return { functions, traces };
}

/**
 * The effect comes first, and is on disk: from here on the call has happened, whoever dies. Some calls outlast the server's
 * next start.
 */
const HANDLER = `
const { closeSync, fsyncSync, openSync, writeSync } = require('node:fs');
const append = (path, ...words) => {
  const file = openSync(path, 'a');
  writeSync(file, words.join(' ') + '\\n');
  fsyncSync(file);
  closeSync(file);
};
exports.handler = async (event, context) => {
  append(process.env.EFFECTS, context.awsRequestId, event.execution);
  if (event.token) append(process.env.TOKENS, event.token, event.execution);
  const dice = parseInt(context.awsRequestId.slice(0, 2), 16);
  await new Promise((resolve) => setTimeout(resolve, dice < 190 ? dice / 2 : dice < 230 ? 1200 : 2500));
  if (event.isFlaky && dice % 2 === 0) throw Object.assign(new Error(context.awsRequestId), { name: '${FLAKY}' });
  return { called: context.awsRequestId };
};
`;
