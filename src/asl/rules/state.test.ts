import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { problemsOf } from '../../../test/asl/state-under-test.ts';
import type { JsonObject } from '../../base/json.ts';

describe('State fields', () => {
  test('a state has one of the eight types', () => {
    const types = 'Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map';
    refuses(
      { Type: 'Pss', End: true },
      `The field 'Type' should have one of these values: [${types}] at /States/S/Type`,
    );
    refuses({ End: true }, 'These fields are required: [Type] at /States/S');
  });

  test('a field of another type of state is not supported', () => {
    refuses(
      { Type: 'Pass', TimeoutSeconds: 1, End: true },
      "Field 'TimeoutSeconds' is not supported at /States/S",
    );
    refuses({ Type: 'Fail', Assign: {} }, "Field 'Assign' is not supported at /States/S");
    refuses(
      { Type: 'Wait', Seconds: 1, Parameters: {}, End: true },
      "Field 'Parameters' is not supported at /States/S",
    );
  });

  test('names are case-sensitive', () => {
    refuses({ Type: 'Succeed', comment: 'x' }, "Field 'comment' is not supported at /States/S");
  });

  test('a field of the other query language is refused at the state', () => {
    const only = (is: string, field: string, language: string) =>
      `The QueryLanguage is set to '${is}', but field '${field}' is only supported for the '${language}' QueryLanguage at /States/S`;
    refuses({ Type: 'Succeed', Output: 1 }, only('JSONPath', 'Output', 'JSONata'));
    refuses(
      { Type: 'Pass', QueryLanguage: 'JSONata', Result: 1, End: true },
      only('JSONata', 'Result', 'JSONPath'),
    );
  });

  test('a JSONata machine has no JSONPath state, and the language of its fields is not worth a message', () => {
    const message =
      "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/S";
    const problems = problemsOf(
      { Type: 'Succeed', QueryLanguage: 'JSONPath', Output: 1 },
      { QueryLanguage: 'JSONata' },
    );
    assert.deepEqual(problems, [message]);
    const ranged = problemsOf(map({ QueryLanguage: 'JSONPath', MaxConcurrency: -1 }), {
      QueryLanguage: 'JSONata',
    });
    assert.deepEqual(ranged, [message, 'Minimum value is 0 at /States/S/MaxConcurrency']);
  });

  test('states inside a Map have the language of the machine, not that of the Map', () => {
    const States = { I: { Type: 'Pass', InputPath: '$.a', End: true } };
    accepts({ Type: 'Map', QueryLanguage: 'JSONata', ItemProcessor: { StartAt: 'I', States }, End: true });
  });

  test('a language that does not exist is refused where it is named', () => {
    const message = 'Value should be one of the following: [JSONPath, JSONata] at /States/S/QueryLanguage';
    refuses({ Type: 'Succeed', QueryLanguage: 'jsonpath' }, message);
    refuses(
      { Type: 'Succeed', QueryLanguage: 1 },
      'Expected value of type [STRING] at /States/S/QueryLanguage',
    );
  });

  test('a state has exactly one way on', () => {
    const neither = 'This object should have only one of the following fields: [Next, End] at /States/S';
    const problems = problemsOf({ Type: 'Pass', End: false });
    assert.deepEqual(problems, [neither, 'Workflow has no terminal state at undefined']);
    refuses(
      { Type: 'Pass', Next: 'A', End: true },
      'There should only be one of the following fields: [Next, End] at /States/S',
    );
    accepts({ Type: 'Pass', Next: 'A', End: false });
  });

  test('a literal excludes its path', () => {
    const both = (a: string) =>
      `There should only be one of the following fields: [${a}, ${a}Path] at /States/S`;
    refuses(task({ TimeoutSeconds: 1, TimeoutSecondsPath: '$.t' }), both('TimeoutSeconds'));
    refuses({ Type: 'Fail', Cause: 'c', CausePath: '$.c' }, both('Cause'));
    refuses(
      map({ ToleratedFailureCount: 0, ToleratedFailureCountPath: '$.c' }),
      both('ToleratedFailureCount'),
    );
  });

  test('a Wait has exactly one end', () => {
    const fields = 'fields: [SecondsPath, Seconds, TimestampPath, Timestamp] at /States/S';
    refuses(
      { Type: 'Wait', Seconds: 1, SecondsPath: '$.s', End: true },
      `There should only be one of the following ${fields}`,
    );
    refuses({ Type: 'Wait', End: true }, `This object should have only one of the following ${fields}`);
  });

  test('numbers have their ranges', () => {
    refuses(task({ TimeoutSeconds: 0 }), 'Minimum value is 1 at /States/S/TimeoutSeconds');
    refuses(task({ TimeoutSeconds: 100_000_000 }), 'Maximum value is 99999999 at /States/S/TimeoutSeconds');
    refuses(task({ TimeoutSeconds: 1.5 }), 'Expected value of type Integer at /States/S/TimeoutSeconds');
    refuses(task({ TimeoutSeconds: '1' }), 'Expected value of type Integer at /States/S/TimeoutSeconds');
    refuses(
      map({ ToleratedFailurePercentage: 100.5 }),
      'Maximum value is 100 at /States/S/ToleratedFailurePercentage',
    );
    accepts({ Type: 'Wait', Seconds: 0, End: true });
    accepts(map({ MaxConcurrency: 2 ** 63 }));
  });

  test('a heartbeat comes before the timeout', () => {
    const message = 'HeartbeatSeconds must be smaller than TimeoutSeconds at /States/S/HeartbeatSeconds';
    refuses(task({ TimeoutSeconds: 5, HeartbeatSeconds: 5 }), message);
    accepts(task({ TimeoutSeconds: 5, HeartbeatSeconds: 4 }));
  });

  test('JSONata states take expressions where they take numbers, and no half-open ones', () => {
    const wait = (Seconds: string) => ({ Type: 'Wait', QueryLanguage: 'JSONata', Seconds, End: true });
    accepts(wait('{% $x %}'));
    refuses(wait('{% $x'), 'JSONata string must start with {% and end with %} at /States/S/Seconds');
    const fail = { Type: 'Fail', QueryLanguage: 'JSONata', Cause: '{% $x' };
    refuses(fail, 'JSONata string must start with {% and end with %} at /States/S/Cause');
    refuses(wait('5'), 'Expected value of type Integer at /States/S/Seconds');
    const path = { Type: 'Wait', Seconds: '{% $x %}', End: true };
    refuses(path, 'Expected value of type Integer at /States/S/Seconds');
  });

  test('a Parallel has branches and a Map one processor', () => {
    refuses({ Type: 'Parallel', Branches: [], End: true }, 'Value cannot be empty at /States/S/Branches');
    refuses({ Type: 'Parallel', End: true }, 'These fields are required: [Branches] at /States/S');
    const none =
      'This object should have only one of the following fields: [ItemProcessor, Iterator] at /States/S';
    refuses({ Type: 'Map', End: true }, none);
    refuses(
      map({ ItemProcessor: {} }),
      'These fields are required: [States, StartAt] at /States/S/ItemProcessor',
    );
  });

  test('branches and processors are no machines', () => {
    const States = { I: { Type: 'Succeed' } };
    const branch = { QueryLanguage: 'JSONata', StartAt: 'I', States };
    const message = "Field 'QueryLanguage' is not supported at /States/S";
    refuses({ Type: 'Parallel', Branches: [branch], End: true }, `${message}/Branches[0]`);
    refuses(map({ ItemProcessor: branch }), `${message}/ItemProcessor`);
  });

  test('Credentials are not for activities', () => {
    const Resource = 'arn:aws:states:us-east-1:123456789012:activity:a';
    const message = "The field 'Credentials' is not supported for activities at /States/S/Credentials";
    refuses(task({ Resource, Credentials: { RoleArn: 'arn:r' } }), message);
  });

  test('a literal that looks like a path is doubtful, not wrong', () => {
    warns({ Type: 'Fail', Cause: '$.cause' }, /looks like a path/);
    warns({ Type: 'Pass', Result: { 'x.$': '$.y' }, End: true }, /paths in it are not evaluated/);
  });

  test('the machine itself has version 1.0, no other fields, and may say 0 seconds', () => {
    machineRefuses({ Version: '2.0' }, 'Value should be one of the following: [1.0] at /Version');
    machineRefuses({ timeoutSeconds: 1 }, "Field 'timeoutSeconds' is not supported at /");
    assert.deepEqual(problemsOf({ Type: 'Succeed' }, { TimeoutSeconds: 0, Version: '1.0' }), []);
  });
});

function task(fields: JsonObject): JsonObject {
  return { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true, ...fields };
}

function map(fields: JsonObject): JsonObject {
  const ItemProcessor = { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } };
  return { Type: 'Map', ItemProcessor, End: true, ...fields };
}

function accepts(state: JsonObject): void {
  assert.deepEqual(problemsOf(state), []);
}

function refuses(state: JsonObject, ...problems: readonly string[]): void {
  assert.deepEqual(problemsOf(state), problems);
}

function warns(state: JsonObject, message: RegExp): void {
  assert.match(problemsOf(state).join(), message);
}

function machineRefuses(machine: JsonObject, problem: string): void {
  assert.deepEqual(problemsOf({ Type: 'Succeed' }, machine), [problem]);
}
