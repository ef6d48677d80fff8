import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { whyNoAws } from '../tutorials/aws-cli.ts';
import { openAwsCli } from './aws-cli-client.ts';
import { botocores, openBoto3 } from './boto3-client.ts';
import type { OpenClient } from './client.ts';
import { openHttp } from './http-client.ts';
import { SCRIPT, type Step } from './script.ts';
import { openSdk } from './sdk-client.ts';
import { OPERATION_NAMES } from './service-model.ts';
import { Stage } from './stage.ts';

describe('The script', () => {
  test('has every operation of the model, answered', () => {
    const answered = SCRIPT.filter(({ refused }) => refused === undefined).map(({ operation }) => operation);
    assert.deepEqual([...new Set(answered)].sort(), [...OPERATION_NAMES].sort());
  });
});

const PYTHON = botocores().map((one) => [`boto3 (botocore ${one.version})`, openBoto3(one)] as const);
const CLIENTS: readonly (readonly [name: string, open: OpenClient, skip: string | false])[] = [
  ['raw HTTP', openHttp, false],
  ['the AWS SDK for JavaScript', openSdk, false],
  ...PYTHON.map(([name, open]) => [name, open, false] as const),
  ...(PYTHON.length > 0 ? [] : [['boto3', openHttp, 'boto3 is not here: install `python3-boto3`'] as const]),
  ['the AWS command line', openAwsCli, whyNoAws()],
];

/** The command line starts anew for each call: it need not hear of every error. */
const HEARD_ON_COMMAND_LINE = ['InvalidDefinition', 'ConflictException', 'TaskTimedOut'];

for (const [name, open, skip] of CLIENTS) {
  const isHeard = ({ refused }: Step) =>
    open !== openAwsCli || refused === undefined || HEARD_ON_COMMAND_LINE.includes(refused);
  describe(name, { skip }, () => {
    const stage = new Stage();
    before(() => stage.open(open));
    after(() => stage[Symbol.asyncDispose]());
    for (const step of SCRIPT.filter(isHeard)) {
      test(sentenceOf(step), async (context) => {
        const problem = await stage.play(step);
        if (problem !== undefined) context.skip(problem);
      });
    }
  });
}

function sentenceOf({ operation, claim, refused }: Step): string {
  return [operation, claim, refused === undefined ? undefined : `refuses with ${refused}`]
    .filter((part) => part !== undefined)
    .join(' ');
}
