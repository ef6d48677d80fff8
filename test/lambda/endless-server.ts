import { startHost } from './host-under-test.ts';

// A server with a function in an endless loop, to be killed: prints the process id of the function.
const host = await startHost();
const source = 'exports.handler = async () => { console.log("PID", process.pid); for (;;); }';
await host.create('f', 'index.js', source, { Timeout: 60 });
void host.call('f', {});
const timer = setInterval(() => {
  const line = /PID \d+/.exec(host.lambda.log('f'));
  if (line === null) return;
  clearInterval(timer);
  console.log(line[0]);
}, 20);
