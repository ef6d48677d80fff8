import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { madeResource } from '../../../../test/cli/made-resource.ts';
import type { JsonObject } from '../../../base/json.ts';
import { STATES_TYPES } from './states.ts';

const ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:flow';
const PROPERTIES = { StateMachineName: 'flow', RoleArn: 'r', DefinitionString: '{}' };

describe('Step Functions', () => {
  test('a machine is created, changed in place and deleted', async () => {
    const { lines, made } = await madeResource('AWS::StepFunctions::StateMachine', {
      properties: PROPERTIES,
      changed: { DefinitionString: '{"a":1}' },
    });
    assert.deepEqual(lines, [
      ['states CreateStateMachine', 'states DescribeStateMachine'],
      ['states UpdateStateMachine', 'states DescribeStateMachine'],
      ['states DeleteStateMachine'],
    ]);
    assert.deepEqual(made, {
      id: ARN,
      attributes: { Arn: ARN, Name: 'flow', StateMachineRevisionId: 'INITIAL' },
    });
  });
  test('tags that the template has no more are taken off', async () => {
    const { lines } = await madeResource('AWS::StepFunctions::StateMachine', {
      properties: { ...PROPERTIES, Tags: [{ Key: 'a', Value: '1' }] },
      changed: { Tags: [{ Key: 'b', Value: '1' }] },
    });
    assert.deepEqual(lines[1].slice(1, 3), ['states UntagResource', 'states TagResource']);
  });
  test('a machine of an attempt that was never heard of is changed', async () => {
    const script = { 'states CreateStateMachine': { refuse: 'StateMachineAlreadyExists' } };
    const { lines } = await madeResource('AWS::StepFunctions::StateMachine', {
      properties: PROPERTIES,
      mayExist: true,
      script,
    });
    assert.equal(lines[0][1], 'states UpdateStateMachine');
  });
  test('the definition is text, an object or a file, with its substitutions', () => {
    definition(
      { DefinitionString: `{"a":"\${x}\${y}"}`, DefinitionSubstitutions: { x: 1 } },
      `{"a":"1\${y}"}`,
    );
    definition({ Definition: { a: 1 } }, '{"a":1}');
    definition({ DefinitionS3Location: 'flow.json' }, 'text of flow.json');
    definition({ DefinitionS3Location: { Bucket: 'b', Key: 'k' } }, 'text of asset b k');
    assert.throws(() => definition({}, ''), /one of DefinitionString, Definition and DefinitionS3Location/);
  });
  test('an alias is of the machine of its versions', async () => {
    const properties = {
      Name: 'live',
      RoutingConfiguration: [{ StateMachineVersionArn: `${ARN}:1`, Weight: '100' }],
    };
    const script = { 'states CreateStateMachineAlias': { stateMachineAliasArn: `${ARN}:live` } };
    const { inputs, lines } = await madeResource('AWS::StepFunctions::StateMachineAlias', {
      properties,
      changed: { Description: 'x' },
      script,
    });
    assert.deepEqual(inputs, [
      { name: 'live', routingConfiguration: [{ stateMachineVersionArn: `${ARN}:1`, weight: 100 }] },
    ]);
    assert.deepEqual(lines.slice(1), [
      ['states UpdateStateMachineAlias'],
      ['states DeleteStateMachineAlias'],
    ]);
  });
  test('versions and activities follow the API', async () => {
    const version = await madeResource('AWS::StepFunctions::StateMachineVersion', {
      properties: { StateMachineArn: ARN },
      script: { 'states Publish': { stateMachineVersionArn: `${ARN}:1` } },
    });
    assert.deepEqual(version.lines[2], ['states DeleteStateMachineVersion']);
    const activity = await madeResource('AWS::StepFunctions::Activity', { properties: { Name: 'a' } });
    assert.deepEqual(activity.lines, [['states CreateActivity'], [], ['states DeleteActivity']]);
  });
});

function definition(properties: JsonObject, wanted: string): void {
  const preparation = {
    path: [],
    text: (file: string) => `text of ${file}`,
    pack: () => '',
    asset: (bucket: string, key: string) => `asset ${bucket} ${key}`,
    localUrls: (text: string) => text,
  };
  const prepared = STATES_TYPES['AWS::StepFunctions::StateMachine']?.prepare?.(properties, preparation);
  assert.equal(prepared?.DefinitionString, wanted);
}
