import { readFileSync } from 'node:fs';
import { EXIT, Refusal } from './exit-code.ts';
import type { Position, PositionOf } from './yaml-definition.ts';

/** A definition as CreateStateMachine takes it, and the way back to where it was written. */
export interface DefinitionFile {
  /** JSON text; of a YAML file the JSON that means the same. */
  readonly text: string;
  /** Where in the file something stands, from where it stands in `text`. */
  readonly positionOf: PositionOf;
}

/**
 * Reads a definition in JSON or YAML, by the file's ending. JSON is not checked here: the validator does it.
 *
 * @throws Refusal when the ending is another one or the YAML is broken; system errors when it cannot be read.
 */
export async function readDefinition(file: string): Promise<DefinitionFile> {
  if (file.endsWith('.json')) return { text: readFileSync(file, 'utf8'), positionOf: (position) => position };
  if (!/\.ya?ml$/.test(file))
    throw new Refusal(EXIT.usage, `a definition ends in .json, .yaml or .yml: ${file}`);
  // The YAML parser is loaded only for YAML.
  const { definitionFromYaml } = await import('./yaml-definition.ts');
  const result = definitionFromYaml(readFileSync(file, 'utf8'));
  if ('problem' in result) throw new InvalidYaml(file, result.problem.position, result.problem.message);
  return result;
}

/** A YAML file that no definition can be read from. */
export class InvalidYaml extends Refusal {
  readonly position: Position;
  readonly problem: string;

  constructor(file: string, position: Position, problem: string) {
    super(EXIT.failed, `${file}:${position.line}:${position.column}: ${problem}`);
    this.position = position;
    this.problem = problem;
  }
}

/** `order-flow.asl.yaml` -> `order-flow`, with what AWS does not allow in a name replaced. */
export function machineName(file: string): string {
  const base = file.replace(/^.*[\\/]/, '').replace(/(\.asl)?\.(json|ya?ml)$/, '');
  const name = base.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 80);
  return name === '' ? 'machine' : name;
}
