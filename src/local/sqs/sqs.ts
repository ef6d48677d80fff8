import type { Scope } from '../../base/arn.ts';
import type { HttpService } from '../../base/http-service.ts';
import type { JsonObject } from '../../base/json.ts';
import { JsonService } from '../service/json-service.ts';
import { QueryService } from '../service/query-service.ts';
import { messageOperations } from './message-operations.ts';
import { outgoingOf } from './outgoing.ts';
import { readForm, writeResult } from './query-form.ts';
import type { QueuePorts } from './queue.ts';
import { queueLookup, queueOperations } from './queue-operations.ts';
import { Queues } from './queues.ts';
import { jsonCodeOf, queryCodeOf } from './refusals.ts';

export interface SqsOptions extends QueuePorts {
  /** Where queues are reached, for their URLs. */
  readonly url: () => string;
  readonly bodyBytesMax: number;
}

export interface Sqs {
  /** SQS's own API, in AWS JSON and in AWS Query. */
  readonly api: HttpService;
  /**
   * Sends a message as another service does.
   *
   * @param input As of SendMessage, without `QueueUrl`.
   * @returns false when there is no such queue. @throws ServiceRefusal when the queue does not take it.
   */
  send(arn: string, input: JsonObject, from: Scope): Promise<boolean>;
  close(): Promise<void>;
}

/** Our own SQS: standard and FIFO queues, in the store of this server. */
export async function openSqs({ url, bodyBytesMax, ...ports }: SqsOptions): Promise<Sqs> {
  const queues = new Queues(ports);
  const operations = { ...queueOperations(queues, url), ...messageOperations(queueLookup(queues)) };
  const common = { name: 'SQS', bodyBytesMax, operations };
  const json = new JsonService({ ...common, target: 'AmazonSQS', version: '1.0', codeOnWire: jsonCodeOf });
  const query = new QueryService({
    ...common,
    namespace: 'http://queue.amazonaws.com/doc/2012-11-05/',
    codeOnWire: queryCodeOf,
    read: readForm,
    write: writeResult,
  });
  return {
    api: {
      bodyBytesMax,
      handle: (request) => (request.headers['x-amz-target'] === undefined ? query : json).handle(request),
    },
    async send(arn, input, from) {
      const queue = await queues.findByArn(arn);
      if (queue === undefined) return false;
      await queue.send([outgoingOf(input, queue.settings, from.account)]);
      return true;
    },
    close: () => queues.close(),
  };
}
