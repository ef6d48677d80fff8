import { isObject, type Json, type JsonObject } from '../../../base/json.ts';
import { configurationOf, type FunctionDefinition } from '../definition.ts';
import { answer, type Operation, readBody, readName } from '../operation.ts';
import { Refusal } from '../refusal.ts';
import { DEFAULTS, readPublish, readSettings } from '../settings.ts';
import { readArchive } from '../uploaded-code.ts';
import { lastVersion, published } from './versions.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export const createFunction: Operation = async ({ request }, { functions, code, entropy, now }) => {
  const { FunctionName: functionName, Code: uploaded, Publish: publish, ...rest } = readBody(request);
  const scope = readName(required('functionName', functionName), request);
  const { runtime, handler, role, ...settings } = readSettings(rest);
  if (role === undefined) throw missing('role');
  if (runtime === undefined || handler === undefined) {
    throw new Refusal(
      'InvalidParameterValueException',
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    );
  }
  const isPublished = readPublish(publish);
  const archive = readArchive(codeOf(uploaded));
  if ((await functions.find(scope, scope.name))?.origin === 'created') {
    throw new Refusal('ResourceConflictException', `Function already exist: ${scope.name}`);
  }
  const id = entropy.uuid();
  const installed = await code.install(id, archive);
  const made = {
    name: scope.name,
    id,
    runtime,
    handler,
    role,
    revisionId: entropy.uuid(),
    lastModified: now(),
  };
  const unpublished: FunctionDefinition = { ...DEFAULTS, ...settings, ...made, ...installed };
  const definition = isPublished ? published(unpublished, entropy.uuid()) : unpublished;
  try {
    await functions.create(scope, definition);
  } catch (error) {
    await code.remove({ id });
    throw error;
  }
  return answer(201, configurationOf(lastVersion(definition), scope));
};

function required(field: string, value: Json | undefined): string {
  if (typeof value === 'string') return value;
  throw missing(field);
}

function codeOf(value: Json | undefined): JsonObject {
  if (isObject(value)) return value;
  throw missing('code');
}

function missing(field: string): Refusal {
  return new Refusal(
    'ValidationException',
    `1 validation error detected: Value null at '${field}' failed to satisfy constraint: Member must not be null`,
  );
}
