import {
  array,
  arrayContains,
  arrayGetItem,
  arrayLength,
  arrayPartition,
  arrayRange,
  arrayUnique,
} from './array.ts';
import { type Intrinsic, intrinsic } from './call.ts';
import { base64Decode, base64Encode, hash } from './encoding.ts';
import { mathAdd, mathRandom } from './math.ts';
import { jsonMerge } from './merge.ts';
import { format, jsonToString, stringSplit, stringToJson } from './text.ts';

/** The 18 intrinsic functions, by the name after `States.`. */
export const INTRINSICS: ReadonlyMap<string, Intrinsic> = new Map([
  ['Array', array],
  ['ArrayContains', arrayContains],
  ['ArrayGetItem', arrayGetItem],
  ['ArrayLength', arrayLength],
  ['ArrayPartition', arrayPartition],
  ['ArrayRange', arrayRange],
  ['ArrayUnique', arrayUnique],
  ['Base64Decode', base64Decode],
  ['Base64Encode', base64Encode],
  ['Format', format],
  ['Hash', hash],
  ['JsonMerge', jsonMerge],
  ['JsonToString', jsonToString],
  ['MathAdd', mathAdd],
  ['MathRandom', mathRandom],
  ['StringSplit', stringSplit],
  ['StringToJson', stringToJson],
  ['UUID', intrinsic(0, ({ entropy }) => entropy.uuid())],
]);
