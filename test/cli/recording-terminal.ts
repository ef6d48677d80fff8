import pc from 'picocolors';
import type { Terminal } from '../../src/cli/terminal.ts';

/** A terminal without a screen, for tests: it keeps what was printed. */
export interface RecordingTerminal extends Terminal {
  readonly printed: string[];
  readonly said: string[];
}

export function recordingTerminal(
  options: { readonly columns?: number; readonly isInteractive?: boolean } = {},
): RecordingTerminal {
  const printed: string[] = [];
  const said: string[] = [];
  const colors = pc.createColors(false);
  return {
    printed,
    said,
    out: (text) => void printed.push(text),
    say: (text) => void said.push(text),
    colors,
    outColors: colors,
    columns: options.columns ?? 120,
    isInteractive: options.isInteractive ?? false,
  };
}
