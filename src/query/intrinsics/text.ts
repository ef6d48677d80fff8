import { parseJson } from '../../base/json.ts';
import { javaText } from '../java-text.ts';
import { type Call, fail, type Intrinsic, intrinsic, stringAt } from './call.ts';

/** Four times the largest payload: longer texts cannot become part of any output. */
const TEXT_LENGTH_MAX = 1024 * 1024;

/**
 * Fills the `{}` of a template. AWS also takes lists and objects and prints them as Java does.
 * The compiler cuts a literal template where its `{}` are; one that comes from data is cut here.
 */
export const format: Intrinsic = {
  valuesMin: 1,
  valuesMax: Number.POSITIVE_INFINITY,
  evaluate: (call) => fill(call, cutTemplate(stringAt(call, 0))),
};

/** The texts around the `{}` of a template; `\{` and `\}` are braces that stand for themselves. */
function cutTemplate(template: string): readonly string[] {
  const pieces = [''];
  for (const part of template.match(/\\[{}]|\{\}|[\s\S]/g) ?? []) {
    if (part === '{}') pieces.push('');
    else pieces[pieces.length - 1] += part.length === 2 && part.startsWith('\\') ? part.slice(1) : part;
  }
  return pieces;
}

/** `pieces` with the call's values after the first between them. */
export function fill(call: Call, pieces: readonly string[]): string {
  const values = call.values.slice(1);
  if (pieces.length - 1 !== values.length) {
    fail(call, `the template has ${pieces.length - 1} {} for ${values.length} arguments`);
  }
  let text = '';
  for (const [i, piece] of pieces.entries()) {
    const value = i === 0 ? undefined : values[i - 1];
    text += `${value === undefined ? '' : javaText(value)}${piece}`;
    if (text.length > TEXT_LENGTH_MAX) fail(call, 'the result is too large');
  }
  return text;
}

export const stringToJson: Intrinsic = intrinsic(1, (call) => {
  try {
    return parseJson(stringAt(call, 0));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return fail(call, `the argument is no JSON: ${error.message}`);
  }
});

export const jsonToString: Intrinsic = intrinsic(1, (call) => {
  const text = JSON.stringify(call.values[0] ?? null);
  // Each further call doubles the backslashes of the one before.
  if (text.length > TEXT_LENGTH_MAX) fail(call, 'the result is too large');
  return text;
});

/** Splits at each of the characters; pieces of nothing are dropped. */
export const stringSplit: Intrinsic = intrinsic(2, (call) => {
  const text = stringAt(call, 0);
  const separators = new Set(stringAt(call, 1));
  const pieces: string[] = [];
  let piece = '';
  for (const char of text) {
    if (!separators.has(char)) piece += char;
    else if (piece !== '') {
      pieces.push(piece);
      piece = '';
    }
  }
  return piece === '' ? pieces : [...pieces, piece];
});
