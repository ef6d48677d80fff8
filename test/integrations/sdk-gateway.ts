import assert from 'node:assert/strict';
import type { SdkTasks } from './sdk-tasks.ts';

/** Every action of API Gateway that is here. */
export async function gateway(tasks: SdkTasks): Promise<void> {
  const call = (action: string, args: object = {}) => tasks.call(`apigateway:${action}`, args);
  const description = [{ Op: 'replace', Path: '/description', Value: 'd' }];
  const { Id: RestApiId, CreatedDate } = await call('createRestApi', {
    Name: 'api',
    Tags: { lower: 'kept' },
  });
  assert.match(CreatedDate, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  const api = { RestApiId };
  assert.deepEqual((await call('getRestApi', api)).Tags, { lower: 'kept' });
  assert.equal((await call('getRestApis')).Items.length, 1);
  assert.equal((await call('updateRestApi', { ...api, PatchOperations: description })).Description, 'd');
  const [root] = (await call('getResources', api)).Items;
  const made = await call('createResource', { ...api, ParentId: root.Id, PathPart: 'p' });
  const resource = { ...api, ResourceId: made.Id };
  assert.equal((await call('getResource', resource)).Path, '/p');
  const renamed = [{ Op: 'replace', Path: '/pathPart', Value: 'q' }];
  assert.equal((await call('updateResource', { ...resource, PatchOperations: renamed })).Path, '/q');
  await methods(tasks, resource);
  await stages(tasks, api);
  await call('deleteResource', resource);
  await call('getAccount');
  await call('updateAccount', { PatchOperations: [] });
  await call('deleteRestApi', api);
}

async function methods(tasks: SdkTasks, resource: object): Promise<void> {
  const call = (action: string, args: object = {}) => tasks.call(`apigateway:${action}`, args);
  const method = { ...resource, HttpMethod: 'GET' };
  const changed = { ...method, PatchOperations: [] };
  await call('putMethod', { ...method, AuthorizationType: 'NONE' });
  await call('updateMethod', changed);
  const answer = { ...method, StatusCode: '200' };
  await call('putMethodResponse', answer);
  await call('getMethodResponse', answer);
  await call('updateMethodResponse', { ...answer, PatchOperations: [] });
  const RequestTemplates = { 'application/json': '{"statusCode": 200}' };
  await call('putIntegration', { ...method, Type: 'MOCK', RequestTemplates });
  assert.deepEqual((await call('getIntegration', method)).RequestTemplates, RequestTemplates);
  await call('updateIntegration', changed);
  await call('putIntegrationResponse', {
    ...answer,
    ResponseTemplates: { 'application/json': '{"ok":true}' },
  });
  await call('getIntegrationResponse', answer);
  await call('updateIntegrationResponse', { ...answer, PatchOperations: [] });
  assert.equal((await call('getMethod', method)).MethodIntegration.Type, 'MOCK');
  const tried = await call('testInvokeMethod', method);
  assert.deepEqual([tried.Status, tried.Body], [200, '{"ok":true}']);
}

async function stages(tasks: SdkTasks, api: object): Promise<void> {
  const call = (action: string, args: object = {}) => tasks.call(`apigateway:${action}`, args);
  const { Id: DeploymentId } = await call('createDeployment', api);
  const deployment = { ...api, DeploymentId };
  await call('getDeployment', deployment);
  assert.equal((await call('getDeployments', api)).Items.length, 1);
  await call('updateDeployment', { ...deployment, PatchOperations: [] });
  const stage = { ...api, StageName: 'live' };
  await call('createStage', { ...stage, DeploymentId, Variables: { lower: 'kept' } });
  assert.deepEqual((await call('getStage', stage)).Variables, { lower: 'kept' });
  assert.equal((await call('getStages', api)).Item[0].StageName, 'live');
  await call('updateStage', { ...stage, PatchOperations: [] });
  await call('deleteStage', stage);
  await call('deleteDeployment', deployment);
  const ofRoot = (await call('getResources', { ...api, Embed: ['methods'] })).Items.find(
    (one: { Path: string }) => one.Path === '/q',
  );
  const method = { ...api, ResourceId: ofRoot.Id, HttpMethod: 'GET' };
  await call('deleteIntegrationResponse', { ...method, StatusCode: '200' });
  await call('deleteIntegration', method);
  await call('deleteMethodResponse', { ...method, StatusCode: '200' });
  await call('deleteMethod', method);
}
