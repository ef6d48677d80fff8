import { isObject, type Json, type JsonObject, member, setOwn } from '../../../base/json.ts';
import {
  defined,
  deleted,
  flagFrom,
  found,
  listOf,
  madeOrNoted,
  madeOrTaken,
  numberFrom,
  objectOf,
  objectsOf,
  refused,
  tagMap,
  textFrom,
  textOf,
} from '../answers.ts';
import { isGone } from '../aws.ts';
import { Fault } from '../fault.ts';
import type { Made, Preparation, ResourceType, Services, Wanted } from '../resource-type.ts';

const FUNCTIONS = '/2015-03-31/functions';
const MAPPINGS = '/2015-03-31/event-source-mappings';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/AWS_Lambda.html */
export const LAMBDA_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::Lambda::Function': {
    properties: {
      ...{ Code: 'update', FunctionName: 'replace', Handler: 'update', Role: 'update', Runtime: 'update' },
      ...{
        Description: 'update',
        Environment: 'update',
        MemorySize: 'update',
        Timeout: 'update',
        Tags: 'noted',
      },
      ...{
        TracingConfig: 'update',
        EphemeralStorage: 'update',
        Architectures: 'update',
        PackageType: 'replace',
      },
      ...{ LoggingConfig: 'noted', ReservedConcurrentExecutions: 'noted', RuntimeManagementConfig: 'noted' },
    },
    required: ['Code', 'Role'],
    // The second is ours: SAM's versions follow the code by it.
    attributes: ['Arn', 'CodeSha256'],
    changing: ['CodeSha256'],
    naming: { property: 'FunctionName', lengthMax: 64 },
    prepare: preparedFunction,
    create: createFunction,
    update: (wanted, _, services) => updateFunction(wanted, services),
    remove: ({ name }, { aws }) =>
      deleted(aws.rest('lambda', { method: 'DELETE', path: `${FUNCTIONS}/${name}` })),
    isThere: ({ name }, { aws }) =>
      found(aws.rest('lambda', { method: 'GET', path: `${FUNCTIONS}/${name}/configuration` })),
  },
  'AWS::Lambda::Permission': {
    properties: {
      ...{ Action: 'replace', FunctionName: 'replace', Principal: 'replace', SourceArn: 'replace' },
      ...{ SourceAccount: 'replace', EventSourceToken: 'replace', FunctionUrlAuthType: 'replace' },
    },
    required: ['Action', 'FunctionName', 'Principal'],
    attributes: ['Id'],
    naming: { lengthMax: 100 },
    create: ({ name, properties }, { aws }) => {
      const body = { StatementId: name, ...without(properties, ['FunctionName']) };
      return madeOrNoted({ id: name, attributes: { Id: name } }, () =>
        madeOrTaken(
          true,
          () =>
            aws
              .rest('lambda', { method: 'POST', path: `${functionPath(properties)}/policy`, body })
              .then(nothing),
          async () => ({}),
        ),
      );
    },
    remove: ({ name, properties }, { aws }) =>
      deleted(aws.rest('lambda', { method: 'DELETE', path: `${functionPath(properties)}/policy/${name}` })),
    async isThere({ name, properties }, { aws }) {
      let policy = '';
      const answered = await found(
        aws.rest('lambda', { method: 'GET', path: `${functionPath(properties)}/policy` }).then((answer) => {
          policy = textOf(answer, 'Policy');
        }),
      );
      return answered && policy.includes(`"${name}"`);
    },
  },
  'AWS::Lambda::Version': {
    properties: { FunctionName: 'replace', Description: 'replace', CodeSha256: 'replace' },
    required: ['FunctionName'],
    attributes: ['Version', 'FunctionArn'],
    async create({ properties }, { aws }) {
      const body = without(properties, ['FunctionName']);
      const path = `${functionPath(properties)}/versions`;
      const answer = await aws.rest('lambda', { method: 'POST', path, body });
      const arn = textOf(answer, 'FunctionArn');
      return { id: arn, attributes: { FunctionArn: arn, Version: textOf(answer, 'Version') } };
    },
    async remove({ id, properties, attributes }, { aws }) {
      if (id === '') return;
      const path = `${functionPath(properties)}?Qualifier=${textOf(attributes, 'Version')}`;
      await deleted(aws.rest('lambda', { method: 'DELETE', path }));
    },
  },
  'AWS::Lambda::Alias': {
    properties: {
      ...{ Name: 'replace', FunctionName: 'replace', FunctionVersion: 'update', Description: 'update' },
      RoutingConfig: 'update',
    },
    required: ['Name', 'FunctionName', 'FunctionVersion'],
    attributes: ['AliasArn'],
    naming: { property: 'Name', lengthMax: 128 },
    create: (wanted, services) =>
      madeOrTaken(
        wanted.mayExist,
        () => putAlias({ method: 'POST', wanted, body: { Name: wanted.name } }, services),
        () => putAlias({ method: 'PUT', wanted, body: {} }, services),
      ),
    update: (wanted, _, services) => putAlias({ method: 'PUT', wanted, body: {} }, services),
    remove: ({ name, properties }, { aws }) =>
      deleted(aws.rest('lambda', { method: 'DELETE', path: `${functionPath(properties)}/aliases/${name}` })),
    isThere: ({ name, properties }, { aws }) =>
      found(aws.rest('lambda', { method: 'GET', path: `${functionPath(properties)}/aliases/${name}` })),
  },
  'AWS::Lambda::EventSourceMapping': {
    properties: {
      ...{ FunctionName: 'update', EventSourceArn: 'replace', BatchSize: 'update', Enabled: 'update' },
      ...{
        MaximumBatchingWindowInSeconds: 'update',
        FunctionResponseTypes: 'update',
        FilterCriteria: 'update',
      },
      ScalingConfig: 'update',
    },
    required: ['FunctionName', 'EventSourceArn'],
    attributes: ['Id'],
    create: createMapping,
    async update({ properties }, { id }, { aws }) {
      const body = without(mapping(properties), ['EventSourceArn']);
      await aws.rest('lambda', { method: 'PUT', path: `${MAPPINGS}/${id}`, body });
      return { id, attributes: { Id: id } };
    },
    async remove({ id }, { aws }) {
      if (id !== '') await deleted(aws.rest('lambda', { method: 'DELETE', path: `${MAPPINGS}/${id}` }));
    },
    isThere: ({ id }, { aws }) => found(aws.rest('lambda', { method: 'GET', path: `${MAPPINGS}/${id}` })),
  },
};

/** Code by its digest: a template's inline text, a file, a folder, or what `cdk synth` would have uploaded. */
function preparedFunction(properties: JsonObject, preparation: Preparation): JsonObject {
  const path = [...preparation.path, 'Code'];
  const code = member(properties, 'Code') ?? null;
  const environment = objectOf(properties, 'Environment');
  const variables: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(objectOf(environment, 'Variables'))) {
    setOwn(variables, key, preparation.localUrls(textFrom(value) ?? JSON.stringify(value)));
  }
  const local = Object.keys(variables).length === 0 ? {} : { Environment: { Variables: variables } };
  return {
    ...without(properties, ['Environment']),
    ...local,
    Code: { Digest: digest(code, properties, { preparation, path }) },
  };
}

function digest(
  code: Json,
  properties: JsonObject,
  { preparation, path }: { readonly preparation: Preparation; readonly path: readonly string[] },
): string {
  if (typeof code === 'string') return preparation.pack({ path: code }, path);
  if (!isObject(code)) throw new Fault(path, 'Code is a path or an object');
  const inline = member(code, 'ZipFile');
  if (inline !== undefined) {
    const runtime = textOf(properties, 'Runtime');
    const ending = runtime.startsWith('python') ? 'py' : 'js';
    return preparation.pack({ name: `index.${ending}`, text: textFrom(inline) ?? '' }, path);
  }
  if (member(code, 'ImageUri') !== undefined)
    throw new Fault([...path, 'ImageUri'], 'stepwell has no functions in images');
  const file = preparation.asset(textOf(code, 'S3Bucket'), textOf(code, 'S3Key'), path);
  return preparation.pack({ path: file }, path);
}

async function createFunction(wanted: Wanted, services: Services): Promise<Made> {
  const { name, properties, mayExist } = wanted;
  const body = {
    FunctionName: name,
    ...settings(properties),
    Code: { ZipFile: archive(properties, services) },
    Tags: tagMap(member(properties, 'Tags')),
  };
  return madeOrTaken(
    mayExist,
    async () =>
      madeFunction(await services.aws.rest('lambda', { method: 'POST', path: FUNCTIONS, body }), name),
    () => updateFunction(wanted, services),
  );
}

async function updateFunction({ name, properties }: Wanted, services: Services): Promise<Made> {
  const { aws } = services;
  const code = { ZipFile: archive(properties, services) };
  await aws.rest('lambda', { method: 'PUT', path: `${FUNCTIONS}/${name}/code`, body: code });
  const body = { ...FUNCTION_DEFAULTS, ...without(settings(properties), ['PackageType', 'Architectures']) };
  return madeFunction(
    await aws.rest('lambda', { method: 'PUT', path: `${FUNCTIONS}/${name}/configuration`, body }),
    name,
  );
}

/** What a property that was taken out of the template goes back to. */
const FUNCTION_DEFAULTS = { Description: '', Timeout: 3, MemorySize: 128, Environment: { Variables: {} } };

function madeFunction(answer: JsonObject, name: string): Made {
  return {
    id: name,
    attributes: {
      Arn: textOf(answer, 'FunctionArn').replace(/(:function:[^:]+):.*$/, '$1'),
      CodeSha256: textOf(answer, 'CodeSha256'),
    },
  };
}

function settings(properties: JsonObject): JsonObject {
  const numbers = ['MemorySize', 'Timeout'].map((key) => [key, numberFrom(member(properties, key))] as const);
  const storage = numberFrom(member(objectOf(properties, 'EphemeralStorage'), 'Size'));
  return defined({
    ...Object.fromEntries(
      ['Handler', 'Role', 'Runtime', 'Description', 'PackageType'].map((key) => [
        key,
        textFrom(member(properties, key)),
      ]),
    ),
    ...Object.fromEntries(numbers),
    Environment: member(properties, 'Environment'),
    TracingConfig: member(properties, 'TracingConfig'),
    Architectures: member(properties, 'Architectures'),
    EphemeralStorage: storage === undefined ? undefined : { Size: storage },
  });
}

function archive(properties: JsonObject, { archives }: Services): string {
  const bytes = archives.get(textOf(objectOf(properties, 'Code'), 'Digest'));
  if (bytes === undefined) throw refused('CodeNotFound', 'the code of this function is not here any more');
  return bytes.toString('base64');
}

/** A function by name, ARN or partial ARN, as a part of a path. */
function functionPath(properties: JsonObject): string {
  return `${FUNCTIONS}/${encodeURIComponent(textOf(properties, 'FunctionName').replace(/^arn:[^:]*:lambda:[^:]*:\d*:function:/, ''))}`;
}

interface AliasCall {
  readonly method: 'POST' | 'PUT';
  readonly wanted: Wanted;
  readonly body: JsonObject;
}

async function putAlias({ method, wanted, body }: AliasCall, { aws }: Services): Promise<Made> {
  const { name, properties } = wanted;
  const path = `${functionPath(properties)}/aliases${method === 'PUT' ? `/${name}` : ''}`;
  const settings = without(properties, ['FunctionName', 'Name', 'RoutingConfig']);
  const weights: { [key: string]: Json } = {};
  for (const one of objectsOf(objectOf(properties, 'RoutingConfig'), 'AdditionalVersionWeights')) {
    setOwn(weights, textOf(one, 'FunctionVersion'), numberFrom(member(one, 'FunctionWeight')) ?? 0);
  }
  const routing =
    Object.keys(weights).length === 0 ? {} : { RoutingConfig: { AdditionalVersionWeights: weights } };
  const answer = await aws.rest('lambda', { method, path, body: { ...body, ...settings, ...routing } });
  const arn = textOf(answer, 'AliasArn');
  return { id: arn, attributes: { AliasArn: arn } };
}

function mapping(properties: JsonObject): JsonObject {
  return defined({
    ...properties,
    BatchSize: numberFrom(member(properties, 'BatchSize')),
    MaximumBatchingWindowInSeconds: numberFrom(member(properties, 'MaximumBatchingWindowInSeconds')),
    Enabled: flagFrom(member(properties, 'Enabled')),
  });
}

async function createMapping({ properties, mayExist }: Wanted, { aws }: Services): Promise<Made> {
  const made = (answer: JsonObject): Made => ({
    id: textOf(answer, 'UUID'),
    attributes: { Id: textOf(answer, 'UUID') },
  });
  return madeOrTaken(
    mayExist,
    async () =>
      made(await aws.rest('lambda', { method: 'POST', path: `${MAPPINGS}/`, body: mapping(properties) })),
    async () => {
      const query = new URLSearchParams({
        EventSourceArn: textOf(properties, 'EventSourceArn'),
        FunctionName: textOf(properties, 'FunctionName'),
      });
      const answer = await aws.rest('lambda', { method: 'GET', path: `${MAPPINGS}/?${query}` });
      return made(listOf(answer, 'EventSourceMappings').find(isObject) ?? {});
    },
  );
}

function without(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

function nothing(): Partial<Made> {
  return {};
}

/** The account behind the credentials, which a function that is not there tells. */
export async function accountOf({ aws }: Pick<Services, 'aws'>): Promise<string | undefined> {
  try {
    await aws.rest('lambda', { method: 'GET', path: `${FUNCTIONS}/stepwell-asks-for-its-account` });
    return undefined;
  } catch (error) {
    if (!isGone(error) || !(error instanceof Error)) throw error;
    return /arn:aws[^:]*:lambda:[^:]*:(\d{12}):/.exec(error.message)?.[1];
  }
}
