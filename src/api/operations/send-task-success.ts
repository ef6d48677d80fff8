import { Payload } from '../../base/payload.ts';
import { ServiceError } from '../../base/service-error.ts';
import { readJsonText } from '../json-text.ts';
import type { Operation } from '../operation.ts';
import { checkPayloadBytes } from '../payload-size.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html */
export const sendTaskSuccess: Operation<'SendTaskSuccess'> = async (
  { taskToken, output },
  { engine, scope },
) => {
  checkPayloadBytes(output, 'output');
  // Recorded on AWS: of a token and an output that are both wrong, the token is told.
  engine.checkToken(scope, taskToken);
  const read = readJsonText(output);
  if ('problem' in read) throw new ServiceError('InvalidOutput', read.problem);
  await engine.completeTask(scope, taskToken, {
    type: 'succeeded',
    output: Payload.fromText(output, read.value),
  });
  return {};
};
