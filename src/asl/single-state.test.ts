import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compile } from './compile.ts';
import {
  findStateIn,
  machineAround,
  readSingleState,
  stateOfMachine,
  validateSingleState,
} from './single-state.ts';

const MAP = {
  Type: 'Map',
  ItemProcessor: { StartAt: 'Inner', States: { Inner: { Type: 'Pass', End: true } } },
  End: true,
};
const MACHINE = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'M', States: { M: MAP } });

describe('a state by itself', () => {
  test('is valid wherever it may go', () => finds({ Type: 'Pass', Next: 'Anywhere' }, []));
  test('may go back to itself', () => finds({ Type: 'Pass', Next: 'StateName' }, []));
  test('may choose and catch', () => {
    finds({ Type: 'Choice', Choices: [{ Variable: '$.a', IsPresent: true, Next: 'A' }], Default: 'B' }, []);
    finds({ ...MAP, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }] }, []);
  });
  test('may have a state of its own name inside', () => {
    const States = { StateName: { Type: 'Pass', End: true } };
    finds({ ...MAP, ItemProcessor: { StartAt: 'StateName', States } }, []);
  });
  test('is found wrong in its own text', () => finds({ Type: 'Pass', End: true, Next: 1 }, ['/Next', '/']));
  test('needs a type', () => finds({}, ['/']));
  test('must not have a field twice', () => {
    assert.match(messages('{"Type":"Pass","End":true,"End":true}'), /Duplicate field 'End' at \//);
  });
  test('must be an object', () => assert.match(messages('[]'), /must be a valid JSON object/));
  test('must be JSON', () => assert.match(messages('{'), /INVALID_JSON_DESCRIPTION/));

  test('compiles with ends where it goes', () => {
    const { states } = compile(machineAround(readSingleState('{"Type":"Pass","Next":"__proto__"}')));
    assert.deepEqual(
      states.map(({ name, type }) => [name, type]),
      [
        ['StateName', 'Pass'],
        ['__proto__', 'Succeed'],
      ],
    );
  });
});

describe('a state of a machine', () => {
  test('is found at any depth, with the language of the machine', () => {
    assert.deepEqual(stateOfMachine(MACHINE, 'Inner'), {
      name: 'Inner',
      definition: { Type: 'Pass', End: true },
      queryLanguage: 'JSONata',
    });
  });
  test('is not found under another name', () => assert.equal(stateOfMachine(MACHINE, 'toString'), undefined));
  test('is found inside a state', () => {
    const state = stateOfMachine(MACHINE, 'M');
    assert.ok(state !== undefined && findStateIn(state, 'Inner') !== undefined);
    assert.equal(findStateIn(state, 'M'), undefined);
  });
});

function finds(state: object, places: readonly string[]): void {
  const found = validateSingleState(JSON.stringify(state)).filter(({ severity }) => severity === 'ERROR');
  assert.deepEqual(
    found.map(({ location }) => location),
    places,
    JSON.stringify(found),
  );
}

function messages(text: string): string {
  return validateSingleState(text)
    .map(({ code, message, location }) => `${code}: ${message} at ${location}`)
    .join();
}
