import { configurationOf } from '../definition.ts';
import { answer, type Operation } from '../operation.ts';
import { readLimit } from '../page.ts';
import { Refusal } from '../refusal.ts';

/** By name. https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html */
export const listFunctions: Operation = async ({ request }, { functions }) => {
  const { query, scope } = request;
  const limit = readLimit(query.get('MaxItems'));
  const after = readMarker(query.get('Marker'));
  const all = await functions.list(scope);
  const rest = all.filter(({ definition }) => after === undefined || definition.name > after);
  const page = rest.slice(0, limit);
  const last = page.at(-1)?.definition.name;
  return answer(200, {
    Functions: page.map(({ definition }) => configurationOf(definition, scope)),
    ...(rest.length > page.length && last !== undefined
      ? { NextMarker: Buffer.from(last).toString('base64url') }
      : {}),
  });
};

function readMarker(text: string | null): string | undefined {
  if (text === null) return undefined;
  const name = Buffer.from(text, 'base64url').toString();
  if (/^[a-zA-Z0-9-_]+$/.test(name)) return name;
  throw new Refusal('InvalidParameterValueException', 'Invalid Marker');
}
