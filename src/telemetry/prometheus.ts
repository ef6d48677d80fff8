import type { Histogram } from '../base/histogram.ts';
import type { Metric, Sample } from '../base/metric.ts';

const PREFIX = 'stepwell_';

export const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Prometheus' text format. https://prometheus.io/docs/instrumenting/exposition_formats/ */
export function prometheusText(metrics: readonly Metric[]): string {
  const lines: string[] = [];
  for (const { name, help, kind, samples } of metrics) {
    if (samples.length === 0) continue;
    const full = PREFIX + name;
    lines.push(`# HELP ${full} ${escaped(help)}`, `# TYPE ${full} ${kind}`);
    for (const sample of samples) addSample(lines, full, sample);
  }
  return `${lines.join('\n')}\n`;
}

function addSample(lines: string[], name: string, { labels = {}, value }: Sample): void {
  const pairs = Object.entries(labels).map(
    ([key, text]) => `${key}="${escaped(text).replaceAll('"', '\\"')}"`,
  );
  if (typeof value === 'number') lines.push(`${name}${inBraces(pairs)} ${numberText(value)}`);
  else addHistogram(lines, name, { pairs, histogram: value });
}

function addHistogram(
  lines: string[],
  name: string,
  { pairs, histogram }: { readonly pairs: readonly string[]; readonly histogram: Histogram },
): void {
  let upTo = 0;
  for (const [range, count] of histogram.counts.entries()) {
    upTo += count;
    const bound = histogram.bounds[range] ?? Number.POSITIVE_INFINITY;
    lines.push(`${name}_bucket${inBraces([...pairs, `le="${numberText(bound)}"`])} ${upTo}`);
  }
  lines.push(`${name}_sum${inBraces(pairs)} ${numberText(histogram.sum)}`);
  lines.push(`${name}_count${inBraces(pairs)} ${upTo}`);
}

function inBraces(pairs: readonly string[]): string {
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? '+Inf' : '-Inf';
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}
