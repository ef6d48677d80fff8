import { counter, gauge, type Metric } from '../base/metric.ts';

/** How often the event loop is asked how late it is. */
const RESOLUTION_MS = 50;
const AFTER_MS = 1_000;

/** How this process does: memory, processor, and how long its one thread leaves others waiting. */
export class ProcessMetrics {
  #lag: LoopDelay | undefined;
  #beginning: NodeJS.Timeout | undefined;

  /** Begins a while later: a start has better things to do than to be watched. */
  watch(): void {
    this.#beginning = setTimeout(() => {
      const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
      this.#lag = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
      this.#lag.enable();
    }, AFTER_MS).unref();
  }

  close(): void {
    clearTimeout(this.#beginning);
    this.#lag?.disable();
  }

  metrics(): readonly Metric[] {
    const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    return [
      gauge('process_resident_bytes', 'Memory of the process', rss),
      gauge('process_heap_used_bytes', 'JavaScript heap in use', heapUsed),
      gauge('process_heap_total_bytes', 'JavaScript heap that is reserved', heapTotal),
      gauge('process_external_bytes', 'Memory of buffers and the like outside the heap', external),
      gauge('process_uptime_seconds', 'Since the process began', process.uptime()),
      counter('process_cpu_seconds_total', 'Processor time, all threads', (user + system) / 1e6),
      {
        name: 'loop_lag_ms',
        help: 'How late the event loop came to a timer, since the last time somebody asked',
        kind: 'gauge',
        samples: this.#lagSamples(),
      },
    ];
  }

  /** Beyond the interval at which it is asked. */
  #lagSamples(): Metric['samples'] {
    const lag = this.#lag;
    if (lag === undefined || lag.count === 0) return [];
    const value = (nanoseconds: number) => Math.max(nanoseconds / 1e6 - RESOLUTION_MS, 0);
    const samples = [
      { labels: { quantile: '0.5' }, value: value(lag.percentile(50)) },
      { labels: { quantile: '0.99' }, value: value(lag.percentile(99)) },
      { labels: { quantile: '1' }, value: value(lag.max) },
    ];
    lag.reset();
    return samples;
  }
}

/** What Node gives for the delay of its event loop. */
type LoopDelay = ReturnType<typeof import('node:perf_hooks')['monitorEventLoopDelay']>;
