import type { Scope } from '../base/arn.ts';
import type { Instant } from '../base/time.ts';

/** What exists but does not run: state machines with their revisions, versions and aliases, activities, tags. */
export interface Catalog {
  readonly machines: Machines;
  readonly versions: Versions;
  readonly aliases: Aliases;
  readonly activities: Activities;
  readonly tags: Tags;
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
  /** Its executions are being ended: it takes no more of them, and no changes. */
  readonly isDeleting: boolean;
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
  /**
   * Durable on return; the same again is the first answer. Role and tags are no part of what makes it the same.
   *
   * @returns With the version that was published along with it.
   * @throws ServiceError StateMachineAlreadyExists, StateMachineDeleting, TooManyTags.
   */
  create(scope: Scope, input: NewMachine): Promise<Machine & { readonly version?: number }>;
  /**
   * @param publication Publishes the revision that it leads to, in the same commit.
   * @throws ServiceError StateMachineDoesNotExist, StateMachineDeleting, ServiceQuotaExceededException.
   */
  update(machine: Machine, change: MachineChange, publication?: Publication): Promise<MachineUpdate>;
  /**
   * Publishes the current revision. A revision that has a version keeps it; a number is never given twice.
   *
   * @throws ServiceError ConflictException: another revision is the current one; as `update`.
   */
  publish(machine: Machine, publication: Publication & { readonly revisionId?: string }): Promise<Version>;
  /** Marks it as being deleted. Idempotent. */
  retire(scope: Scope, name: string): Promise<void>;
  /** Those marked and not yet deleted: what a crash may have left. */
  retired(): Promise<Machine[]>;
  /** Removes the name, its versions and aliases; running executions are the engine's business. Idempotent. */
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
  /** Publishes the first version along with it. */
  readonly publication?: Publication;
  readonly tags?: readonly Tag[];
}

export interface Publication {
  readonly description?: string;
}

export type MachineChange = Partial<Omit<NewMachine, 'name' | 'type' | 'publication' | 'tags'>>;

export interface MachineUpdate {
  readonly updatedAt: Instant;
  readonly revisionId?: string;
  /** The number of the version, when one was asked for. */
  readonly version?: number;
}

/** A revision under a number of its own, for good. */
export interface Version {
  /** From 1, counting up within the machine; never given again. */
  readonly number: number;
  readonly revision: number;
  readonly createdAt: Instant;
  readonly description?: string;
}

export interface Versions {
  find(machine: Machine, number: number): Promise<Version | undefined>;
  /** Newest first: at most 1,000. */
  list(machine: Machine): Promise<readonly Version[]>;
  /** Idempotent. @throws ServiceError ConflictException: an alias routes to it. */
  delete(machine: Machine, number: number): Promise<void>;
}

/** A name for one version, or for two that share its executions by weight. */
export interface Alias {
  readonly name: string;
  readonly description?: string;
  readonly routes: readonly Route[];
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  /** Order of creation within the machine. */
  readonly position: number;
}

/** Weights of an alias add up to 100. */
export interface Route {
  readonly version: number;
  readonly weight: number;
}

export type NewAlias = Pick<Alias, 'name' | 'description' | 'routes'>;

export interface Aliases {
  /**
   * The same again is the first answer.
   *
   * @throws ServiceError ConflictException: it exists and differs; ResourceNotFound: a version does not exist;
   * ServiceQuotaExceededException; StateMachineDoesNotExist.
   */
  create(machine: Machine, alias: NewAlias): Promise<Alias>;
  /** @throws ServiceError ResourceNotFound: the alias or a version does not exist. */
  update(machine: Machine, name: string, change: Partial<Omit<NewAlias, 'name'>>): Promise<Alias>;
  find(machine: Machine, name: string): Promise<Alias | undefined>;
  /** The version that the next execution gets, drawn by weight. */
  draw(alias: Alias): number;
  /** In creation order: at most 100. */
  list(machine: Machine): Promise<readonly Alias[]>;
  /** Idempotent. */
  delete(machine: Machine, name: string): Promise<void>;
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** Tags of machines and activities, by ARN; undefined when there is no such resource, or none that takes tags. */
export interface Tags {
  list(arn: string): Promise<readonly Tag[] | undefined>;
  /** Adds them; a key that is there gets the new value. @throws ServiceError TooManyTags. */
  add(arn: string, tags: readonly Tag[]): Promise<readonly Tag[] | undefined>;
  /** Keys that are not there do not matter. */
  remove(arn: string, keys: readonly string[]): Promise<readonly Tag[] | undefined>;
}

export interface Activity {
  readonly arn: string;
  readonly name: string;
  readonly createdAt: Instant;
  readonly encryptionConfiguration: EncryptionConfiguration;
}

export interface NewActivity extends Pick<Activity, 'name' | 'encryptionConfiguration'> {
  readonly tags?: readonly Tag[];
}

export interface Activities {
  /** Idempotent by name: the first answer again, whatever the tags. @throws ServiceError TooManyTags. */
  create(scope: Scope, input: NewActivity): Promise<Activity>;
  find(arn: string): Promise<Activity | undefined>;
  /** Idempotent. */
  delete(arn: string): Promise<void>;
  list(
    scope: Scope,
    page: { after?: number; limit: number },
  ): Promise<{ activities: Activity[]; after?: number }>;
}
