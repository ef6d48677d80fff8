import { invalidPattern } from './invalid-pattern.ts';

/** The pieces of text between the stars; a value has them in this order, the first and the last at its ends. */
export function parseWildcard(text: string): readonly string[] {
  const pieces = [''];
  for (let at = 0; at < text.length; at++) {
    let char = text.charAt(at);
    if (char === '*') {
      if (text[at + 1] === '*') throw invalidPattern(`Consecutive wildcard characters at pos ${at}`);
      pieces.push('');
      continue;
    }
    if (char === '\\') {
      char = text.charAt(++at);
      if (char !== '*' && char !== '\\') throw invalidPattern(`Invalid escape character at pos ${at - 1}`);
    }
    pieces.push(`${pieces.pop()}${char}`);
  }
  return pieces;
}

/** Takes time that grows with the text only: each piece is taken where it stands first. */
export function matchesWildcard(pieces: readonly string[], text: string): boolean {
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const piece of rest) {
    const at = text.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}
