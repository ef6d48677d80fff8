import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogBatch } from '../../src/base/log-groups.ts';
import { SCOPE, startHost } from './host-under-test.ts';

const SOURCE = `exports.handler = async (event, { logStreamName }) => {
  console.log('said ' + event.what);
  process.stdout.write('half a line');
  return logStreamName;
};`;

test('What a function prints goes to its log group, between the lines that Lambda writes', async () => {
  const { batches, answers } = await printed('one', 'two');
  assert.deepEqual(new Set(batches.map(groupOf)), new Set(['123456789012 us-east-1 /aws/lambda/f true']));
  assert.match(
    batches.flatMap(({ events }) => events.map(({ message }) => message)).join(''),
    /^START RequestId: \S+ Version: \$LATEST\n.*said one\nhalf a line\nEND RequestId: \S+\nREPORT RequestId: .*\nSTART RequestId: [\s\S]*said two\n/,
  );
  assert.deepEqual(answers, [`"${batches[0]?.stream}"`, `"${batches[0]?.stream}"`]);
});

function groupOf({ account, region, group, makesGroup }: LogBatch): string {
  return `${account} ${region} ${group} ${makesGroup}`;
}

/** What one process has printed in some calls, and what it answered. */
async function printed(...whats: readonly string[]) {
  const batches: LogBatch[] = [];
  const answers: string[] = [];
  {
    await using host = await startHost({ logGroups: { append: (batch) => batches.push(batch) } });
    await host.create('f', 'index.js', SOURCE);
    for (const what of whats) answers.push((await host.call('f', { what })).payload);
  }
  assert.equal(SCOPE.region, batches[0]?.region);
  return { batches, answers };
}
