import { isArray, isObject, type JsonObject, member } from '../base/json.ts';
import type { Client } from './client.ts';

/** The pages of GetExecutionHistory, one after the other, until there is no more for now. */
export async function* historyPages(
  client: Client,
  executionArn: string,
  { reverseOrder }: { readonly reverseOrder: boolean },
): AsyncGenerator<readonly JsonObject[]> {
  let nextToken: string | undefined;
  do {
    const page = await client.states('GetExecutionHistory', {
      executionArn,
      reverseOrder,
      maxResults: 1000,
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    const events = member(page, 'events');
    yield isArray(events) ? events.filter(isObject) : [];
    const token = member(page, 'nextToken');
    nextToken = typeof token === 'string' ? token : undefined;
  } while (nextToken !== undefined);
}
