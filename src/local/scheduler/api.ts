import type { HttpService } from '../../base/http-service.ts';
import type { JsonObject } from '../../base/json.ts';
import type { JsonOperation } from '../service/json-service.ts';
import { ServiceRefusal } from '../service/refusal.ts';
import { RestService } from '../service/rest-service.ts';
import * as operations from './operations.ts';
import type { Scheduler } from './scheduler.ts';

const BODY_BYTES_MAX = 1_048_576;

/** By method and what is in the path. */
const OPERATIONS: Readonly<Record<string, operations.ScheduleOperation>> = {
  'POST schedules/Name': operations.createSchedule,
  'PUT schedules/Name': operations.updateSchedule,
  'GET schedules/Name': operations.getSchedule,
  'DELETE schedules/Name': operations.deleteSchedule,
  'GET schedules': operations.listSchedules,
  'POST schedule-groups/Name': operations.createScheduleGroup,
  'GET schedule-groups/Name': operations.getScheduleGroup,
  'DELETE schedule-groups/Name': operations.deleteScheduleGroup,
  'GET schedule-groups': operations.listScheduleGroups,
};

/** The members of inputs that stand in the query. */
const QUERY: Readonly<Record<string, string>> = {
  groupName: 'GroupName',
  ScheduleGroup: 'GroupName',
  clientToken: 'ClientToken',
  NamePrefix: 'NamePrefix',
  NextToken: 'NextToken',
  State: 'State',
};

/** EventBridge Scheduler's API: REST and JSON. */
export function createSchedulerApi(scheduler: Scheduler): HttpService {
  return new RestService({
    ...{ name: 'EventBridge Scheduler', bodyBytesMax: BODY_BYTES_MAX },
    route({ method, path, query }) {
      const [, kind, name] = /^\/(schedules|schedule-groups)(?:\/([^/]+))?\/?$/.exec(path) ?? [];
      const key = `${method} ${kind}${name === undefined ? '' : '/Name'}`;
      const found = Object.hasOwn(OPERATIONS, key) ? OPERATIONS[key] : undefined;
      if (found === undefined) return undefined;
      const operation: JsonOperation = (input, { scope }) => {
        const call = () => found(input, scope, scheduler);
        return method === 'GET' ? call() : scheduler.inTurn(call);
      };
      return { operation, input: { ...inQuery(query), ...(name === undefined ? {} : { Name: name }) } };
    },
  });
}

function inQuery(query: URLSearchParams): JsonObject {
  const limit = query.get('MaxResults');
  if (limit !== null && !/^(?:[1-9]\d?|100)$/.test(limit))
    throw new ServiceRefusal(
      'ValidationException',
      `1 validation error detected: Value '${limit}' at 'maxResults' failed to satisfy constraint: Member must have value between 1 and 100`,
    );
  return {
    ...Object.fromEntries(
      Object.entries(QUERY).flatMap(([from, to]) => {
        const value = query.get(from);
        return value === null ? [] : [[to, value]];
      }),
    ),
    ...(limit === null ? {} : { Limit: Number(limit) }),
  };
}
