import {
  isArray,
  isNumber,
  isObject,
  type Json,
  type JsonObject,
  member,
  setOwn,
  toNumber,
  typeName,
} from '../../base/json.ts';
import type { FunctionDefinition } from './definition.ts';
import { Refusal } from './refusal.ts';
import { RUNTIMES } from './runtime.ts';

/** What CreateFunction and UpdateFunctionConfiguration can set. */
export type Settings = Pick<
  FunctionDefinition,
  | 'runtime'
  | 'handler'
  | 'role'
  | 'description'
  | 'timeout'
  | 'memorySize'
  | 'environment'
  | 'tags'
  | 'architectures'
  | 'tracingMode'
  | 'ephemeralStorage'
>;

/** Lambda's own defaults. */
export const DEFAULTS = {
  description: '',
  timeout: 3,
  memorySize: 128,
  environment: {},
  tags: {},
  architectures: ['x86_64'],
  tracingMode: 'PassThrough',
  ephemeralStorage: 512,
} as const;

const ENVIRONMENT_BYTES_MAX = 4096;
/** Of the names that Lambda reserves those that our processes depend on as well. */
const RESERVED = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
]);

type Reader = (value: Json) => Partial<Settings>;

const READERS: Readonly<Record<string, Reader>> = {
  Runtime: (value) => ({ runtime: oneOf('runtime', RUNTIMES, value) }),
  Handler: (value) => ({ handler: matching('handler', /^[^\s]{1,128}$/, value) }),
  Role: (value) => ({ role: matching('role', /^arn:aws[a-z-]*:iam::\d{12}:role\/?[\w+=,.@\-/]+$/, value) }),
  Description: (value) => ({ description: matching('description', /^[\s\S]{0,256}$/, value) }),
  Timeout: (value) => ({ timeout: integer('timeout', 1, 900, value) }),
  MemorySize: (value) => ({ memorySize: integer('memorySize', 128, 10_240, value) }),
  Environment: (value) => ({ environment: environment(value) }),
  Tags: (value) => ({ tags: texts('tags', value) }),
  Architectures: (value) => ({ architectures: architectures(value) }),
  TracingConfig: (value) => ({
    tracingMode: oneOf(
      'tracingConfig.mode',
      ['Active', 'PassThrough'],
      inner('tracingConfig', 'Mode', value),
    ),
  }),
  EphemeralStorage: (value) => ({
    ephemeralStorage: integer('ephemeralStorage.size', 512, 10_240, inner('ephemeralStorage', 'Size', value)),
  }),
  PackageType: (value) => {
    oneOf('packageType', ['Zip'], value);
    return {};
  },
};

/** Fields that ask for nothing when they say this; anything else in them is more than we can do. */
const EMPTY: Readonly<Record<string, readonly string[]>> = {
  VpcConfig: ['{}', '{"SubnetIds":[],"SecurityGroupIds":[]}'],
  Layers: ['[]'],
  FileSystemConfigs: ['[]'],
  KMSKeyArn: ['""'],
  SnapStart: ['{"ApplyOn":"None"}'],
  DryRun: ['false'],
};

/**
 * Reads the settings in a request; those it does not have are not in the answer.
 *
 * @throws Refusal for a value that Lambda would refuse, and for a setting that this host does not have.
 */
export function readSettings(body: JsonObject): Partial<Settings> {
  let settings: Partial<Settings> = {};
  for (const key of Object.keys(body)) {
    const value = member(body, key);
    if (value === undefined || value === null) continue;
    const reader = Object.hasOwn(READERS, key) ? READERS[key] : undefined;
    const empty = Object.hasOwn(EMPTY, key) ? EMPTY[key] : undefined;
    if (reader !== undefined) settings = { ...settings, ...reader(value) };
    else if (empty?.includes(JSON.stringify(value)) !== true) {
      throw new Refusal('InvalidParameterValueException', `The local function host does not support ${key}.`);
    }
  }
  return settings;
}

/** Whether the request asks for a version, too. */
export function readPublish(value: Json | undefined): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === 'boolean') return value;
  throw invalid('publish', value, 'Member must be a boolean');
}

export function invalid(field: string, value: Json, constraint: string): Refusal {
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  return new Refusal(
    'ValidationException',
    `1 validation error detected: Value '${shown}' at '${field}' failed to satisfy constraint: ${constraint}`,
  );
}

function matching(field: string, pattern: RegExp, value: Json): string {
  if (typeof value === 'string' && pattern.test(value)) return value;
  throw invalid(field, value, `Member must satisfy regular expression pattern: ${pattern.source}`);
}

function oneOf<Value extends string>(field: string, values: readonly Value[], value: Json): Value {
  const found = values.find((allowed) => allowed === value);
  if (found !== undefined) return found;
  throw invalid(field, value, `Member must satisfy enum value set: [${values.join(', ')}]`);
}

function integer(field: string, min: number, max: number, value: Json): number {
  const number = isNumber(value) ? toNumber(value) : Number.NaN;
  if (!Number.isInteger(number)) throw invalid(field, value, 'Member must be an integer');
  if (number < min) throw invalid(field, value, `Member must have value greater than or equal to ${min}`);
  if (number > max) throw invalid(field, value, `Member must have value less than or equal to ${max}`);
  return number;
}

function inner(field: string, key: string, value: Json): Json {
  if (!isObject(value)) throw invalid(field, value, 'Member must be an object');
  return member(value, key) ?? null;
}

function architectures(value: Json): string[] {
  if (!isArray(value) || value.length !== 1)
    throw invalid('architectures', value, 'Member must have length 1');
  // The machine's own architecture runs either: code is not compiled here.
  return value.map((item) => oneOf('architectures', ['x86_64', 'arm64'], item));
}

function texts(field: string, value: Json): Record<string, string> {
  if (!isObject(value)) throw invalid(field, value, 'Member must be an object');
  const read: Record<string, string> = {};
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') throw invalid(`${field}.${key}`, typeName(text), 'Member must be a string');
    setOwn(read, key, text);
  }
  return read;
}

function environment(value: Json): Record<string, string> {
  const variables = inner('environment', 'Variables', value);
  const read = variables === null ? {} : texts('environment.variables', variables);
  let bytes = 0;
  for (const [name, text] of Object.entries(read)) {
    // Values are secrets: no message shows them.
    if (!/^[a-zA-Z][a-zA-Z0-9_]+$/.test(name) && name !== '_HANDLER' && name !== '_X_AMZN_TRACE_ID') {
      throw invalid(
        'environment.variables',
        name,
        'Map keys must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+',
      );
    }
    if (RESERVED.has(name)) {
      throw new Refusal(
        'InvalidParameterValueException',
        `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${name}`,
      );
    }
    if (text.includes('\0'))
      throw new Refusal(
        'InvalidParameterValueException',
        `Environment variable ${name} has a NUL character.`,
      );
    bytes += Buffer.byteLength(name) + Buffer.byteLength(text);
  }
  if (bytes > ENVIRONMENT_BYTES_MAX) {
    throw new Refusal(
      'InvalidParameterValueException',
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit.`,
    );
  }
  return read;
}
