import { type Model, type Shape, shapeOf } from './model.ts';

/** AWS prints an enum's values in the order of a Java hash set. Recorded where known, the model's order elsewhere. */
const ENUM_ORDER: Readonly<Record<string, readonly string[]>> = {
  ExecutionStatus: ['SUCCEEDED', 'TIMED_OUT', 'PENDING_REDRIVE', 'ABORTED', 'FAILED', 'RUNNING'],
};

/** The function that turns parsed JSON into a shape, as straight-line code. */
export function readerOf(model: Model, name: string): string {
  const shape = shapeOf(model, name);
  if (shape.type === 'list') return listReader(model, name, shape);
  if (shape.type !== 'structure') throw new Error(`no reader for ${name}: ${shape.type} in an input`);
  const members = Object.keys(shape.members ?? {});
  const isInput = name.endsWith('Input') && name !== 'MockInput';
  const lines = Object.entries(shape.members ?? {}).flatMap(([member, reference]) =>
    memberLines(model, {
      member,
      type: reference.shape,
      isRequired: shape.required?.includes(member) ?? false,
      isInput,
    }),
  );
  const body = `${lines.map((line) => `  ${line}\n`).join('')}  return { ${members.map((m) => returned(model, shape, m)).join(', ')} };\n`;
  if (isInput) {
    const unused = lines.some((line) => line.includes('problems')) ? 'problems' : '_problems';
    return `export function read${name}(from: Fields, ${unused}: string[]): ${name} {\n${body}}\n`;
  }
  const used = lines.join();
  const [at, problems] = [
    used.includes('at}') ? 'at' : '_at',
    used.includes('problems') ? 'problems' : '_problems',
  ];
  return `export function read${name}(given: unknown, ${at}: string, ${problems}: string[]): ${name} | undefined {
  const from = structure(given);
  if (from === undefined) return undefined;
${body}}
`;
}

/** A required member that is absent has its problem already: the value put here is never seen. */
function returned(model: Model, shape: Shape, member: string): string {
  if (!shape.required?.includes(member)) return member;
  const type = shape.members?.[member]?.shape ?? '';
  const { type: kind, enum: values } = shapeOf(model, type);
  const substitute =
    kind === 'list'
      ? '[]'
      : kind === 'string'
        ? `'${values?.[0] ?? ''}'`
        : kind === 'boolean'
          ? 'false'
          : '0';
  return `${member}: ${member} ?? ${substitute}`;
}

interface Member {
  readonly member: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly isInput: boolean;
}

function memberLines(model: Model, { member, type, isRequired, isInput }: Member): string[] {
  const shape = shapeOf(model, type);
  const at = isInput ? `'${member}'` : `\`\${at}.${member}\``;
  const from = `from.${member}`;
  const lines = [`const ${member} = ${value(type, shape, from, at)};`];
  if (isRequired)
    lines.push(
      `if (${shape.enum === undefined ? member : `text(${from})`} === undefined) missing(problems, ${at});`,
    );
  return [...lines, ...checks(shape, member, at)];
}

function value(type: string, shape: Shape, from: string, at: string): string {
  if (shape.type === 'structure' || shape.type === 'list') return `read${type}(${from}, ${at}, problems)`;
  if (shape.enum !== undefined) {
    const values = (ENUM_ORDER[type] ?? shape.enum).map((one) => `'${one}'`).join(', ');
    return `choice(problems, ${at}, text(${from}), [${values}])`;
  }
  if (shape.type === 'string') return `text(${from})`;
  if (shape.type === 'map' || shape.type === 'timestamp')
    throw new Error(`no reader for ${type}: ${shape.type}`);
  return `${shape.type}(${from})`;
}

function checks(shape: Shape, member: string, at: string): string[] {
  if (shape.enum !== undefined || shape.type === 'structure' || shape.type === 'list') return [];
  const isText = shape.type === 'string';
  const size = isText ? `${member}.length` : member;
  const shown = shape.sensitive ? 'undefined' : isText ? member : `String(${member})`;
  const broken = bounds(shape, size, isText ? 1 : 0);
  const lines: string[] = [];
  if (broken !== undefined) {
    const call = `${isText ? 'outOfLength' : 'outOfRange'}(problems, ${at}, ${shown}, { ${isText ? 'length' : 'value'}: ${size}, ${broken.list} })`;
    lines.push(`if (${member} !== undefined && (${broken.test})) ${call};`);
  }
  if (shape.pattern !== undefined) {
    const pattern = JSON.stringify(shape.pattern);
    const regexp = `/^(?:${shape.pattern})$/u`;
    lines.push(
      `if (${member} !== undefined && !${regexp}.test(${member})) unmatched(problems, ${at}, ${shown}, ${pattern});`,
    );
  }
  return lines;
}

/** A minimal length of 0 says nothing. */
function bounds(shape: Shape, size: string, least: number): { test: string; list: string } | undefined {
  const min =
    shape.min !== undefined && (shape.type !== 'string' || shape.min >= least) ? shape.min : undefined;
  const tests = [
    ...(min === undefined ? [] : [`${size} < ${min}`]),
    ...(shape.max === undefined ? [] : [`${size} > ${shape.max}`]),
  ];
  if (tests.length === 0) return undefined;
  const list = [
    ...(min === undefined ? [] : [`min: ${min}`]),
    ...(shape.max === undefined ? [] : [`max: ${shape.max}`]),
  ];
  return { test: tests.join(' || '), list: list.join(', ') };
}

function listReader(model: Model, name: string, shape: Shape): string {
  const type = shape.member?.shape ?? '';
  const item = shapeOf(model, type);
  const element = item.type === 'structure' ? type : 'string';
  const read = item.type === 'structure' ? `read${type}(entry, place, problems)` : 'text(entry)';
  const broken = bounds(shape, 'items.length', 1);
  const size =
    broken === undefined
      ? ''
      : `  if (${broken.test}) outOfLength(problems, at, printed('${type}', items), { length: items.length, ${broken.list} });\n`;
  const constraints = item.type === 'structure' ? [] : checks(item, 'item', 'place');
  return `export function read${name}(given: unknown, at: string, problems: string[]): readonly ${element}[] | undefined {
  const entries = list(given);
  if (entries === undefined) return undefined;
  const items: ${element}[] = [];
  for (const [index, entry] of entries.entries()) {
    const place = \`\${at}.\${index + 1}.member\`;
    const item = ${read};
    if (item === undefined) missing(problems, place);
    else items.push(item);
${constraints.map((line) => `    ${line}\n`).join('')}  }
${size}  return items;
}
`;
}
