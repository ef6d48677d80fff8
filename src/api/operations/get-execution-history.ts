import { ServiceError } from '../../base/service-error.ts';
import type { GetExecutionHistoryOutput } from '../model/get-execution-history.ts';
import type { Operation } from '../operation.ts';
import { pageSize } from '../page-token.ts';
import { checkExecution } from '../resource.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html */
export const getExecutionHistory: Operation<'GetExecutionHistory'> = async (input, call) => {
  const { executionArn, reverseOrder = false, includeExecutionData = true } = input;
  checkExecution(executionArn, call);
  const { engine, pages, scope, now } = call;
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

  const events = history.events.map((event) => ({ ...event, timestamp: event.timestamp / 1000 }));
  return {
    // The interpreter's events are AWS's own JSON, of looser type: it has their shapes, field by field, in its tests.
    events: events as unknown as GetExecutionHistoryOutput['events'],
    ...pages.next(page, history.isLast ? undefined : history.events.at(-1)?.id),
  };
};
