import type { Scope } from '../../base/arn.ts';
import type { HttpService } from '../../base/http-service.ts';
import { isObject, type JsonObject, parseJson } from '../../base/json.ts';

/** Asks SQS, as any client does. */
export type QueuePort = (
  operation: string,
  input: JsonObject,
  call: { readonly scope: Scope; readonly signal: AbortSignal },
) => Promise<{ readonly isDone: boolean; readonly body: JsonObject }>;

/** @param find The service, which may come after its users. */
export function queuePort(find: () => HttpService | undefined, uuid: () => string): QueuePort {
  return async (operation, input, { scope, signal }) => {
    const answer = await find()?.handle({
      ...{ method: 'POST', path: '/', query: new URLSearchParams(), scope, signal, requestId: uuid() },
      headers: { 'x-amz-target': `AmazonSQS.${operation}` },
      body: Buffer.from(JSON.stringify(input)),
    });
    if (answer === undefined) return { isDone: false, body: { message: 'There is no SQS here.' } };
    const body = answer.body === '' ? {} : parseJson(String(answer.body));
    return { isDone: answer.status === 200, body: isObject(body) ? body : {} };
  };
}
