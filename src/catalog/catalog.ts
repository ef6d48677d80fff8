import type { Scope } from '../base/arn.ts';
import type { Instant } from '../base/time.ts';

/** What exists but does not run: state machines with their revisions, and activities. */
export interface Catalog {
  readonly machines: Machines;
  readonly activities: Activities;
}

/** A state machine as it is now. */
export interface Machine {
  readonly scope: Scope;
  readonly name: string;
  /** Its number in this store: the `machine` of execution headers. Kept when a deleted name is created again. */
  readonly id: number;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly createdAt: Instant;
  /** The revision that new executions get. */
  readonly current: Revision;
}

/** One definition of a machine; immutable, kept as long as an execution may ask for it. */
export interface Revision {
  /** From 1, counting up within the machine, also across delete and create. */
  readonly number: number;
  /** UUID that UpdateStateMachine returned; absent for the first revision. */
  readonly revisionId?: string;
  readonly definition: string;
  readonly roleArn: string;
  readonly createdAt: Instant;
  /** The API's own JSON, as CreateStateMachine or UpdateStateMachine got it, defaults filled in. */
  readonly loggingConfiguration: LoggingConfiguration;
  readonly tracingConfiguration: { readonly enabled: boolean };
  readonly encryptionConfiguration: EncryptionConfiguration;
}

export interface LoggingConfiguration {
  readonly level: 'ALL' | 'ERROR' | 'FATAL' | 'OFF';
  readonly includeExecutionData: boolean;
  readonly destinations?: readonly { readonly cloudWatchLogsLogGroup?: { readonly logGroupArn?: string } }[];
}

export interface EncryptionConfiguration {
  readonly type: 'AWS_OWNED_KEY' | 'CUSTOMER_MANAGED_KMS_KEY';
  readonly kmsKeyId?: string;
  readonly kmsDataKeyReusePeriodSeconds?: number;
}

export interface Machines {
  /** Durable on return. @throws ServiceError StateMachineAlreadyExists, as spec/api.md §6 says. */
  create(scope: Scope, input: NewMachine): Promise<Machine>;
  update(machine: Machine, change: MachineChange): Promise<{ updatedAt: Instant; revisionId?: string }>;
  /** Removes the name; running executions are the engine's business. Idempotent. */
  delete(scope: Scope, name: string): Promise<void>;
  /** Undefined when it does not exist (or was deleted). Cached: the usual call touches no disk. */
  find(scope: Scope, name: string): Promise<Machine | undefined>;
  /** The number of a name that exists or once existed: executions of deleted machines stay readable. */
  numberOf(scope: Scope, name: string): Promise<number | undefined>;
  /** Where executions of that number came from. */
  ownerOf(machine: number): Promise<{ scope: Scope; name: string } | undefined>;
  revision(machine: number, revision: number): Promise<Revision | undefined>;
  /** In creation order. `after` is a position of a former page. */
  list(
    scope: Scope,
    page: { after?: number; limit: number },
  ): Promise<{ machines: Machine[]; after?: number }>;
}

export interface NewMachine {
  readonly name: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly definition: string;
  readonly roleArn: string;
  readonly loggingConfiguration: LoggingConfiguration;
  readonly tracingConfiguration: { readonly enabled: boolean };
  readonly encryptionConfiguration: EncryptionConfiguration;
}

export type MachineChange = Partial<Omit<NewMachine, 'name' | 'type'>>;

export interface Activity {
  readonly arn: string;
  readonly name: string;
  readonly createdAt: Instant;
  readonly encryptionConfiguration: EncryptionConfiguration;
}

export interface Activities {
  /** Idempotent by name: the first answer again. */
  create(scope: Scope, name: string, encryption: EncryptionConfiguration): Promise<Activity>;
  find(arn: string): Promise<Activity | undefined>;
  /** Idempotent. */
  delete(arn: string): Promise<void>;
  list(
    scope: Scope,
    page: { after?: number; limit: number },
  ): Promise<{ activities: Activity[]; after?: number }>;
}
