const SMALL =
  'Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen Fifteen Sixteen Seventeen Eighteen Nineteen'.split(
    ' ',
  );
const SMALL_ORDINALS =
  'Zeroth First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth Thirteenth Fourteenth Fifteenth Sixteenth Seventeenth Eighteenth Nineteenth'.split(
    ' ',
  );
const TENS = 'Twenty Thirty Forty Fifty Sixty Seventy Eighty Ninety'.split(' ');
const MAGNITUDES = 'Thousand Million Billion Trillion'.split(' ');

/** `One Hundred and Twenty-Third` */
export function numberToWords(value: number, isOrdinal: boolean): string {
  return wordsFor(value, { follows: false, isOrdinal });
}

interface Part {
  /** Whether words stand before it. */
  readonly follows: boolean;
  readonly isOrdinal: boolean;
}

function wordsFor(value: number, { follows, isOrdinal }: Part): string {
  if (value <= 19) return (follows ? ' and ' : '') + ((isOrdinal ? SMALL_ORDINALS : SMALL)[value] ?? '');
  if (value < 100) return (follows ? ' and ' : '') + tensFor(value, isOrdinal);
  if (value < 1000) {
    const hundreds = `${SMALL[Math.floor(value / 100)]} Hundred`;
    return (follows ? ', ' : '') + withRest(hundreds, value % 100, isOrdinal);
  }
  const magnitude = Math.min(Math.floor(Math.log10(value) / 3), MAGNITUDES.length);
  const factor = 10 ** (magnitude * 3);
  const count = Math.floor(value / factor);
  const words = `${wordsFor(count, { follows: false, isOrdinal: false })} ${MAGNITUDES[magnitude - 1]}`;
  return (follows ? ', ' : '') + withRest(words, value - count * factor, isOrdinal);
}

function tensFor(value: number, isOrdinal: boolean): string {
  const tens = TENS[Math.floor(value / 10) - 2] ?? '';
  const rest = value % 10;
  if (rest > 0) return `${tens}-${wordsFor(rest, { follows: false, isOrdinal })}`;
  return isOrdinal ? `${tens.slice(0, -1)}ieth` : tens;
}

function withRest(words: string, rest: number, isOrdinal: boolean): string {
  if (rest > 0) return words + wordsFor(rest, { follows: true, isOrdinal });
  return isOrdinal ? `${words}th` : words;
}

const VALUES: ReadonlyMap<string, number> = new Map([
  ...SMALL.map((word, index) => [word.toLowerCase(), index] as const),
  ...SMALL_ORDINALS.map((word, index) => [word.toLowerCase(), index] as const),
  ...[...TENS, 'Hundred'].flatMap((word, index) => {
    const value = (index + 2) * 10;
    const lower = word.toLowerCase();
    return [
      [lower, value],
      [`${lower.slice(0, -1)}ieth`, value],
    ] as const;
  }),
  ['hundredth', 100],
  ...MAGNITUDES.flatMap((word, index) => {
    const value = 10 ** ((index + 1) * 3);
    const lower = word.toLowerCase();
    return [
      [lower, value],
      [`${lower}th`, value],
    ] as const;
  }),
]);

/** Every word that a written number may hold. */
export const NUMBER_WORDS: readonly string[] = [...VALUES.keys()];

/** The number that lower-case words mean; undefined when one of them is none. */
export function wordsToNumber(text: string): number | undefined {
  const segments = [0];
  for (const part of text.split(/,\s|\sand\s|[\s\\-]/)) {
    const value = VALUES.get(part);
    if (value === undefined) return undefined;
    let top = segments.pop() ?? 0;
    if (value >= 100) {
      segments.push(top * value);
      continue;
    }
    if (top >= 1000) {
      segments.push(top);
      top = 0;
    }
    segments.push(top + value);
  }
  return segments.reduce((sum, segment) => sum + segment, 0);
}
