const ROMAN: readonly (readonly [number, string])[] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];
const ROMAN_VALUES: ReadonlyMap<string, number> = new Map([
  ['m', 1000],
  ['d', 500],
  ['c', 100],
  ['l', 50],
  ['x', 10],
  ['v', 5],
  ['i', 1],
]);

/** How many thousands are written out. */
const ROMAN_MAX = 1_000_000;

/** Lower-case Roman numerals; nothing for 0. */
export function toRoman(value: number): string {
  // A longer row of `m` is memory, not a number.
  let left = Math.min(value, ROMAN_MAX);
  let text = '';
  for (const [size, letters] of ROMAN) {
    text += letters.repeat(Math.floor(left / size));
    left %= size;
  }
  return text;
}

export function fromRoman(text: string): number {
  let sum = 0;
  let most = 1;
  for (const letter of [...text.toLowerCase()].toReversed()) {
    const value = ROMAN_VALUES.get(letter) ?? 0;
    most = Math.max(most, value);
    sum += value < most ? -value : value;
  }
  return sum;
}

/** a, b, … z, aa, ab: the columns of a spreadsheet. */
export function toLetters(value: number): string {
  let text = '';
  for (let left = value; left > 0; left = Math.floor((left - 1) / 26)) {
    text = String.fromCharCode(((left - 1) % 26) + 0x61) + text;
  }
  return text;
}

export function fromLetters(text: string): number {
  let value = 0;
  for (let index = 0; index < text.length; index++)
    value = value * 26 + text.toLowerCase().charCodeAt(index) - 0x60;
  return value;
}
