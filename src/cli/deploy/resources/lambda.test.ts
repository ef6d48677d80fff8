import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { madeResource } from '../../../../test/cli/made-resource.ts';
import { scriptedAws } from '../../../../test/cli/scripted-aws.ts';
import { accountOf, LAMBDA_TYPES } from './lambda.ts';

const FN = '/2015-03-31/functions';
const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:fn';
const PROPERTIES = {
  FunctionName: 'fn',
  Role: 'r',
  Runtime: 'nodejs24.x',
  Timeout: '25',
  Code: { Digest: 'd' },
};

describe('Lambda', () => {
  test('a function is created, changed in place and deleted', async () => {
    const script = {
      'lambda POST': { FunctionArn: ARN, CodeSha256: 'c' },
      'lambda PUT': { FunctionArn: ARN },
    };
    const { lines, inputs, made } = await madeResource('AWS::Lambda::Function', {
      properties: PROPERTIES,
      changed: { Timeout: 3 },
      script,
    });
    assert.deepEqual(lines, [
      [`lambda POST ${FN}`],
      [`lambda PUT ${FN}/fn/code`, `lambda PUT ${FN}/fn/configuration`],
      [`lambda DELETE ${FN}/fn`],
    ]);
    assert.deepEqual(inputs, [
      {
        FunctionName: 'fn',
        Role: 'r',
        Runtime: 'nodejs24.x',
        Timeout: 25,
        Code: { ZipFile: 'emlw' },
        Tags: {},
      },
    ]);
    assert.deepEqual(made, { id: 'fn', attributes: { Arn: ARN, CodeSha256: 'c' } });
  });
  test('one of an attempt that was never heard of is changed', async () => {
    const script = { [`lambda POST ${FN}`]: { refuse: 'ResourceConflictException' } };
    const { lines } = await madeResource('AWS::Lambda::Function', {
      properties: PROPERTIES,
      mayExist: true,
      script,
    });
    assert.equal(lines[0].length, 3);
  });
  test('a permission that the server does not have is written down', async () => {
    const properties = {
      FunctionName: ARN,
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
    };
    const { made, lines } = await madeResource('AWS::Lambda::Permission', {
      properties,
      script: { lambda: { refuse: 'UnknownOperationException' } },
    });
    assert.match(made.note ?? '', /written down only/);
    assert.deepEqual(lines[0], [`lambda POST ${FN}/fn/policy`]);
  });
  test('a permission is there when the policy of its function names it', async () => {
    const policy = (Policy: string) => ({
      aws: scriptedAws({ lambda: { Policy } }),
      account: '',
      archives: new Map(),
    });
    const kept = { id: 'p', name: 'p', attributes: {}, properties: { FunctionName: 'fn' } };
    const isThere = LAMBDA_TYPES['AWS::Lambda::Permission']?.isThere;
    assert.equal(await isThere?.(kept, policy('{"Statement":[{"Sid":"p"}]}')), true);
    assert.equal(await isThere?.(kept, policy('{"Statement":[]}')), false);
  });
  test('versions, aliases and event source mappings follow the API', async () => {
    const version = await madeResource('AWS::Lambda::Version', {
      properties: { FunctionName: 'fn' },
      script: { 'lambda POST': { FunctionArn: `${ARN}:1`, Version: '1' } },
    });
    assert.deepEqual(version.lines[2], [`lambda DELETE ${FN}/fn?Qualifier=1`]);
    const alias = await madeResource('AWS::Lambda::Alias', {
      properties: { Name: 'live', FunctionName: 'fn', FunctionVersion: '1' },
      changed: { FunctionVersion: '2' },
    });
    assert.deepEqual(alias.lines, [
      [`lambda POST ${FN}/fn/aliases`],
      [`lambda PUT ${FN}/fn/aliases/live`],
      [`lambda DELETE ${FN}/fn/aliases/live`],
    ]);
    const script = { 'lambda POST': { UUID: 'u' } };
    const mapping = await madeResource('AWS::Lambda::EventSourceMapping', {
      properties: { FunctionName: 'fn', EventSourceArn: 'q', BatchSize: '5' },
      script,
    });
    assert.deepEqual(mapping.inputs, [{ FunctionName: 'fn', EventSourceArn: 'q', BatchSize: 5 }]);
    assert.deepEqual(mapping.lines[2], ['lambda DELETE /2015-03-31/event-source-mappings/u']);
  });
  test('code comes from text, a path, or an object of cdk synth', () => {
    assert.equal(codeOf({ ZipFile: 'x' }, 'python3.12'), 'pack index.py');
    assert.equal(codeOf({ ZipFile: 'x' }, 'nodejs24.x'), 'pack index.js');
    assert.equal(codeOf('./src', 'nodejs24.x'), 'pack ./src');
    assert.equal(codeOf({ S3Bucket: 'b', S3Key: 'k' }, 'nodejs24.x'), 'pack asset b k');
    assert.throws(() => codeOf({ ImageUri: 'x' }, ''), /no functions in images/);
  });
  test('the account is told by a function that is not there', async () => {
    const aws = scriptedAws({ lambda: { refuse: 'ResourceNotFoundException' } });
    assert.equal(await accountOf({ aws }), undefined);
  });
});

function codeOf(Code: string | Record<string, string>, Runtime: string): unknown {
  const prepared = LAMBDA_TYPES['AWS::Lambda::Function']?.prepare?.(
    { Code, Runtime },
    {
      path: [],
      text: () => '',
      pack: (code) => `pack ${'path' in code ? code.path : code.name}`,
      asset: (bucket, key) => `asset ${bucket} ${key}`,
      localUrls: (text) => text,
    },
  );
  return Object(prepared?.Code).Digest;
}
