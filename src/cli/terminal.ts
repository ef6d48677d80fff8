import pc from 'picocolors';
import { EXIT } from './exit-code.ts';

export type Colors = ReturnType<typeof pc.createColors>;

/** Where a command prints. Results go out, so that a script can read them; whatever is for people is said. */
export interface Terminal {
  out(text: string): void;
  say(text: string): void;
  /** Colours of what is said; every one is the identity when standard error is no terminal. */
  readonly colors: Colors;
  /** Colours of what goes out. */
  readonly outColors: Colors;
  /** Width of a line that goes out. */
  readonly columns: number;
  /** Whether a person reads what goes out. */
  readonly isInteractive: boolean;
}

/** The terminal of this process. https://no-color.org is honoured. */
export function processTerminal(process: NodeJS.Process): Terminal {
  const { stdout, stderr, env } = process;
  const mayColor = (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
  // The reader of a pipe may have seen enough (`| head`): that is no bug of ours, and there is nobody left to tell.
  for (const stream of [stdout, stderr]) stream.on('error', () => process.exit(EXIT.io));
  return {
    out: (text) => void stdout.write(`${text}\n`),
    say: (text) => void stderr.write(`${text}\n`),
    colors: pc.createColors(mayColor && stderr.isTTY === true),
    outColors: pc.createColors(mayColor && stdout.isTTY === true),
    columns: stdout.columns ?? COLUMNS_WITHOUT_TERMINAL,
    isInteractive: stdout.isTTY === true,
  };
}

/** Wide enough that a log or a pipe loses little. */
const COLUMNS_WITHOUT_TERMINAL = 160;

/**
 * Text from outside as it may stand on a terminal: control characters and those that turn the direction of
 * writing are shown escaped. A name could otherwise clear the screen or hide what follows it.
 */
export function printable(text: string): string {
  // To know all of Unicode's control characters takes longer than the rest of a start's first lines.
  if (/^[ -~]*$/.test(text)) return text;
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, escapeUnit);
}

/** As `printable` for JSON text: its line breaks stay, and the escaped text is the same value. */
export function printableJson(text: string): string {
  return text.replace(/[\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, escapeUnit);
}

function escapeUnit(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\t') return '\\t';
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Cuts text to a number of columns; an ellipsis shows that something is missing. */
export function shorten(text: string, columns: number): string {
  if (text.length <= columns) return text;
  if (columns <= 1) return '…'.slice(0, Math.max(columns, 0));
  return `${text.slice(0, columns - 1)}…`;
}
