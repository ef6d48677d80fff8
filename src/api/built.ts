import { OPERATIONS } from './operation-table.ts';

/** Before the operation's name, in `X-Amz-Target`. */
export const TARGET_PREFIX = 'AWSStepFunctions.';

type Name = keyof typeof OPERATIONS;

/** Whether it is an operation that is there. */
export function isBuilt(name: string): name is Name {
  return Object.hasOwn(OPERATIONS, name);
}

/** The operation that a header `X-Amz-Target` asks for; undefined when there is none. */
export function operationAt(target: string | string[] | undefined): Name | undefined {
  return typeof target === 'string' ? BY_TARGET.get(target) : undefined;
}

/** Every request asks twice: by its whole header, of which no part has to be cut out. */
const BY_TARGET: ReadonlyMap<string, Name> = new Map(
  Object.keys(OPERATIONS)
    .filter(isBuilt)
    .map((name) => [`${TARGET_PREFIX}${name}`, name]),
);
