import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ServiceRequest } from '../../base/http-service.ts';
import { requestedOfScheduler } from './requested-of-scheduler.ts';

const PREFIX = 'arn:aws:scheduler:eu-west-1:123456789012';

describe('What a request asks of EventBridge Scheduler', () => {
  test('is an operation on a schedule, in the group that body or query name', () => {
    asks({ method: 'POST' }, 'CreateSchedule', `${PREFIX}:schedule/default/s`);
    asks({ method: 'PUT', body: '{"GroupName":"g"}' }, 'UpdateSchedule', `${PREFIX}:schedule/g/s`);
    asks({ method: 'DELETE', query: 'groupName=g' }, 'DeleteSchedule', `${PREFIX}:schedule/g/s`);
  });

  test('names the group that the service would take when several are given', () => {
    const both = { query: 'groupName=g&ScheduleGroup=h', body: '{"GroupName":"i"}' };
    asks({ method: 'GET', ...both }, 'GetSchedule', `${PREFIX}:schedule/h/s`);
  });

  test('is an operation on a group, or on all there is', () => {
    asks({ method: 'GET', path: '/schedule-groups/g' }, 'GetScheduleGroup', `${PREFIX}:schedule-group/g`);
    asks({ method: 'GET', path: '/schedules' }, 'ListSchedules', '*');
    asks({ method: 'GET', path: '/schedule-groups' }, 'ListScheduleGroups', '*');
  });

  test('is one of its own where nothing is known of it', () => {
    asks({ method: 'GET', path: '/tags/a' }, 'GET', '*');
    asks({ method: 'POST', path: '/schedules' }, 'POST', '*');
  });
});

function asks(
  { method, path = '/schedules/s', query = '', body = '' }: Record<string, string> & { method: string },
  action: string,
  resource: string,
): void {
  const request: ServiceRequest = {
    ...{ method, path, headers: {}, requestId: 'r', body: Buffer.from(body) },
    query: new URLSearchParams(query),
    scope: { region: 'eu-west-1', account: '123456789012' },
    signal: new AbortController().signal,
  };
  assert.deepEqual(requestedOfScheduler(request), [{ action: `scheduler:${action}`, resource }]);
}
