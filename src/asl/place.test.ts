import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Finding, fail, failAs, inside, type Place, printPath, stateAround, warn } from './place.ts';

describe('A place', () => {
  test('is printed as AWS does, which escapes nothing', () => {
    assert.equal(printPath(['States', 'a/b', 'Choices', 0, 'Next']), '/States/a/b/Choices[0]/Next');
    assert.equal(printPath([]), '/');
  });

  test('knows the state around it, and the way from there', () => {
    const found = stateAround(at(state('Task'), 'Catch', 1, 'Output', 'States', 'x'));
    assert.deepEqual(found, { type: 'Task', steps: ['Catch', 1, 'Output', 'States', 'x'] });
  });

  test('knows the innermost state', () => {
    const inner = { ...at(state('Map'), 'ItemProcessor', 'States', 'I'), stateType: 'Pass' };
    assert.deepEqual(stateAround(at(inner, 'Output')), { type: 'Pass', steps: ['Output'] });
  });

  test('outside of states knows none', () => {
    assert.equal(stateAround(at(top(), 'States', 'S')), undefined);
  });
});

describe('A finding', () => {
  test('is located at its place', () => {
    assert.deepEqual(
      found((place) => failAs('CODE', place, 'm')),
      { ...ERROR, code: 'CODE' },
    );
  });

  test('is a schema error unless another code is given', () => {
    assert.deepEqual(
      found((place) => fail(place, 'm')),
      { ...ERROR, code: 'SCHEMA_VALIDATION_FAILED' },
    );
  });

  test('may point at a member of what it is about', () => {
    const expected = { ...ERROR, code: 'SCHEMA_VALIDATION_FAILED', field: 'Next' };
    assert.deepEqual(
      found((place) => fail(place, 'm', 'Next')),
      expected,
    );
  });

  test('may be a warning', () => {
    assert.deepEqual(
      found((place) => warn('CODE', place, 'm')),
      { ...ERROR, severity: 'WARNING', code: 'CODE' },
    );
  });
});

const ERROR = { severity: 'ERROR', message: 'm', path: ['States', 'S'] };

function top(findings: Finding[] = []): Place {
  const names = { stateNames: new Set<string>(), labels: new Set<string>() };
  const validation = { type: 'STANDARD', machineLanguage: 'JSONata', findings, ...names } as const;
  return { validation: { ...validation, expressions: new Map() }, language: 'JSONata' };
}

function at(place: Place, ...steps: readonly (string | number)[]): Place {
  return steps.reduce<Place>(inside, place);
}

function state(stateType: string): Place {
  return { ...at(top(), 'States', 'S'), stateType };
}

function found(report: (place: Place) => void): Finding | undefined {
  const findings: Finding[] = [];
  report(at(top(findings), 'States', 'S'));
  return findings[0];
}
