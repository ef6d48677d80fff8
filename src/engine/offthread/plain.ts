import { Payload } from '../../base/payload.ts';

/** A value in which payloads are their texts: what threads can hand each other. */
export type Plain<Value> = Value extends Payload
  ? PlainPayload
  : Value extends object
    ? { readonly [Name in keyof Value]: Plain<Value[Name]> }
    : Value;

interface PlainPayload {
  readonly payloadText: string;
}

/** @param value Objects, lists and payloads; no JSON in which exact numbers may be. */
export function toPlain<Value>(value: Value): Plain<Value> {
  // The type says what the walk does, member by member.
  return convert(value, (one) =>
    one instanceof Payload ? { payloadText: one.text } : undefined,
  ) as Plain<Value>;
}

export function fromPlain<Value>(plain: Plain<Value>): Value {
  // As above; no value of ours has a member of this name.
  return convert(plain, (one) =>
    'payloadText' in one && typeof one.payloadText === 'string'
      ? Payload.fromText(one.payloadText)
      : undefined,
  ) as Value;
}

function convert(value: unknown, replace: (one: object) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const replaced = replace(value);
  if (replaced !== undefined) return replaced;
  if (Array.isArray(value)) return value.map((item) => convert(item, replace));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, convert(item, replace)]));
}
