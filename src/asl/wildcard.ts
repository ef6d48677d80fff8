/**
 * A test whether the whole text fits a pattern in which `*` stands for any characters; `\*` and `\\` are literal.
 *
 * Greedy from left to right with Knuth, Morris and Pratt's search, so that the time grows with the length of the
 * text only: neither a pattern nor an input of 256 KiB can hold the process.
 */
export function wildcard(pattern: string): (text: string) => boolean {
  const pieces = split(pattern);
  const [prefix = '', ...rest] = pieces;
  const suffix = rest.pop();
  if (suffix === undefined) return (text) => text === prefix;
  const searches = rest.filter((piece) => piece !== '').map(search);
  return (text) => {
    if (!text.startsWith(prefix) || !text.endsWith(suffix)) return false;
    let from = prefix.length;
    for (const next of searches) {
      from = next(text, from);
      if (from < 0) return false;
    }
    return from <= text.length - suffix.length;
  };
}

/** The literal pieces between the stars. */
function split(pattern: string): string[] {
  const pieces = [''];
  for (let i = 0; i < pattern.length; i++) {
    const escaped = pattern[i] === '\\' && (pattern[i + 1] === '*' || pattern[i + 1] === '\\');
    if (escaped) i++;
    if (pattern[i] === '*' && !escaped) pieces.push('');
    else pieces.push(`${pieces.pop()}${pattern[i]}`);
  }
  return pieces;
}

/** @returns a function to the position after the first occurrence at or after `from`, -1 when there is none. */
function search(piece: string): (text: string, from: number) => number {
  const border = borders(piece);
  return (text, from) => {
    let matched = 0;
    for (let i = from; i < text.length; i++) {
      while (matched > 0 && text[i] !== piece[matched]) matched = border[matched - 1] ?? 0;
      if (text[i] === piece[matched]) matched++;
      if (matched === piece.length) return i + 1;
    }
    return -1;
  };
}

/** For each prefix of the piece, the length of the longest proper prefix that is also its suffix. */
function borders(piece: string): readonly number[] {
  const border = [0];
  let length = 0;
  for (let i = 1; i < piece.length; i++) {
    while (length > 0 && piece[i] !== piece[length]) length = border[length - 1] ?? 0;
    if (piece[i] === piece[length]) length++;
    border.push(length);
  }
  return border;
}
