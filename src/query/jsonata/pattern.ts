import { syntaxError } from './invalid-jsonata.ts';

/** A regular expression of an expression's author. Never run by itself: see `regex.ts`. */
export interface Pattern {
  readonly source: string;
  /** `i` and `m`, as written. */
  readonly flags: string;
}

const SOURCE_LENGTH_MAX = 10_000;

/**
 * Reads a regular expression behind its opening slash. A slash inside brackets does not end it.
 *
 * @throws InvalidJsonata
 */
export function readPattern(text: string, from: number): { readonly pattern: Pattern; readonly end: number } {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '/' && depth === 0 && !isEscaped(text, at)) return readFlags(text, from, at);
    if (text.charAt(at - 1) === '\\') continue;
    if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char)) depth--;
  }
  throw syntaxError('S0302', text.length);
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charAt(at - slashes - 1) === '\\') slashes++;
  return slashes % 2 === 1;
}

function readFlags(
  text: string,
  from: number,
  slash: number,
): { readonly pattern: Pattern; readonly end: number } {
  if (slash === from) throw syntaxError('S0301', slash);
  let end = slash + 1;
  while (text.charAt(end) === 'i' || text.charAt(end) === 'm') end++;
  const pattern = { source: text.slice(from, slash), flags: text.slice(slash + 1, end) };
  checkPattern(pattern, end);
  return { pattern, end };
}

/** Building a RegExp only reads the pattern; running it is what can take for ever. */
function checkPattern({ source, flags }: Pattern, position: number): void {
  if (source.length > SOURCE_LENGTH_MAX) {
    throw syntaxError('S0303', position, { message: `longer than ${SOURCE_LENGTH_MAX} characters` });
  }
  try {
    new RegExp(source, flags);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw syntaxError('S0303', position, { message: error.message });
  }
}
