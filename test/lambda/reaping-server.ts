import { spawn } from 'node:child_process';
import { Reaper } from '../../src/local/lambda/reaper.ts';

// A server to be killed, with two processes: one that has `file` in the directory of its argument, and one that has none.
// Prints their numbers.
const reaper = new Reaper(process.argv[2]);
const [called, other] = ['file', undefined].map((file) => {
  const { pid = 0 } = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  reaper.watch(pid, { timeout: 60, file });
  return pid;
});
console.log(`${called} ${other}`);
setInterval(() => {}, 60_000);
