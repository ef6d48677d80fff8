import type { HttpService } from '../../base/http-service.ts';
import { JsonService } from '../service/json-service.ts';
import type { EventBridge } from './event-bridge.ts';
import type { EventOperation } from './operation.ts';
import { createEventBus, deleteEventBus, describeEventBus, listEventBuses } from './operations/buses.ts';
import { putEvents } from './operations/put-events.ts';
import { deleteRule, describeRule, disableRule, enableRule, listRules, putRule } from './operations/rules.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tags.ts';
import { listRuleNamesByTarget, listTargetsByRule, putTargets, removeTargets } from './operations/targets.ts';
import { testEventPattern } from './operations/test-event-pattern.ts';

const BODY_BYTES_MAX = 2 * 1_048_576;

const OPERATIONS: Readonly<Record<string, EventOperation>> = {
  CreateEventBus: createEventBus,
  DeleteEventBus: deleteEventBus,
  DeleteRule: deleteRule,
  DescribeEventBus: describeEventBus,
  DescribeRule: describeRule,
  DisableRule: disableRule,
  EnableRule: enableRule,
  ListEventBuses: listEventBuses,
  ListRuleNamesByTarget: listRuleNamesByTarget,
  ListRules: listRules,
  ListTagsForResource: listTagsForResource,
  ListTargetsByRule: listTargetsByRule,
  PutEvents: putEvents,
  PutRule: putRule,
  PutTargets: putTargets,
  RemoveTargets: removeTargets,
  TagResource: tagResource,
  TestEventPattern: testEventPattern,
  UntagResource: untagResource,
};

/** EventBridge's API, as far as it is here. */
export function createEventsApi(events: EventBridge): HttpService {
  return new JsonService({
    ...{ name: 'EventBridge', target: 'AWSEvents', version: '1.1', bodyBytesMax: BODY_BYTES_MAX },
    operations: Object.fromEntries(
      Object.entries(OPERATIONS).map(([name, operation]) => [
        name,
        (input, call) => operation(input, call, events),
      ]),
    ),
  });
}
