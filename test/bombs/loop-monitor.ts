import { renameSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/**
 * Loaded into a server before anything else: whenever it is sent SIGUSR2, it writes down for how many milliseconds its event
 * loop was held at most since the last time.
 */
const path = process.env.LOOP_MONITOR;
if (path !== undefined) {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  process.on('SIGUSR2', () => {
    writeFileSync(`${path}.new`, String(histogram.max / 1e6));
    // Whole or not at all.
    renameSync(`${path}.new`, path);
    histogram.reset();
  });
}
