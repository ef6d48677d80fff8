import assert from 'node:assert/strict';
import { zip } from '../lambda/zip.ts';
import { ACCOUNT, type SdkTasks } from './sdk-tasks.ts';

const SOURCE = 'exports.handler = async (event) => ({ got: event });';

/** Every action of Lambda that is here. */
export async function functions(tasks: SdkTasks): Promise<void> {
  const call = (action: string, args: object = {}) => tasks.call(`lambda:${action}`, args);
  const named = { FunctionName: 'f' };
  const ZipFile = zip([{ name: 'index.js', content: SOURCE }]).toString('base64');
  const made = { Runtime: 'nodejs20.x', Handler: 'index.handler', Role: `arn:aws:iam::${ACCOUNT}:role/r` };
  const { FunctionArn } = await call('createFunction', { ...named, ...made, Code: { ZipFile } });
  assert.equal((await call('getFunction', named)).Configuration.FunctionArn, FunctionArn);
  await call('updateFunctionCode', { ...named, ZipFile });
  const environment = { Variables: { lower: 'kept' } };
  await call('updateFunctionConfiguration', { ...named, Environment: environment, Timeout: 9 });
  assert.deepEqual((await call('getFunctionConfiguration', named)).Environment, environment);
  assert.equal((await call('listFunctions')).Functions.length, 1);
  const answer = await call('invoke', { ...named, Payload: { a: [1] } });
  assert.deepEqual(answer, { StatusCode: 200, Payload: '{"got":{"a":[1]}}', ExecutedVersion: '$LATEST' });
  assert.equal((await call('publishVersion', named)).Version, '1');
  assert.equal((await call('listVersionsByFunction', named)).Versions.length, 2);
  const alias = { ...named, Name: 'live' };
  await call('createAlias', { ...alias, FunctionVersion: '1' });
  await call('updateAlias', { ...alias, Description: 'd' });
  assert.equal((await call('getAlias', alias)).Description, 'd');
  assert.equal((await call('listAliases', named)).Aliases[0].Name, 'live');
  await call('deleteAlias', alias);
  const statement = { StatementId: 's', Action: 'lambda:InvokeFunction', Principal: 'sns.amazonaws.com' };
  await call('addPermission', { ...named, ...statement });
  assert.match((await call('getPolicy', named)).Policy, /sns\.amazonaws\.com/);
  await call('removePermission', { ...named, StatementId: 's' });
  await call('putFunctionConcurrency', { ...named, ReservedConcurrentExecutions: 2 });
  assert.deepEqual(await call('getFunctionConcurrency', named), { ReservedConcurrentExecutions: 2 });
  await call('deleteFunctionConcurrency', named);
  const tagged = { Resource: FunctionArn };
  await call('tagResource', { ...tagged, Tags: { lower: 'b' } });
  assert.deepEqual(await call('listTags', tagged), { Tags: { lower: 'b' } });
  await call('untagResource', { ...tagged, TagKeys: ['lower'] });
  await mappings(tasks);
  assert.ok((await call('getAccountSettings')).AccountLimit.ConcurrentExecutions > 0);
  await call('deleteFunction', named);
}

async function mappings(tasks: SdkTasks): Promise<void> {
  const call = (action: string, args: object = {}) => tasks.call(`lambda:${action}`, args);
  await tasks.call('sqs:createQueue', { QueueName: 'events' });
  const EventSourceArn = `arn:aws:sqs:us-east-1:${ACCOUNT}:events`;
  const wanted = { EventSourceArn, FunctionName: 'f', Enabled: false };
  const { UUID, LastModified } = await call('createEventSourceMapping', wanted);
  assert.match(LastModified, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  assert.equal((await call('getEventSourceMapping', { UUID })).UUID, UUID);
  assert.equal((await call('listEventSourceMappings', { FunctionName: 'f' })).EventSourceMappings.length, 1);
  assert.equal((await call('updateEventSourceMapping', { UUID, BatchSize: 3 })).BatchSize, 3);
  await call('deleteEventSourceMapping', { UUID });
}
