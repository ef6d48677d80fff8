import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Segment } from '../../telemetry/segment.ts';
import { OtlpExporter } from './otlp-exporter.ts';

const SEGMENT: Segment = {
  ...{ id: 'a', name: 'm', start_time: 0, end_time: 1, trace_id: '1-6960d120-0123456789ab4cde8f012345' },
};

describe('The exporter of traces', () => {
  test('sends them to the collector, in their order', async () => {
    const { exporter, sent } = collector(() => new Response('{}'));
    exporter.append(undefined, [SEGMENT]);
    exporter.append(undefined, [{ ...SEGMENT, name: 'n' }]);
    await exporter.close();
    assert.deepEqual(
      sent.map(([url]) => url),
      ['http://c:4318/v1/traces', 'http://c:4318/v1/traces'],
    );
    assert.match(String(sent[1]?.[1]), /"n"/);
  });

  test('says once that they do not arrive, and goes on', async () => {
    const answers = [new Response('', { status: 500 }), undefined, new Response('{}')];
    const { exporter, sent, said } = collector(() => answers.shift());
    for (let n = 0; n < 3; n++) {
      exporter.append(undefined, [SEGMENT]);
      await exporter.close();
    }
    assert.equal(sent.length, 3);
    assert.deepEqual(said, ['traces do not reach http://c:4318/: it answered 500']);
  });

  test('drops what a slow collector leaves waiting', () => {
    const { exporter, said } = collector(() => new Response('{}'));
    exporter.append(
      undefined,
      Array.from({ length: 6000 }, () => SEGMENT),
    );
    assert.match(String(said), /too slow/);
  });
});

function collector(answer: () => Response | undefined) {
  const sent: [string, unknown][] = [];
  const said: string[] = [];
  const exporter = new OtlpExporter({
    url: 'http://c:4318/',
    fetch: async (url, init) => {
      sent.push([String(url), init?.body]);
      const response = answer();
      if (response === undefined) throw new TypeError('fetch failed');
      return response;
    },
    log: (line) => said.push(line),
  });
  return { exporter, sent, said };
}
