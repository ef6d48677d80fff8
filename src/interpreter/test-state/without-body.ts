import { isArray, type Json, type JsonObject, member, setOwn } from '../../base/json.ts';

/** What only executions need of a Map or Parallel state: a test of it is told what its iterations or branches gave. */
const BODIES = new Set([
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
  'ItemProcessor',
  'Iterator',
  'Branches',
]);

/** The same state without what happens inside it; other types of states as they are. */
export function withoutBody(state: JsonObject): JsonObject {
  const type = member(state, 'Type');
  if (type !== 'Map' && type !== 'Parallel') return state;
  const rest: { [field: string]: Json } = {};
  for (const field of Object.keys(state)) {
    if (!BODIES.has(field)) setOwn(rest, field, member(state, field) ?? null);
  }
  const branches = member(state, 'Branches');
  if (type === 'Map') return { ...rest, ItemProcessor: body(0) };
  return { ...rest, Branches: isArray(branches) ? branches.map((_, index) => body(index)) : [] };
}

function body(index: number): JsonObject {
  const name = `Body ${index}`;
  return { StartAt: name, States: { [name]: { Type: 'Succeed' } } };
}
