import { ServiceError } from '../../base/service-error.ts';
import { type Operation, WrittenOutput } from '../operation.ts';
import { pageSize } from '../page-token.ts';
import { checkExecution } from '../resource.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html */
export const getExecutionHistory: Operation<'GetExecutionHistory'> = async (input, call) => {
  const { executionArn, reverseOrder = false, includeExecutionData = true } = input;
  checkExecution(executionArn, call);
  const { engine, pages, bytes, scope, now } = call;
  const parameters = [executionArn, reverseOrder, includeExecutionData];
  const page = { operation: 'GetExecutionHistory', scope, now, parameters };
  const position = pages.position(page, input.nextToken);
  const limit = pageSize(input.maxResults);
  const history = await engine.history(executionArn, {
    ...position,
    limit,
    reverse: reverseOrder,
    includeExecutionData,
  });
  if (history === undefined) throw new ServiceError('ExecutionDoesNotExist', executionArn);

  const { nextToken } = pages.next(page, history.next);
  bytes.text('{"events":[');
  history.writeEvents(bytes);
  bytes.text(nextToken === undefined ? ']}' : `],"nextToken":${JSON.stringify(nextToken)}}`);
  return new WrittenOutput(bytes.take());
};
