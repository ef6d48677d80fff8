import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { recordingTerminal } from '../../../test/cli/recording-terminal.ts';
import { diagnose } from '../../asl/diagnose.ts';
import { SNIPPETS } from '../snippets/catalog.ts';
import { snippet } from './snippet.ts';

describe('Snippet', () => {
  test('lists every snippet with what it is for', () => {
    const { code, out } = printed([]);
    assert.deepEqual([code, out.length], [0, SNIPPETS.length]);
    assert.ok(out.some((line) => /^sns publish +publish a message to a topic$/.test(line)));
  });

  test('prints a state that follows its input', () => {
    const { Parameters, Next } = stateIn(printed(['sns', 'publish']).out);
    assert.deepEqual(Parameters, {
      TopicArn: 'arn:aws:sns:REGION:ACCOUNT_ID:TOPIC_NAME',
      'Message.$': '$.message',
    });
    assert.equal(Next, 'NEXT_STATE');
  });

  test('prints JSONata when asked', () => {
    const { Arguments } = stateIn(printed(['SNS', 'Publish'], { queryLanguage: 'jsonata' }).out);
    assert.equal(Arguments.Message, '{% $states.input.message %}');
  });

  test('reads the context object in both languages', () => {
    const words = ['lambda', 'invoke.waitForTaskToken'] as const;
    assert.equal(stateIn(printed(words).out).Parameters.Payload['taskToken.$'], '$$.Task.Token');
    const { Arguments } = stateIn(printed(words, { queryLanguage: 'jsonata' }).out);
    assert.equal(Arguments.Payload.taskToken, '{% $states.context.Task.Token %}');
  });

  test('adds Retry, Catch and TimeoutSeconds', () => {
    const state = stateIn(printed(['lambda', 'invoke'], { retry: true, catch: true, timeout: 30 }).out);
    assert.equal(state.Retry[0].ErrorEquals.includes('Lambda.TooManyRequestsException'), true);
    assert.equal(state.Catch[0].Next, 'FALLBACK_STATE');
    assert.equal(state.TimeoutSeconds, 30);
  });

  test('lists what a service has when the action is not said', () => {
    assert.deepEqual(
      printed(['dynamodb']).out.map((line) => line.split(' ')[1]),
      ['getItem', 'putItem', 'updateItem'],
    );
  });

  test('refuses an option that the state does not have', () => {
    for (const [service, options] of [
      ['wait', { retry: true }],
      ['choice', { catch: true }],
      ['map', { timeout: 1 }],
    ] as const) {
      const { code, said } = printed([service], options);
      assert.equal(code, 64);
      assert.match(said, /does not take --/);
    }
  });

  test('says how to find what it does not know', () => {
    const { code, said } = printed(['sns', 'sing']);
    assert.deepEqual([code, /'sns sing'.*'stepwell snippet' lists/.test(said)], [64, true]);
  });

  test('prints nothing that CreateStateMachine would refuse', async () => {
    for (const { service, action, kind } of SNIPPETS) {
      for (const queryLanguage of ['jsonpath', 'jsonata'] as const) {
        const extras = kind === 'task' ? { retry: true, catch: true, timeout: 5 } : {};
        const { out } = printed([service, action], { queryLanguage, ...extras });
        const definition = `{${queryLanguage === 'jsonata' ? '"QueryLanguage":"JSONata",' : ''}
          "StartAt":${JSON.stringify(nameIn(out))},
          "States":{${out.join('\n')},"NEXT_STATE":{"Type":"Succeed"},"FALLBACK_STATE":{"Type":"Fail"}}}`;
        const errors = diagnose({ of: 'machine', definition, type: 'STANDARD' }).filter(
          ({ severity }) => severity === 'ERROR',
        );
        // A state that nothing goes to is in the frame of this test, not in the snippet.
        const own = errors.filter(({ message }) => !message.includes('is not reachable'));
        assert.deepEqual(own, [], `${service} ${action}`);
      }
    }
  });
});

function printed(
  [service, action]: readonly (string | undefined)[],
  options: Partial<Parameters<typeof snippet>[1]> = {},
) {
  const terminal = recordingTerminal();
  const code = snippet({ service, action }, { queryLanguage: 'jsonpath', ...options }, terminal);
  return { code, out: terminal.printed, said: terminal.said.join('\n') };
}

function stateIn(out: readonly string[]) {
  const [state] = Object.values<ReturnType<typeof JSON.parse>>(JSON.parse(`{${out.join('\n')}}`));
  return state;
}

function nameIn(out: readonly string[]): string {
  return Object.keys(JSON.parse(`{${out.join('\n')}}`))[0] ?? '';
}
