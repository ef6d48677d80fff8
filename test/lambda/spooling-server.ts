import type { FunctionCall } from '../../src/integrations/lambda/port.ts';
import { SCOPE, startHost } from './host-under-test.ts';

// A server to be killed, which makes each call that its input names: `<function> <attempt>`. Prints `<attempt> <payload>` for
// each answer, and forgets none of them.
const [directory = '', functionsDirectory = ''] = process.argv.slice(2);
const host = await startHost({ directory, functionsDirectory, spoolSecret: Buffer.alloc(32, 1) });
process.stdin.setEncoding('utf8').on('data', (text: string) => {
  for (const line of text.split('\n').filter(Boolean)) void call(line);
});

async function call(line: string): Promise<void> {
  const [functionName = '', attemptId = ''] = line.split(' ');
  const asked = { functionName, attemptId, payload: JSON.stringify(attemptId), scope: SCOPE };
  const wanted: FunctionCall = { ...asked, invocationType: 'RequestResponse', isResumable: true };
  const answer = await host.lambda.host.invoke(wanted, new AbortController().signal);
  console.log(`${attemptId} ${answer?.payload}`);
}
