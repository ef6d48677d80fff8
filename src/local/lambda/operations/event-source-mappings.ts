import { functionArn } from '../../../base/arn.ts';
import {
  isArray,
  isNumber,
  isObject,
  type Json,
  type JsonObject,
  member,
  toNumber,
} from '../../../base/json.ts';
import { functionNotFound } from '../functions.ts';
import { type Mapping, mappingShown, queueOf } from '../mapping.ts';
import {
  answer,
  type LambdaServices,
  type Operation,
  type OperationCall,
  readBody,
  readName,
} from '../operation.ts';
import { pageOf } from '../page.ts';
import { Refusal } from '../refusal.ts';
import { invalid } from '../settings.ts';

/** Queues only. https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
export const createEventSourceMapping: Operation = async (call, services) => {
  const { request } = call;
  const { mappings, entropy, now } = services;
  const body = readBody(request);
  const queueArn = member(body, 'EventSourceArn') ?? null;
  if (typeof queueArn !== 'string') throw invalid('eventSourceArn', queueArn, 'Member must be a string');
  const functionName = await readFunction(member(body, 'FunctionName') ?? null, call, services);
  const mapping: Mapping = {
    ...{ uuid: entropy.uuid(), scope: request.scope, queueArn, functionName, lastModified: now() },
    ...{ batchSize: 10, windowSeconds: 0, isEnabled: true, reportsFailures: false },
    ...readMapping(body),
  };
  await checkQueue(mapping, services);
  checkBatch(mapping);
  const same = (await mappings.list(request.scope)).find(
    (other) => other.queueArn === queueArn && other.functionName === functionName,
  );
  if (same !== undefined) {
    throw new Refusal(
      'ResourceConflictException',
      `An event source mapping with SQS arn (" ${queueArn} ") and function (" ${functionName} ") already exists. Please update or delete the existing mapping with UUID ${same.uuid}`,
    );
  }
  await mappings.create(mapping);
  return answer(202, mappingShown(mapping));
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetEventSourceMapping.html */
export const getEventSourceMapping: Operation = async ({ detail, request }, { mappings }) =>
  answer(200, mappingShown(await mappings.find(request.scope, detail)));

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html */
export const listEventSourceMappings: Operation = async ({ request }, { mappings }) => {
  const { query, scope } = request;
  const queueArn = query.get('EventSourceArn');
  const name = query.get('FunctionName');
  const wanted = name === null ? undefined : qualifiedName(name, request);
  const found = (await mappings.list(scope)).filter(
    (mapping) =>
      (queueArn === null || mapping.queueArn === queueArn) &&
      (wanted === undefined || mapping.functionName === wanted),
  );
  const { page, marker } = pageOf(found, query);
  return answer(200, { EventSourceMappings: page.map((mapping) => mappingShown(mapping)), ...marker });
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html */
export const updateEventSourceMapping: Operation = async (call, services) => {
  const { detail, request } = call;
  const body = readBody(request);
  const name = member(body, 'FunctionName') ?? null;
  const functionName = name === null ? {} : { functionName: await readFunction(name, call, services) };
  const mapping = await services.mappings.update(request.scope, detail, (current) => {
    const changed = { ...current, ...readMapping(body), ...functionName, lastModified: services.now() };
    checkBatch(changed);
    return changed;
  });
  return answer(202, mappingShown(mapping));
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteEventSourceMapping.html */
export const deleteEventSourceMapping: Operation = async ({ detail, request }, { mappings }) =>
  answer(202, mappingShown(await mappings.remove(request.scope, detail), 'Deleting'));

async function readFunction(
  value: Json,
  { request }: OperationCall,
  { functions }: LambdaServices,
): Promise<string> {
  if (typeof value !== 'string') throw invalid('functionName', value, 'Member must be a string');
  const named = readName(value, request);
  const latest = await functions.find(named, named.name);
  const isHere = named.account === request.scope.account && named.region === request.scope.region;
  if (isHere && latest !== undefined && functions.at(latest, named.qualifier, () => 1) !== undefined) {
    return qualifiedName(value, request);
  }
  throw functionNotFound(functionArn(named, named.name));
}

function qualifiedName(text: string, request: OperationCall['request']): string {
  const { name, qualifier } = readName(text, request);
  return qualifier === undefined ? name : `${name}:${qualifier}`;
}

function readMapping(body: JsonObject): Partial<Mapping> {
  for (const key of Object.keys(body)) {
    const value = member(body, key) ?? null;
    if (KNOWN.has(key) || value === null) continue;
    throw new Refusal('InvalidParameterValueException', `The local function host does not support ${key}.`);
  }
  const enabled = member(body, 'Enabled') ?? null;
  if (enabled !== null && typeof enabled !== 'boolean')
    throw invalid('enabled', enabled, 'Member must be a boolean');
  const types = member(body, 'FunctionResponseTypes') ?? null;
  return {
    ...integer(body, { key: 'BatchSize', as: 'batchSize', min: 1, max: 10_000 }),
    ...integer(body, { key: 'MaximumBatchingWindowInSeconds', as: 'windowSeconds', min: 0, max: 300 }),
    ...(enabled === null ? {} : { isEnabled: enabled }),
    ...(types === null ? {} : { reportsFailures: readTypes(types) }),
  };
}

const KNOWN = new Set([
  'EventSourceArn',
  'FunctionName',
  'BatchSize',
  'MaximumBatchingWindowInSeconds',
  'Enabled',
  'FunctionResponseTypes',
]);

interface Bounds {
  readonly key: string;
  readonly as: 'batchSize' | 'windowSeconds';
  readonly min: number;
  readonly max: number;
}

function integer(body: JsonObject, { key, as, min, max }: Bounds): Partial<Mapping> {
  const value = member(body, key) ?? null;
  if (value === null) return {};
  const number = isNumber(value) ? toNumber(value) : Number.NaN;
  if (Number.isInteger(number) && number >= min && number <= max) return { [as]: number };
  const field = `${key.slice(0, 1).toLowerCase()}${key.slice(1)}`;
  throw invalid(field, value, `Member must be an integer from ${min} to ${max}`);
}

function readTypes(value: Json): boolean {
  if (isArray(value) && value.every((type) => type === 'ReportBatchItemFailures')) return value.length > 0;
  throw invalid(
    'functionResponseTypes',
    value,
    'Member must satisfy enum value set: [ReportBatchItemFailures]',
  );
}

function checkBatch({ queueArn, batchSize, windowSeconds }: Mapping): void {
  const isFifo = queueOf(queueArn)?.isFifo === true;
  if (isFifo && windowSeconds > 0) {
    throw refused('Batching window is not supported for FIFO queues');
  }
  if (isFifo && batchSize > 10) throw refused('Maximum batch size for FIFO queues is 10');
  if (batchSize > 10 && windowSeconds === 0) {
    throw refused(
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
  }
}

/** The queue must be there, and keep messages hidden for as long as the function may run. */
async function checkQueue(
  { queueArn, functionName, scope }: Mapping,
  { queues, functions }: LambdaServices,
): Promise<void> {
  const queue = queueOf(queueArn);
  if (queue === undefined) {
    throw refused(`The local function host maps SQS queues only, not ${queueArn}.`);
  }
  if (queue.scope.account !== scope.account || queue.scope.region !== scope.region) {
    throw refused('The local function host maps queues of the same account and region only.');
  }
  const input = { QueueUrl: queue.url, AttributeNames: ['VisibilityTimeout'] };
  const signal = new AbortController().signal;
  const { isDone, body } = await queues('GetQueueAttributes', input, { scope: queue.scope, signal });
  if (!isDone) throw refused(`Error occurred while ReceiveMessage. ${member(body, 'message') ?? ''}`);
  const attributes = member(body, 'Attributes') ?? null;
  const visible = Number(isObject(attributes) ? member(attributes, 'VisibilityTimeout') : 0);
  const [name = '', qualifier] = functionName.split(':');
  const latest = await functions.find(scope, name);
  const timeout = (latest && functions.at(latest, qualifier, () => 1))?.definition.timeout ?? 0;
  if (visible < timeout) {
    throw refused(
      `Queue visibility timeout: ${visible} seconds is less than Function timeout: ${timeout} seconds`,
    );
  }
}

function refused(message: string): Refusal {
  return new Refusal('InvalidParameterValueException', message);
}
