import assert from 'node:assert/strict';
import { test } from 'node:test';
import { otlpOf } from './otlp.ts';

test('Segments are exported as spans of their services', () => {
  const inner = { id: 'b', name: 'B', start_time: 1.001, end_time: 1.002, namespace: 'aws', fault: true };
  const exported = otlpOf([
    {
      ...{ id: 'a', trace_id: '1-6960d120-0123456789ab4cde8f012345', name: 'm', parent_id: 'p' },
      ...{ start_time: 1, end_time: 2, aws: { attempts: 1 } },
      subsegments: [{ ...inner, cause: { exceptions: [{ id: 'e', type: 'Oh' }] } }],
    },
  ]);
  const traceId = '6960d1200123456789ab4cde8f012345';
  assert.deepEqual(exported, {
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'm' } }] },
        scopeSpans: [
          {
            scope: { name: 'stepwell' },
            spans: [
              {
                ...{ traceId, spanId: 'a', parentSpanId: 'p', name: 'm', kind: 2, status: { code: 1 } },
                ...{ startTimeUnixNano: '1000000000', endTimeUnixNano: '2000000000' },
                attributes: [{ key: 'aws.attempts', value: { stringValue: '1' } }],
              },
              {
                ...{ traceId, spanId: 'b', parentSpanId: 'a', name: 'B', kind: 3, attributes: [] },
                ...{ startTimeUnixNano: '1001000000', endTimeUnixNano: '1002000000' },
                status: { code: 2, message: 'Oh' },
              },
            ],
          },
        ],
      },
    ],
  });
});
