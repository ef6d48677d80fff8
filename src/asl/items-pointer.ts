import { isArray, isObject, type Json, type JsonObject, member } from '../base/json.ts';

/** Where in a JSON document a Map's ItemReader finds its items (RFC 6901); undefined: the document itself. */
export function itemsPointerOf(state: JsonObject): string | undefined {
  const reader = member(state, 'ItemReader');
  const config = isObject(reader) ? member(reader, 'ReaderConfig') : undefined;
  const pointer = isObject(config) ? member(config, 'ItemsPointer') : undefined;
  return typeof pointer === 'string' ? pointer : undefined;
}

/** The value a pointer leads to; undefined when it leads nowhere. */
export function followPointer(value: Json, pointer: string): Json | undefined {
  const steps = pointer.split('/').slice(1);
  return steps.reduce<Json | undefined>((at, step) => {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (isArray(at)) return /^(0|[1-9]\d*)$/.test(name) ? at[Number(name)] : undefined;
    return isObject(at) ? member(at, name) : undefined;
  }, value);
}
