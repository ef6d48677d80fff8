import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formRequest } from '../../../test/api/form-request.ts';
import { requestedOfXray } from './requested-of-xray.ts';

test('What a call of X-Ray would do follows from its path', () => {
  const asked = (path: string) => requestedOfXray({ ...formRequest(''), path });
  assert.deepEqual(asked('/TraceSegments'), [{ action: 'xray:PutTraceSegments', resource: '*' }]);
  assert.deepEqual(asked('/constructor'), [{ action: 'xray:POST', resource: '*' }]);
});
