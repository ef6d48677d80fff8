import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { machineOf, stateOf } from '../../test/asl/state-under-test.ts';
import type { JsonObject } from '../base/json.ts';
import { compile } from './compile.ts';
import { END, type State } from './program.ts';
import { Unsupported } from './unsupported.ts';

describe('Compilation', () => {
  test('numbers states in the order of the definition, an outer state before those inside it', () => {
    assert.deepEqual(
      nested().states.map(({ name, index }) => `${index} ${name}`),
      ['0 First', '1 Both', '2 Left', '3 Items', '4 Item', '5 Right', '6 Last'],
    );
  });

  test('resolves StartAt, Next, branches and processors to indexes', () => {
    const { startAt, states } = nested();
    assert.equal(startAt, 0);
    assert.deepEqual(states.map(whereTo), [1, 6, 3, END, END, END, undefined]);
    assert.deepEqual(branchesOf(states[1]), [2, 5]);
    assert.equal(processorOf(states[3]), 4);
  });

  test('keeps the text of a literal Result', () => {
    const definition =
      '{"StartAt":"S","States":{"S":{"Type":"Pass","Result":{"a":1.10,"b":12345678901234567890},"End":true}}}';
    const [state] = compile(definition).states;
    assert.equal(state?.type === 'Pass' && state.literal?.text, '{"a":1.1,"b":12345678901234567890}');
  });

  test('keeps the timeout of the machine', () => {
    const text = machineOf({ Type: 'Succeed' }, { TimeoutSeconds: 7 });
    assert.equal(compile(text).timeoutSeconds, 7);
    assert.equal('timeoutSeconds' in compile(machineOf({ Type: 'Succeed' })), false);
  });

  test('a Map runs inline unless it says otherwise', () => {
    assert.equal(map({}).distributed, undefined);
    const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' };
    assert.equal(map({ ProcessorConfig }).distributed?.childType, 'EXPRESS');
  });

  test('takes state names that every object has', () => {
    const text =
      '{"StartAt":"__proto__","States":{"__proto__":{"Type":"Pass","Next":"constructor"},"constructor":{"Type":"Succeed"}}}';
    assert.deepEqual(
      compile(text).states.map(({ name }) => name),
      ['__proto__', 'constructor'],
    );
  });

  test('refuses what stepwell does not have yet, naming the state and the part', () => {
    const ItemProcessor = { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } };
    const batched = { Type: 'Map', ItemProcessor, ItemBatcher: { MaxItemsPerBatch: 1 }, End: true };
    refuses(machineOf(batched), "State 'S' uses ItemBatcher, which");
  });
});

function nested() {
  const item = { StartAt: 'Item', States: { Item: { Type: 'Pass', End: true } } };
  const left = {
    StartAt: 'Left',
    States: { Left: { Type: 'Pass', Next: 'Items' }, Items: { Type: 'Map', Iterator: item, End: true } },
  };
  const right = { StartAt: 'Right', States: { Right: { Type: 'Pass', End: true } } };
  const States = {
    First: { Type: 'Pass', Next: 'Both' },
    Both: { Type: 'Parallel', Branches: [left, right], Next: 'Last' },
    Last: { Type: 'Succeed' },
  };
  return compile(JSON.stringify({ StartAt: 'First', States }));
}

function whereTo(state: State): number | undefined {
  return 'next' in state ? state.next : undefined;
}

function branchesOf(state: State | undefined): readonly number[] | undefined {
  return state?.type === 'Parallel' ? state.branches : undefined;
}

function processorOf(state: State | undefined): number | undefined {
  return state?.type === 'Map' ? state.processor : undefined;
}

function map(processor: JsonObject) {
  const ItemProcessor = { ...processor, StartAt: 'I', States: { I: { Type: 'Pass', End: true } } };
  return stateOf({ Type: 'Map', ItemProcessor, End: true });
}

function refuses(definition: string, message: string): void {
  assert.throws(
    () => compile(definition),
    (error) => error instanceof Unsupported && error.message.startsWith(message),
  );
}
