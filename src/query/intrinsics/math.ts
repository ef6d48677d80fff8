import { javaRandom } from '../java-random.ts';
import { type Call, fail, type Intrinsic, intrinsic, roundedAt } from './call.ts';

const INT_MIN = -(2 ** 31);
const INT_MAX = 2 ** 31 - 1;

export const mathAdd: Intrinsic = intrinsic(2, (call) => intAt(call, 0) + intAt(call, 1));

/** start <= n < end; the same seed gives the same number. */
export const mathRandom: Intrinsic = {
  valuesMin: 2,
  valuesMax: 3,
  evaluate(call) {
    const [start, end] = [intAt(call, 0), intAt(call, 1)];
    if (end <= start) fail(call, `the end ${end} must be greater than the start ${start}`);
    if (call.values.length === 3) return javaRandom(roundedAt(call, 2)).intBetween(start, end);
    return start + Math.floor(call.entropy.random() * (end - start));
  },
};

function intAt(call: Call, at: number): number {
  const value = roundedAt(call, at);
  if (value < INT_MIN || value > INT_MAX)
    fail(call, `argument ${at + 1} must be from ${INT_MIN} to ${INT_MAX}`);
  return value;
}
