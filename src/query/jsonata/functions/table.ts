import type { Callable } from '../value.ts';
import { HIGHER_ORDER_FUNCTIONS } from './higher-order.ts';
import { LIST_FUNCTIONS } from './list.ts';
import { MATCH_FUNCTIONS } from './match.ts';
import { native } from './native.ts';
import { NUMBER_FUNCTIONS } from './number.ts';
import { OBJECT_FUNCTIONS } from './object.ts';
import { PICTURE_FUNCTIONS } from './picture.ts';
import { STEP_FUNCTIONS } from './step-functions.ts';
import { STRING_FUNCTIONS } from './string.ts';

/** Every function by its name: JSONata's without `$eval`, which AWS does not offer either, and AWS's own. */
export const FUNCTIONS: ReadonlyMap<string, Callable> = new Map(
  [
    ...NUMBER_FUNCTIONS,
    ...STRING_FUNCTIONS,
    ...MATCH_FUNCTIONS,
    ...PICTURE_FUNCTIONS,
    ...LIST_FUNCTIONS,
    ...HIGHER_ORDER_FUNCTIONS,
    ...OBJECT_FUNCTIONS,
    ...STEP_FUNCTIONS,
  ].map((one) => [one.name, native(one)]),
);
