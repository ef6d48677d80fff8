import { describe, test } from 'node:test';
import { fails } from '../../../test/integrations/states-calls.ts';

describe('An attempt', () => {
  test('fails when the store is away', async () => {
    const error = 'StepFunctions.AWSStepFunctionsException';
    await fails('startExecution', { StateMachineArn: 'm' }, error, /Status Code: 503/, 'unavailable');
  });

  test('names an operation that is not there', () =>
    fails('sdk:updateMapRun', {}, 'States.TaskFailed', /the operation UpdateMapRun yet/, [undefined]));
});
