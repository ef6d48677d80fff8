import type { JsonObject } from '../../base/json.ts';
import type { Aws } from './aws.ts';
import type { Path } from './fault.ts';

/**
 * What another value of a property takes. `noted`: the property is accepted and kept, and means nothing on this
 * server; the command line says so.
 */
type Change = 'update' | 'replace' | 'noted';

/** How resources of one type are made with AWS's API. All calls may be repeated after a crash. */
export interface ResourceType {
  readonly properties: Readonly<Record<string, Change>>;
  readonly required?: readonly string[];
  /** What GetAtt may ask for. */
  readonly attributes?: readonly string[];
  /** Attributes that are others after an update. */
  readonly changing?: readonly string[];
  /** The property that names it, and how long names are. */
  readonly naming?: { readonly property?: string; readonly lengthMax: number };
  /** Brings evaluated properties into the form that is compared and applied: files are read here. */
  prepare?(properties: JsonObject, preparation: Preparation): JsonObject;
  create(wanted: Wanted, services: Services): Promise<Made>;
  /** Without it every change replaces. */
  update?(wanted: Wanted, made: Kept, services: Services): Promise<Made>;
  /** What is gone already is no error. */
  remove(made: Kept, services: Services): Promise<void>;
  /** Undefined: this server cannot say. */
  isThere?(made: Kept, services: Services): Promise<boolean | undefined>;
}

/** A resource as the template wants it. */
export interface Wanted {
  readonly stack: string;
  readonly logicalId: string;
  /** The name it was given, or one made from stack and logical id. */
  readonly name: string;
  readonly properties: JsonObject;
  /** An earlier attempt may have made it; its answer was never heard. */
  readonly mayExist: boolean;
}

/** A resource that was made: what Ref and GetAtt answer. */
export interface Made {
  readonly id: string;
  readonly attributes: JsonObject;
  /** What the person at the terminal must know: that it is only written down, for example. */
  readonly note?: string;
}

/** A resource of an earlier deployment. */
export interface Kept extends Made {
  readonly name: string;
  readonly properties: JsonObject;
}

export interface Services {
  readonly aws: Aws;
  readonly account: string;
  /** Archives by their digest, which is what stands in the properties. */
  readonly archives: ReadonlyMap<string, Buffer>;
}

/** What `prepare` may use. */
export interface Preparation {
  readonly path: Path;
  /** Text of a file below the template's folder. @throws Fault */
  text(file: string, path: Path): string;
  /** Packs a file or folder below the template's folder, or inline code. @returns the digest. @throws Fault */
  pack(
    code: { readonly path: string } | { readonly name: string; readonly text: string },
    path: Path,
  ): string;
  /** The file behind an asset of `cdk synth`. */
  asset(bucket: string, key: string, path: Path): string;
  /** Names of deployed APIs, `https://<api>.execute-api...`, as this server is called. */
  localUrls(text: string): string;
}
