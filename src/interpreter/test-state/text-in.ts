/**
 * The text that a value has within a larger one: recorded on AWS, items that a path found are shown as they were sent.
 *
 * @param compact The value's JSON, without white space.
 * @returns undefined when the value is not there as it is.
 */
export function textIn(source: string, compact: string): string | undefined {
  const first = compact.charAt(0);
  for (let at = source.indexOf(first); at >= 0; at = source.indexOf(first, at + 1)) {
    const end = endOf(source, at, compact);
    if (end !== undefined) return source.slice(at, end);
  }
  return undefined;
}

/** Where the value ends that begins here; white space counts only inside strings. */
function endOf(source: string, start: number, compact: string): number | undefined {
  let isString = false;
  let at = start;
  for (let next = 0; next < compact.length; next++) {
    while (!isString && isSpace(source.charCodeAt(at))) at++;
    if (source.charCodeAt(at) !== compact.charCodeAt(next)) return undefined;
    const character = compact[next];
    if (isString && character === '\\') {
      // What is escaped is compared too, but ends no string.
      if (source.charCodeAt(++at) !== compact.charCodeAt(++next)) return undefined;
    } else if (character === '"') isString = !isString;
    at++;
  }
  return at;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}
