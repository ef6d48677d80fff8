import { renameSync, writeFileSync } from 'node:fs';

/**
 * Loaded into a server before anything else: whenever it is sent SIGUSR2, it writes down for how many milliseconds its event
 * loop was held at most since the last time: by the clock, and of the processor, which other processes do not add to.
 */
const path = process.env.LOOP_MONITOR;
if (path !== undefined) {
  let last = { wallMs: performance.now(), cpuMs: cpuMs() };
  let most = { wallMs: 0, cpuMs: 0 };
  setInterval(() => {
    const now = { wallMs: performance.now(), cpuMs: cpuMs() };
    most = {
      wallMs: Math.max(most.wallMs, now.wallMs - last.wallMs),
      cpuMs: Math.max(most.cpuMs, now.cpuMs - last.cpuMs),
    };
    last = now;
  }, 1).unref();
  process.on('SIGUSR2', () => {
    writeFileSync(`${path}.new`, JSON.stringify(most));
    // Whole or not at all.
    renameSync(`${path}.new`, path);
    most = { wallMs: 0, cpuMs: 0 };
  });
}

/** Of this thread. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
