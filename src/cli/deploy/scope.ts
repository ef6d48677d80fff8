import type { Json } from '../../base/json.ts';
import type { Path } from './fault.ts';

/** What the functions of a template can ask for. Each throws Fault, at the path given, for what is not there. */
export interface Scope {
  /** A parameter, a pseudo parameter or a resource. Undefined: `AWS::NoValue`. */
  ref(name: string, path: Path): Json | undefined;
  attribute(logicalId: string, attribute: string, path: Path): Json;
  condition(name: string, path: Path): boolean;
  mapped(keys: readonly [string, string, string], path: Path): Json | undefined;
  imported(name: string, path: Path): Json;
}
