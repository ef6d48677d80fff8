import { isObject, type Json, type JsonObject } from '../../src/base/json.ts';
import { signRequest } from '../../src/base/sigv4.ts';

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Calls EventBridge as an SDK does. @throws Error with what it was refused for. */
export async function callEvents(url: string, operation: string, input: JsonObject): Promise<JsonObject> {
  const body = JSON.stringify(input);
  const headers = signRequest({
    ...{ method: 'POST', url, body, service: 'events', region: 'us-east-1', credentials: CREDENTIALS },
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `AWSEvents.${operation}` },
    now: Date.now(),
  });
  const response = await fetch(url, { method: 'POST', headers, body });
  const text = await response.text();
  if (!response.ok) throw new Error(`${operation}: ${response.status} ${text}`);
  const answer: Json = JSON.parse(text);
  return isObject(answer) ? answer : {};
}
