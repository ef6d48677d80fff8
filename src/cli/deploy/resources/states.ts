import { isObject, type Json, type JsonObject, member, setOwn } from '../../../base/json.ts';
import { definitionFromYaml } from '../../yaml-definition.ts';
import {
  camelKeys,
  defined,
  deleted,
  documentText,
  flagFrom,
  found,
  listOf,
  madeOrTaken,
  numberFrom,
  objectOf,
  textFrom,
  textOf,
} from '../answers.ts';
import { Fault } from '../fault.ts';
import type { Kept, Made, Preparation, ResourceType, Services, Wanted } from '../resource-type.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/AWS_StepFunctions.html */
export const STATES_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::StepFunctions::StateMachine': {
    properties: {
      ...{ DefinitionString: 'update', Definition: 'update', DefinitionS3Location: 'update' },
      ...{
        DefinitionSubstitutions: 'update',
        LoggingConfiguration: 'update',
        TracingConfiguration: 'update',
      },
      ...{ RoleArn: 'update', StateMachineName: 'replace', StateMachineType: 'replace', Tags: 'update' },
    },
    required: ['RoleArn'],
    attributes: ['Arn', 'Name', 'StateMachineRevisionId'],
    changing: ['StateMachineRevisionId'],
    naming: { property: 'StateMachineName', lengthMax: 80 },
    prepare: preparedMachine,
    create: createMachine,
    update: updateMachine,
    remove: async (made, services) =>
      deleted(
        services.aws.json('states', 'DeleteStateMachine', { stateMachineArn: machineArn(made, services) }),
      ),
    isThere: ({ id }, { aws }) => found(aws.json('states', 'DescribeStateMachine', { stateMachineArn: id })),
  },
  'AWS::StepFunctions::Activity': {
    properties: { Name: 'replace', Tags: 'replace', EncryptionConfiguration: 'noted' },
    attributes: ['Arn', 'Name'],
    naming: { property: 'Name', lengthMax: 80 },
    async create({ name, properties }, { aws }) {
      const tags = camelKeys(listOf(properties, 'Tags'));
      const { activityArn = '' } = await aws.json('states', 'CreateActivity', { name, tags });
      return { id: String(activityArn), attributes: { Arn: activityArn, Name: name } };
    },
    remove: async ({ id, name }, { aws, account }) => {
      const activityArn = id === '' ? `arn:aws:states:${aws.region}:${account}:activity:${name}` : id;
      await deleted(aws.json('states', 'DeleteActivity', { activityArn }));
    },
    isThere: ({ id }, { aws }) => found(aws.json('states', 'DescribeActivity', { activityArn: id })),
  },
  'AWS::StepFunctions::StateMachineVersion': {
    properties: { StateMachineArn: 'replace', StateMachineRevisionId: 'replace', Description: 'replace' },
    required: ['StateMachineArn'],
    attributes: ['Arn'],
    async create({ properties }, { aws }) {
      const revisionId = textFrom(member(properties, 'StateMachineRevisionId'));
      const description = textFrom(member(properties, 'Description'));
      const stateMachineArn = textOf(properties, 'StateMachineArn');
      const input = defined({ stateMachineArn, revisionId, description });
      const { stateMachineVersionArn = '' } = await aws.json('states', 'PublishStateMachineVersion', input);
      return { id: String(stateMachineVersionArn), attributes: { Arn: stateMachineVersionArn } };
    },
    async remove({ id }, { aws }) {
      if (id !== '')
        await deleted(aws.json('states', 'DeleteStateMachineVersion', { stateMachineVersionArn: id }));
    },
    isThere: ({ id }, { aws }) => found(aws.json('states', 'DescribeStateMachine', { stateMachineArn: id })),
  },
  'AWS::StepFunctions::StateMachineAlias': {
    properties: {
      ...{
        Name: 'replace',
        Description: 'update',
        RoutingConfiguration: 'update',
        DeploymentPreference: 'update',
      },
    },
    attributes: ['Arn'],
    naming: { property: 'Name', lengthMax: 80 },
    create: ({ name, properties, mayExist }, services) =>
      madeOrTaken<Made>(
        mayExist,
        async () => {
          const input = { name, ...aliasSettings(properties) };
          const { stateMachineAliasArn = '' } = await services.aws.json(
            'states',
            'CreateStateMachineAlias',
            input,
          );
          return { id: String(stateMachineAliasArn), attributes: { Arn: stateMachineAliasArn } };
        },
        () => updateAlias(aliasArn(name, properties), properties, services),
      ),
    update: ({ properties }, { id }, services) => updateAlias(id, properties, services),
    async remove({ id, name, properties }, { aws }) {
      const stateMachineAliasArn = id === '' ? aliasArn(name, properties) : id;
      await deleted(aws.json('states', 'DeleteStateMachineAlias', { stateMachineAliasArn }));
    },
    isThere: ({ id }, { aws }) =>
      found(aws.json('states', 'DescribeStateMachineAlias', { stateMachineAliasArn: id })),
  },
};

/** One text of the definition, whichever way it was given, with its substitutions made. */
function preparedMachine(properties: JsonObject, preparation: Preparation): JsonObject {
  const {
    DefinitionString,
    Definition,
    DefinitionS3Location,
    DefinitionSubstitutions: _,
    ...rest
  } = properties;
  const given = [DefinitionString, Definition, DefinitionS3Location].filter((one) => one !== undefined);
  if (given.length !== 1) {
    throw new Fault(
      preparation.path,
      'a state machine has one of DefinitionString, Definition and DefinitionS3Location',
    );
  }
  const text =
    DefinitionS3Location === undefined ? documentText(given[0]) : fileText(DefinitionS3Location, preparation);
  const substitutions = objectOf(properties, 'DefinitionSubstitutions');
  const substituted = (text ?? '').replace(/\$\{([^{}]+)\}/g, (whole, name: string) => {
    const value = member(substitutions, name);
    return value === undefined ? whole : (textFrom(value) ?? JSON.stringify(value));
  });
  return { ...rest, DefinitionString: preparation.localUrls(substituted) };
}

function fileText(location: Json, preparation: Preparation): string {
  const path = [...preparation.path, 'DefinitionS3Location'];
  const [bucket, key] = isObject(location) ? [textOf(location, 'Bucket'), textOf(location, 'Key')] : ['', ''];
  const file = typeof location === 'string' ? location : preparation.asset(bucket, key, path);
  const text = preparation.text(file, path);
  if (!/\.ya?ml$/.test(file)) return text;
  const read = definitionFromYaml(text);
  if ('text' in read) return read.text;
  const { line, column } = read.problem.position;
  throw new Fault(path, `${file}:${line}:${column}: ${read.problem.message}`);
}

function machineSettings(properties: JsonObject): JsonObject {
  return defined({
    definition: textOf(properties, 'DefinitionString'),
    roleArn: textOf(properties, 'RoleArn'),
    loggingConfiguration: logging(objectOf(properties, 'LoggingConfiguration')),
    tracingConfiguration: {
      enabled: flagFrom(member(objectOf(properties, 'TracingConfiguration'), 'Enabled')) ?? false,
    },
  });
}

/** Taken out of the template it must be off, so that it is always said. */
function logging(configuration: JsonObject): Json {
  const level = textFrom(member(configuration, 'Level')) ?? 'OFF';
  const includeExecutionData = flagFrom(member(configuration, 'IncludeExecutionData')) ?? false;
  return { level, includeExecutionData, destinations: camelKeys(listOf(configuration, 'Destinations')) };
}

async function createMachine({ name, properties, mayExist }: Wanted, services: Services): Promise<Made> {
  const type = textFrom(member(properties, 'StateMachineType')) ?? 'STANDARD';
  const settings = machineSettings(properties);
  const tags = camelKeys(listOf(properties, 'Tags'));
  await madeOrTaken(
    mayExist,
    () => services.aws.json('states', 'CreateStateMachine', { name, type, tags, ...settings }),
    async () => {
      const stateMachineArn = machineArn({ id: '', name }, services);
      return services.aws.json('states', 'UpdateStateMachine', { stateMachineArn, ...settings });
    },
  );
  return described(machineArn({ id: '', name }, services), name, services);
}

async function updateMachine(
  { name, properties }: Wanted,
  { id, properties: before }: Kept,
  services: Services,
): Promise<Made> {
  const { aws } = services;
  await aws.json('states', 'UpdateStateMachine', { stateMachineArn: id, ...machineSettings(properties) });
  const tagsBefore = tagsOf(before);
  const tags = tagsOf(properties);
  const tagKeys = Object.keys(tagsBefore).filter((key) => member(tags, key) === undefined);
  if (tagKeys.length > 0) await aws.json('states', 'UntagResource', { resourceArn: id, tagKeys });
  if (Object.keys(tags).length > 0) {
    await aws.json('states', 'TagResource', { resourceArn: id, tags: camelKeys(listOf(properties, 'Tags')) });
  }
  return described(id, name, services);
}

function tagsOf(properties: JsonObject): JsonObject {
  const tags: { [key: string]: Json } = {};
  for (const tag of listOf(properties, 'Tags'))
    if (isObject(tag)) setOwn(tags, textOf(tag, 'Key'), textOf(tag, 'Value'));
  return tags;
}

async function described(stateMachineArn: string, name: string, { aws }: Services): Promise<Made> {
  const machine = await aws.json('states', 'DescribeStateMachine', { stateMachineArn });
  // AWS says INITIAL where a machine has not changed since it was made.
  const StateMachineRevisionId = member(machine, 'revisionId') ?? 'INITIAL';
  return { id: stateMachineArn, attributes: { Arn: stateMachineArn, Name: name, StateMachineRevisionId } };
}

function machineArn({ id, name }: Pick<Kept, 'id' | 'name'>, { aws, account }: Services): string {
  return id === '' ? `arn:aws:states:${aws.region}:${account}:stateMachine:${name}` : id;
}

/** Gradual deployments have an end, and at their end all goes to the new version; here it does so at once. */
function aliasSettings(properties: JsonObject): JsonObject {
  const preference = objectOf(properties, 'DeploymentPreference');
  const version = textFrom(member(preference, 'StateMachineVersionArn'));
  const routingConfiguration =
    version === undefined
      ? listOf(properties, 'RoutingConfiguration')
          .filter(isObject)
          .map((route) => ({
            stateMachineVersionArn: textOf(route, 'StateMachineVersionArn'),
            weight: numberFrom(member(route, 'Weight')) ?? 100,
          }))
      : [{ stateMachineVersionArn: version, weight: 100 }];
  return defined({ description: textFrom(member(properties, 'Description')), routingConfiguration });
}

/** An alias belongs to the machine of its versions. */
function aliasArn(name: string, properties: JsonObject): string {
  const [route] = listOf(aliasSettings(properties), 'routingConfiguration').filter(isObject);
  const version = route === undefined ? '' : textOf(route, 'stateMachineVersionArn');
  return `${version.replace(/:\d+$/, '')}:${name}`;
}

async function updateAlias(id: string, properties: JsonObject, { aws }: Services): Promise<Made> {
  await aws.json('states', 'UpdateStateMachineAlias', {
    stateMachineAliasArn: id,
    ...aliasSettings(properties),
  });
  return { id, attributes: { Arn: id } };
}
