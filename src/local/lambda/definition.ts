import type { Scope } from '../../base/arn.ts';
import { functionArn } from '../../base/arn.ts';
import type { Json } from '../../base/json.ts';
import type { Instant } from '../../base/time.ts';

/** A function as it is configured; the text of its record is this as JSON. */
export interface FunctionDefinition {
  readonly name: string;
  /** Of the folder of its code under the data directory; new when the function is deleted and created again. */
  readonly id: string;
  readonly runtime: string;
  readonly handler: string;
  readonly role: string;
  readonly description: string;
  /** Seconds. */
  readonly timeout: number;
  /** Megabytes; told to the function and in its log, not enforced. */
  readonly memorySize: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly architectures: readonly string[];
  readonly tracingMode: string;
  readonly ephemeralStorage: number;
  /** SHA-256 of the archive, hexadecimal. */
  readonly codeSha256: string;
  /** Bytes of the archive. */
  readonly codeSize: number;
  readonly revisionId: string;
  readonly lastModified: Instant;
  /** A published version's number; `$LATEST` has none. */
  readonly version?: string;
  /** What was published, oldest first, as it was then; nothing of it changes. */
  readonly versions?: readonly FunctionDefinition[];
  /** Numbers given so far: those of deleted versions are not given again. */
  readonly versionsPublished?: number;
  /** By name. */
  readonly aliases?: readonly Alias[];
  readonly permissions?: readonly Permission[];
  /** Calls at once of all versions together. */
  readonly reservedConcurrency?: number;
}

/** A name that stands for a version, or for two. */
export interface Alias {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** The share of calls, 0 to 1, that goes to another version. */
  readonly weights: Readonly<Record<string, number>>;
  readonly revisionId: string;
}

/** One statement of a resource policy. */
export interface Permission {
  /** The version or alias it is about; undefined: the function. */
  readonly qualifier?: string;
  readonly revisionId: string;
  readonly sid: string;
  /** As policies show it. */
  readonly statement: Readonly<Record<string, Json>>;
}

/** A function with the code it runs. */
export interface DeployedFunction {
  readonly definition: FunctionDefinition;
  /** The folder with its code. */
  readonly root: string;
  /** A folder of `--functions` cannot be changed through the API. */
  readonly origin: 'created' | 'folder';
  /** Why it cannot run, in a sentence for its author. */
  readonly problem?: string;
}

/** A function without what only `$LATEST` has. */
export function snapshotOf(definition: FunctionDefinition): FunctionDefinition {
  const { versions, versionsPublished, aliases, permissions, reservedConcurrency, ...snapshot } = definition;
  return { ...snapshot, tags: {} };
}

/**
 * Lambda's `FunctionConfiguration`.
 *
 * @param qualifier Part of the ARN, as it was asked for.
 */
export function configurationOf(
  definition: FunctionDefinition,
  scope: Scope,
  qualifier = definition.version,
): Record<string, Json> {
  const { environment, name } = definition;
  return {
    FunctionName: definition.name,
    FunctionArn: functionArn(scope, qualifier === undefined ? name : `${name}:${qualifier}`),
    Runtime: definition.runtime,
    Role: definition.role,
    Handler: definition.handler,
    CodeSize: definition.codeSize,
    Description: definition.description,
    Timeout: definition.timeout,
    MemorySize: definition.memorySize,
    LastModified: new Date(definition.lastModified).toISOString().replace('Z', '+0000'),
    CodeSha256: Buffer.from(definition.codeSha256, 'hex').toString('base64'),
    Version: definition.version ?? '$LATEST',
    ...(Object.keys(environment).length === 0 ? {} : { Environment: { Variables: environment } }),
    TracingConfig: { Mode: definition.tracingMode },
    RevisionId: definition.revisionId,
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: definition.architectures,
    EphemeralStorage: { Size: definition.ephemeralStorage },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${definition.name}` },
  };
}
