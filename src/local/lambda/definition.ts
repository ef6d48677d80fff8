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

/** Lambda's `FunctionConfiguration`. */
export function configurationOf(definition: FunctionDefinition, scope: Scope): Record<string, Json> {
  const { environment } = definition;
  return {
    FunctionName: definition.name,
    FunctionArn: functionArn(scope, definition.name),
    Runtime: definition.runtime,
    Role: definition.role,
    Handler: definition.handler,
    CodeSize: definition.codeSize,
    Description: definition.description,
    Timeout: definition.timeout,
    MemorySize: definition.memorySize,
    LastModified: new Date(definition.lastModified).toISOString().replace('Z', '+0000'),
    CodeSha256: Buffer.from(definition.codeSha256, 'hex').toString('base64'),
    Version: '$LATEST',
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
