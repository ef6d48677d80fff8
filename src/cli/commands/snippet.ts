import { EXIT, type ExitCode } from '../exit-code.ts';
import { findSnippets, SNIPPETS } from '../snippets/catalog.ts';
import { type QueryLanguage, type Snippet, stateOf, unfitting } from '../snippets/snippet.ts';
import { printable, type Terminal } from '../terminal.ts';

export interface SnippetCommandOptions {
  readonly queryLanguage: 'jsonpath' | 'jsonata';
  readonly retry?: boolean;
  readonly catch?: boolean;
  readonly timeout?: number;
}

/** Lists the ready states, or prints one as it is pasted into `States`. */
export function snippet(
  wanted: { readonly service: string | undefined; readonly action: string | undefined },
  options: SnippetCommandOptions,
  terminal: Terminal,
): ExitCode {
  if (wanted.service === undefined) return list(SNIPPETS, terminal);
  const found = findSnippets(wanted.service, wanted.action);
  const [first, second] = found;
  if (first === undefined) return unknown([wanted.service, wanted.action], terminal);
  if (second !== undefined) return list(found, terminal);
  return print(first, options, terminal);
}

function print(one: Snippet, options: SnippetCommandOptions, terminal: Terminal): ExitCode {
  const queryLanguage: QueryLanguage = options.queryLanguage === 'jsonata' ? 'JSONata' : 'JSONPath';
  const { retry = false, timeout } = options;
  const wanted = {
    ...{ queryLanguage, retry, catch: options.catch ?? false },
    ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
  };
  const problem = unfitting(one, wanted);
  if (problem !== undefined) return refuse(`A ${one.name} state does not take ${problem}.`, terminal);
  terminal.out(`${JSON.stringify(one.name)}: ${JSON.stringify(stateOf(one, wanted), null, 2)}`);
  return EXIT.ok;
}

function list(snippets: readonly Snippet[], terminal: Terminal): ExitCode {
  const calls = snippets.map((one) => callOf(one));
  const width = Math.max(...calls.map((call) => call.length));
  snippets.forEach((one, i) => {
    terminal.out(`${calls[i]?.padEnd(width)}  ${terminal.outColors.dim(one.summary)}`);
  });
  return EXIT.ok;
}

function callOf({ service, action }: Snippet): string {
  return action === undefined ? service : `${service} ${action}`;
}

function unknown(words: readonly (string | undefined)[], terminal: Terminal): ExitCode {
  const asked = words.filter((word) => word !== undefined).join(' ');
  return refuse(`There is no snippet '${printable(asked)}'; 'stepwell snippet' lists them all.`, terminal);
}

function refuse(message: string, terminal: Terminal): ExitCode {
  terminal.say(`${terminal.colors.red('error:')} ${message}`);
  return EXIT.usage;
}
