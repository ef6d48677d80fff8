/** How much the clock on the wall counts: whatever the machine does, a second is over after four. */
const WALL = 0.25;

/**
 * Mostly what this thread has had of a processor, in milliseconds: a busy machine, on which a thread mostly waits, should
 * not make an expression fail that is quick. For threads that nobody else waits for; 0.3 us a reading.
 */
export function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return ((user + system) / 1000) * (1 - WALL) + performance.now() * WALL;
}
