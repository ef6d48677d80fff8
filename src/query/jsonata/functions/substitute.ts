import type { Match } from '../regex.ts';

/** A replacement text with `$0` for the match, `$1` for its first group and `$$` for a dollar sign. */
export function substitute(replacement: string, { match, groups }: Match): string {
  const digits = groups.length === 0 ? 1 : Math.floor(Math.log10(groups.length)) + 1;
  let result = '';
  let position = 0;
  for (let at = replacement.indexOf('$'); at >= 0; at = replacement.indexOf('$', position)) {
    result += replacement.slice(position, at);
    position = at + 1;
    const next = replacement.charAt(position);
    if (next === '$' || next === '0') {
      result += next === '$' ? '$' : match;
      position++;
      continue;
    }
    const index = groupIndex(replacement, position, digits, groups.length);
    if (Number.isNaN(index)) result += '$';
    else {
      result += groups[index - 1] ?? '';
      position += String(index).length;
    }
  }
  return result + replacement.slice(position);
}

/** As many digits as the number of groups has; one less when they name no group. */
function groupIndex(text: string, at: number, digits: number, count: number): number {
  const index = Number.parseInt(text.slice(at, at + digits), 10);
  return digits > 1 && index > count ? Number.parseInt(text.slice(at, at + digits - 1), 10) : index;
}
