import { type Model, shapeOf } from './model.ts';

/** The interface of a structure. Absent members of an input read as undefined, hence `| undefined` there. */
export function typeDeclaration(model: Model, name: string): string {
  const shape = shapeOf(model, name);
  const lines = Object.entries(shape.members ?? {}).map(([member, { shape: type }]) => {
    const isRequired = shape.required?.includes(member) ?? false;
    const [mark, end] = isRequired ? ['', ''] : ['?', ' | undefined'];
    return `  readonly ${member}${mark}: ${typeOf(model, type)}${end};\n`;
  });
  if (lines.length === 0)
    return `export type ${name} = Readonly<Record<string, never>>;\n`.slice('export '.length);
  return `interface ${name} {\n${lines.join('')}}\n`;
}

function typeOf(model: Model, name: string): string {
  const shape = shapeOf(model, name);
  switch (shape.type) {
    case 'structure':
      return name;
    case 'list':
      return `readonly ${element(typeOf(model, shape.member?.shape ?? ''))}[]`;
    case 'map':
      return `{ readonly [key: string]: ${typeOf(model, shape.value?.shape ?? '')} }`;
    case 'string':
      return shape.enum === undefined ? 'string' : shape.enum.map((value) => `'${value}'`).join(' | ');
    case 'boolean':
      return 'boolean';
    default:
      return 'number';
  }
}

function element(type: string): string {
  return /[| ]/.test(type) ? `(${type})` : type;
}
