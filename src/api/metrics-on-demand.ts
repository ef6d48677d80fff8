import type { Metric } from '../base/metric.ts';
import type { PageService } from '../base/page-service.ts';
import type { MetricsPageOptions } from './metrics-page.ts';

export interface MetricsOptions extends Omit<MetricsPageOptions, 'text'> {
  /** The parts of the server that have something to say. */
  readonly metrics: () => readonly Metric[];
}

/** `/metrics`, loaded by the first who asks: few starts are scraped at once. */
export function metricsOnDemand(options: MetricsOptions): Readonly<Record<string, PageService>> {
  let loading: Promise<PageService> | undefined;
  return {
    '/metrics': {
      bodyBytesMax: 0,
      isForOperators: true,
      async handle(request) {
        loading ??= load(options);
        return await (await loading).handle(request);
      },
    },
  };
}

async function load({ metrics, ...options }: MetricsOptions): Promise<PageService> {
  const { MetricsPage } = await import('./metrics-page.ts');
  const { PROMETHEUS_TYPE, prometheusText } = await import('../telemetry/prometheus.ts');
  return new MetricsPage({
    ...options,
    text: () => ({ type: PROMETHEUS_TYPE, body: prometheusText(metrics()) }),
  });
}
