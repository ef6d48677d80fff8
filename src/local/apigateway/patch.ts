import { isArray, isObject, type JsonObject, member, setOwn } from '../../base/json.ts';
import { badRequest } from './refusals.ts';

/** How a member is changed: as one value, or by its entries (`/variables/name`). */
export type Patchable = 'text' | 'flag' | 'number' | 'map' | 'flags' | 'list';

interface Change {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: readonly string[];
  readonly value: string;
}

/** The `patchOperations` of an update. @throws ServiceRefusal */
export function changesOf(input: JsonObject): readonly Change[] {
  const operations = member(input, 'patchOperations');
  if (operations === undefined || operations === null) return [];
  if (!isArray(operations)) throw badRequest('Invalid patch operations');
  return operations.map((one) => {
    const read = (name: string) => (isObject(one) ? member(one, name) : undefined);
    const [op, path, value] = [read('op'), read('path'), read('value')];
    if (op !== 'add' && op !== 'replace' && op !== 'remove')
      throw badRequest(`Invalid patch operation specified. Must be one of: [add, remove, replace]`);
    if (typeof path !== 'string' || !path.startsWith('/'))
      throw badRequest(`Invalid patch path ${String(path)}`);
    return {
      op,
      path: path.slice(1).split('/').map(unescaped),
      value: typeof value === 'string' ? value : '',
    };
  });
}

function unescaped(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

/**
 * Applies changes to what is kept.
 *
 * @param members Which members may be changed, and how. @throws ServiceRefusal for another path.
 */
export function applyChanges(
  target: object,
  changes: readonly Change[],
  members: Readonly<Record<string, Patchable>>,
): void {
  // What is kept is JSON, whose members are named by the table only.
  const record = target as Record<string, unknown>;
  for (const change of changes) applyChange(record, change, members);
}

function applyChange(
  record: Record<string, unknown>,
  { op, path, value }: Change,
  members: Readonly<Record<string, Patchable>>,
): void {
  const [name = '', key, ...more] = path;
  const kind = Object.hasOwn(members, name) ? members[name] : undefined;
  const isEntry = kind === 'map' || kind === 'flags' || kind === 'list';
  if (kind === undefined || more.length > 0 || (key !== undefined) !== isEntry)
    throw badRequest(`Invalid patch path /${path.join('/')}`);
  if (key !== undefined) changeEntry(record, { name, key, kind }, { op, value });
  else if (op === 'remove') delete record[name];
  else record[name] = changedValue(kind, value);
}

function changeEntry(
  record: Record<string, unknown>,
  { name, key, kind }: { readonly name: string; readonly key: string; readonly kind: Patchable },
  { op, value }: Pick<Change, 'op' | 'value'>,
): void {
  if (kind === 'list') {
    const list = Array.isArray(record[name]) ? record[name].filter((item) => item !== key) : [];
    record[name] = op === 'remove' ? list : [...list, key];
    return;
  }
  const map: Record<string, unknown> = {};
  for (const [known, item] of Object.entries(record[name] ?? {})) if (known !== key) setOwn(map, known, item);
  if (op !== 'remove') setOwn(map, key, changedValue(kind === 'flags' ? 'flag' : 'text', value));
  record[name] = map;
}

function changedValue(kind: Patchable, value: string): string | boolean | number {
  if (kind === 'flag') return value === 'true';
  if (kind !== 'number') return value;
  if (!/^\d{1,9}$/.test(value)) throw badRequest(`Invalid number ${value}`);
  return Number(value);
}
