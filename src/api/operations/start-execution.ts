import { ServiceError } from '../../base/service-error.ts';
import { readJsonText } from '../json-text.ts';
import { checkName } from '../name.ts';
import type { Operation } from '../operation.ts';
import { checkPayloadBytes } from '../payload-size.ts';
import { machineAt } from '../resource.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
export const startExecution: Operation<'StartExecution'> = async (request, call) => {
  const { stateMachineArn, name, input = '{}' } = request;
  if (name !== undefined) checkName(name);
  const machine = await machineAt(stateMachineArn, call);
  checkPayloadBytes(input, 'input');
  const read = readJsonText(input);
  if ('problem' in read) throw new ServiceError('InvalidExecutionInput', read.problem);

  const started = await call.engine.start({ machine, input, ...(name === undefined ? {} : { name }) });
  return { executionArn: started.executionArn, startDate: started.startedAt / 1000 };
};
