import { unreachable } from '../../base/assert.ts';
import { isArray, isNumber, isObject, type Json, type JsonObject, toNumber } from '../../base/json.ts';
import { fail, inside, type Place } from '../place.ts';
import { isExpression } from './expression.ts';
import type { Fields, ObjectShape, Shape } from './shape.ts';

/** Reports everything in which a value differs from its shape, in AWS's words as far as they are known. */
export function check(value: Json, shape: Shape, place: Place): void {
  switch (shape.is) {
    case 'text':
      checkText(value, shape.oneOf, place);
      return;
    case 'flag':
      if (typeof value !== 'boolean') fail(place, 'Expected value of type [BOOLEAN]');
      return;
    case 'number':
      checkNumber(value, shape, place);
      return;
    case 'list':
      checkList(value, shape, place);
      return;
    case 'object':
      checkObject(value, shape.shape, place);
      return;
    case 'checked':
      shape.check(value, place);
      return;
    default:
      unreachable(shape);
  }
}

export function checkObject(value: Json, shape: ObjectShape, place: Place): void {
  if (!isObject(value)) {
    fail(place, 'Expected value of type [OBJECT]');
    return;
  }
  checkMembers(value, shape.fields, place);
  checkPresence(value, shape, place);
  shape.also?.(value, place);
}

function checkText(value: Json, words: readonly string[] | undefined, place: Place): void {
  if (typeof value !== 'string') fail(place, 'Expected value of type [STRING]');
  else if (words !== undefined && !words.includes(value)) {
    fail(place, `Value should be one of the following: [${words.join(', ')}]`);
  }
}

function checkNumber(value: Json, shape: Extract<Shape, { is: 'number' }>, place: Place): void {
  if (place.language === 'JSONata' && shape.isConstant !== true && isExpression(value, place)) return;
  const number = isNumber(value) ? toNumber(value) : Number.NaN;
  if (Number.isNaN(number) || (shape.isWhole === true && !Number.isInteger(number))) {
    fail(place, `Expected value of type ${shape.isWhole === true ? 'Integer' : 'Number'}`);
    return;
  }
  if (shape.min !== undefined && number < shape.min) fail(place, `Minimum value is ${shape.min}`);
  if (shape.max !== undefined && number > shape.max) fail(place, `Maximum value is ${shape.max}`);
}

function checkList(value: Json, shape: Extract<Shape, { is: 'list' }>, place: Place): void {
  if (!isArray(value)) {
    fail(place, 'Expected value of type [ARRAY]');
    return;
  }
  if (shape.isNonEmpty === true && value.length === 0) fail(place, 'Value cannot be empty');
  value.forEach((item, index) => {
    check(item, shape.of, inside(place, index));
  });
}

function checkMembers(value: JsonObject, fields: Fields, place: Place): void {
  for (const [name, member] of Object.entries(value)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) fail(place, `Field '${name}' is not supported`, name);
    else if (field.language !== undefined && field.language !== place.language) {
      if (place.isDowngraded === true) continue;
      fail(
        place,
        `The QueryLanguage is set to '${place.language}', but field '${name}' is only supported ` +
          `for the '${field.language}' QueryLanguage`,
        name,
      );
    } else check(member, field.shape, inside(place, name));
  }
}

function checkPresence(value: JsonObject, shape: ObjectShape, place: Place): void {
  const missing = (shape.required ?? []).filter((name) => !Object.hasOwn(value, name));
  if (missing.length > 0) fail(place, `These fields are required: [${missing.join(', ')}]`);
  for (const group of [...(shape.exclusive ?? []), ...(shape.oneOf ?? [])]) {
    const given = group.filter((name) => Object.hasOwn(value, name));
    if (given.length > 1) {
      fail(place, `There should only be one of the following fields: [${group.join(', ')}]`, given[1]);
    }
  }
  for (const group of shape.oneOf ?? []) {
    // A field of the other query language has had its own message.
    const inLanguage = group.filter(
      (name) => (shape.fields[name]?.language ?? place.language) === place.language,
    );
    if (!group.some((name) => Object.hasOwn(value, name))) {
      fail(place, `This object should have only one of the following fields: [${inLanguage.join(', ')}]`);
    }
  }
}
