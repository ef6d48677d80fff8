import type { JsonObject } from '../../base/json.ts';
import type { JsonOperation } from '../service/json-service.ts';
import type { EventBridge } from './event-bridge.ts';

/** One operation of EventBridge's API. @throws ServiceRefusal for what the caller did wrong. */
export type EventOperation = (
  input: JsonObject,
  call: Parameters<JsonOperation>[1],
  events: EventBridge,
) => Promise<JsonObject>;
