import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Histogram } from '../base/histogram.ts';
import type { Metric } from '../base/metric.ts';
import { prometheusText } from './prometheus.ts';

describe('Prometheus text', () => {
  test('has help, type and a line for each sample', () => {
    says(metric({ samples: [{ value: 3 }] }), [
      '# HELP stepwell_n what',
      '# TYPE stepwell_n counter',
      'stepwell_n 3',
    ]);
  });

  test('has labels in braces, with quotes, backslashes and line breaks escaped', () => {
    says(metric({ samples: [{ labels: { a: 'x', b: '"\\\n' }, value: 1 }] }), [
      '# HELP stepwell_n what',
      '# TYPE stepwell_n counter',
      'stepwell_n{a="x",b="\\"\\\\\\n"} 1',
    ]);
  });

  test('has the ranges of a histogram one on top of the other', () => {
    const value = new Histogram([1, 10]);
    for (const one of [0.5, 5, 50]) value.record(one);
    says(metric({ kind: 'histogram', samples: [{ labels: { a: 'x' }, value }] }), [
      '# HELP stepwell_n what',
      '# TYPE stepwell_n histogram',
      'stepwell_n_bucket{a="x",le="1"} 1',
      'stepwell_n_bucket{a="x",le="10"} 2',
      'stepwell_n_bucket{a="x",le="+Inf"} 3',
      'stepwell_n_sum{a="x"} 55.5',
      'stepwell_n_count{a="x"} 3',
    ]);
  });

  test('says nothing of a metric without samples', () => {
    says(metric({ samples: [] }), ['']);
  });
});

function metric(parts: Partial<Metric>): Metric {
  return { name: 'n', help: 'what', kind: 'counter', samples: [], ...parts };
}

function says(one: Metric, lines: readonly string[]): void {
  assert.equal(prometheusText([one]).trimEnd(), lines.join('\n'));
}
