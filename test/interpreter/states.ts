/** For tests: a direct function task. */
export function task(more: object = {}): object {
  return { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f', ...onward(more) };
}

/** For tests: a task that waits for its token. */
export function tokenTask(more: object = {}): object {
  const Parameters = { FunctionName: 'f', Payload: { 'token.$': '$$.Task.Token' } };
  const Resource = 'arn:aws:states:::lambda:invoke.waitForTaskToken';
  return { Type: 'Task', Resource, Parameters, ...onward(more) };
}

/** For tests: a task that is taken by an activity's worker. */
export function activityTask(more: object = {}, name = 'a'): object {
  return {
    Type: 'Task',
    Resource: `arn:aws:states:us-east-1:123456789012:activity:${name}`,
    ...onward(more),
  };
}

/** For tests: a state that passes its input on. */
export function pass(more: object = {}): object {
  return { Type: 'Pass', ...onward(more) };
}

/** For tests: a state that waits. */
export function wait(seconds: number, more: object = {}): object {
  return { Type: 'Wait', Seconds: seconds, ...onward(more) };
}

/** For tests: a state that fails. */
export function fail(error = 'Chosen', cause = 'on purpose'): object {
  return { Type: 'Fail', Error: error, Cause: cause };
}

/** For tests: a Parallel state; each branch is its states, the first of which is its start. */
export function parallel(branches: readonly object[], more: object = {}): object {
  return { Type: 'Parallel', Branches: branches.map(scopeOf), ...onward(more) };
}

/** For tests: an inline Map over its input. */
export function map(states: object, more: object = {}): object {
  return { Type: 'Map', ItemProcessor: scopeOf(states), ...onward(more) };
}

/** For tests: a distributed Map over its input. */
export function distributed(states: object, more: object = {}, ExecutionType = 'STANDARD'): object {
  const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType };
  return {
    ...{ Type: 'Map', Label: 'L', ItemProcessor: { ...scopeOf(states), ProcessorConfig } },
    ...onward(more),
  };
}

function scopeOf(states: object): object {
  return { StartAt: Object.keys(states)[0], States: states };
}

/** A state without `Next` ends its scope. */
function onward(more: object): object {
  return 'Next' in more ? more : { ...more, End: true };
}
