import type { Defined } from '../../asl/diagnose.ts';
import { ServiceError } from '../../base/service-error.ts';
import type { StateTestAnswer } from '../../engine/engine.ts';
import { diagnosticsOf } from '../definition.ts';
import type { TestStateInput, TestStateOutput } from '../model/test-state.ts';
import type { Operation } from '../operation.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html */
export const testState: Operation<'TestState'> = async (input, { engine, scope, signal }) => {
  const { mock, revealSecrets } = input;
  if (mock !== undefined && (mock.result === undefined) === (mock.errorOutput === undefined)) {
    const text = 'A test mock should have only one of the following fields: [result, errorOutput].';
    throw new ServiceError('ValidationException', text);
  }
  if (mock !== undefined && revealSecrets === true) {
    const text = 'TestState does not support RevealSecrets when a mock is specified.';
    throw new ServiceError('ValidationException', text);
  }

  // Loaded by the first test, as the validator and the compiler are.
  const { readStateTest } = await import('../test-state/read-state-test.ts');
  const diagnostics = await diagnosticsOf(definedBy(input), engine);
  return told(await engine.testState(readStateTest(input, scope, diagnostics), signal), input);
};

/** The state itself, or with its name the machine that it is a part of. */
export function definedBy({ definition, stateName }: TestStateInput): Defined {
  return { of: stateName === undefined ? 'state' : 'stateInMachine', definition };
}

function told(
  { inspection, ...answer }: StateTestAnswer,
  { inspectionLevel }: TestStateInput,
): TestStateOutput {
  const isShown = inspectionLevel === 'DEBUG' || inspectionLevel === 'TRACE';
  return isShown ? { ...answer, inspectionData: inspection } : answer;
}
