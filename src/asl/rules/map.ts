import { isArray, isObject, type Json, type JsonObject, member } from '../../base/json.ts';
import { fail, failAs, inside, type Place } from '../place.ts';
import { checkExpressions, isExpression } from './expression.ts';
import { checkName } from './name.ts';
import { type ObjectShape, object, oneOf } from './shape.ts';

const LABEL_LENGTH_MAX = 40;

/** ProcessorConfig of an ItemProcessor. */
export const processorConfig = object({
  fields: { Mode: oneOf('INLINE', 'DISTRIBUTED'), ExecutionType: oneOf('STANDARD', 'EXPRESS') },
  also: checkMode,
} satisfies ObjectShape);

function checkMode(config: JsonObject, place: Place): void {
  const hasType = Object.hasOwn(config, 'ExecutionType');
  if (member(config, 'Mode') !== 'DISTRIBUTED') {
    if (hasType) fail(place, "Field 'ExecutionType' is not supported", 'ExecutionType');
    return;
  }
  if (!hasType) fail(place, 'These fields are required: [ExecutionType]');
  if (place.validation.type === 'EXPRESS') {
    const message =
      "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines";
    fail(inside(place, 'Mode'), message);
  }
}

/** Items of a JSONata Map: an array, an object, or an expression that gives one. */
export function checkItems(value: Json, place: Place): void {
  if (isArray(value) || isObject(value)) {
    checkExpressions(value, place);
    return;
  }
  if (!isExpression(value, place)) fail(place, 'Items must be an array, an object or a JSONata expression');
}

/** Label: a part of the ARNs of a Distributed Map's children, so it is unique and short. */
export function checkLabel(value: Json, place: Place): void {
  if (typeof value !== 'string') {
    fail(place, 'Expected value of type [STRING]');
    return;
  }
  checkName(value, { code: 'INVALID_LABEL_NAME', what: 'Label', lengthMax: LABEL_LENGTH_MAX }, place);
  const { labels } = place.validation;
  if (labels.has(value)) failAs('DUPLICATE_LABEL_NAME', place, `Duplicate Label name: ${value}`);
  labels.add(value);
}
