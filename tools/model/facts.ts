import type { Model, Shape } from './model.ts';

/** What of a shape tests hold requests and answers against. */
const KEPT = ['type', 'required', 'enum', 'min', 'max', 'pattern'] as const satisfies (keyof Shape)[];

/** The model without what nobody asks of it, as JSON: one line an operation and one a shape. */
export function factsOf(model: Model): string {
  const operations = sorted(model.operations).map(([name, { input, output, errors = [] }]) =>
    line(name, {
      input: input?.shape,
      output: output?.shape,
      errors: errors.map(({ shape }) => shape).sort(),
    }),
  );
  const shapes = sorted(model.shapes).flatMap(([name, shape]) =>
    shape.exception === true ? [] : [line(name, factsOfShape(shape))],
  );
  return `{\n"operations": {\n${operations.join(',\n')}\n},\n"shapes": {\n${shapes.join(',\n')}\n}\n}\n`;
}

function factsOfShape(shape: Shape): object {
  const { members, member, key, value } = shape;
  return {
    ...Object.fromEntries(KEPT.map((kept) => [kept, shape[kept]])),
    ...(members === undefined ? {} : { members: shapesOf(members) }),
    ...shapesOf({ member, key, value }),
  };
}

/** `{ "arn": { "shape": "Arn" } }` -> `{ "arn": "Arn" }` */
function shapesOf(references: { readonly [name: string]: { readonly shape: string } | undefined }): object {
  return Object.fromEntries(Object.entries(references).map(([name, to]) => [name, to?.shape]));
}

function line(name: string, facts: object): string {
  return `${JSON.stringify(name)}: ${JSON.stringify(facts)}`;
}

function sorted<Value>(object: { readonly [name: string]: Value }): [string, Value][] {
  return Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
}
