import type { Json, JsonObject } from '../../base/json.ts';

/** A state that is ready to be pasted into a definition. */
export type Snippet = TaskSnippet | FlowSnippet;

interface Named {
  /** What it is asked for by: `sns publish`, `map`. */
  readonly service: string;
  readonly action?: string;
  /** What the state is called until its author knows better. */
  readonly name: string;
  readonly summary: string;
}

export interface TaskSnippet extends Named {
  readonly kind: 'task';
  readonly resource: string;
  /** Values made with `fromInput` are read from the state's input. */
  readonly arguments: Readonly<Record<string, Argument>>;
  /** What is worth a retry; default: everything. */
  readonly retryOn?: readonly string[];
}

export interface FlowSnippet extends Named {
  readonly kind: 'flow';
  readonly state: (language: QueryLanguage) => JsonObject;
  /** Whether the state type has Retry and Catch. */
  readonly canFail: boolean;
}

export type QueryLanguage = 'JSONPath' | 'JSONata';

type Argument = Json | FromInput | { readonly [name: string]: Argument };

export interface FromInput {
  /** A reference path: `$`, `$.message`, or into the context object: `$$.Task.Token`. */
  readonly inputPath: string;
}

export interface SnippetOptions {
  readonly queryLanguage: QueryLanguage;
  readonly retry?: boolean;
  readonly catch?: boolean;
  readonly timeoutSeconds?: number;
}

export function fromInput(inputPath = '$'): FromInput {
  return { inputPath };
}

/** The state itself, with `NEXT_STATE` where the author has to say what follows. */
export function stateOf(snippet: Snippet, options: SnippetOptions): JsonObject {
  const { queryLanguage } = options;
  const state: JsonObject =
    snippet.kind === 'flow'
      ? snippet.state(queryLanguage)
      : {
          Type: 'Task',
          Resource: snippet.resource,
          [queryLanguage === 'JSONata' ? 'Arguments' : 'Parameters']: written(
            snippet.arguments,
            queryLanguage,
          ),
          ...(options.timeoutSeconds === undefined ? {} : { TimeoutSeconds: options.timeoutSeconds }),
        };
  return {
    ...state,
    ...(options.retry === true ? { Retry: [retrier(snippet)] } : {}),
    ...(options.catch === true ? { Catch: [CATCHER] } : {}),
    ...(state.Type === 'Choice' ? {} : { Next: 'NEXT_STATE' }),
  };
}

/** Which of the options the snippet cannot take; undefined: it takes them all. */
export function unfitting(snippet: Snippet, options: SnippetOptions): string | undefined {
  if (snippet.kind === 'task') return undefined;
  if (options.timeoutSeconds !== undefined) return '--timeout';
  if (snippet.canFail) return undefined;
  return options.retry === true ? '--retry' : options.catch === true ? '--catch' : undefined;
}

const CATCHER = { ErrorEquals: ['States.ALL'], Next: 'FALLBACK_STATE' };

function retrier(snippet: Snippet): JsonObject {
  const errors = (snippet.kind === 'task' ? snippet.retryOn : undefined) ?? ['States.ALL'];
  return {
    ErrorEquals: [...errors],
    IntervalSeconds: 1,
    MaxAttempts: 3,
    BackoffRate: 2,
    JitterStrategy: 'FULL',
  };
}

function written(values: Readonly<Record<string, Argument>>, language: QueryLanguage): JsonObject {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]): [string, Json] => {
      if (!isFromInput(value)) return [name, isPlainObject(value) ? written(value, language) : value];
      if (language === 'JSONPath') return [`${name}.$`, value.inputPath];
      return [name, `{% ${inJsonata(value.inputPath)} %}`];
    }),
  );
}

function inJsonata(path: string): string {
  return path.startsWith('$$') ? `$states.context${path.slice(2)}` : `$states.input${path.slice(1)}`;
}

function isPlainObject(value: Argument): value is { readonly [name: string]: Argument } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFromInput(value: Argument): value is FromInput {
  return isPlainObject(value) && typeof value.inputPath === 'string';
}
