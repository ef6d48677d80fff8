import { isArray, type Json, type JsonObject, member, parseJson } from '../../base/json.ts';
import { misconfigured } from './gateway-error.ts';
import { Tool, type Value } from './vtl/value.ts';

/** Jayway's JSONPath; a problem when the path cannot be read or costs too much. */
export type JsonPath = (path: string, value: Json) => { readonly value?: Json; readonly problem?: string };

export interface TemplateInput {
  readonly body: string;
  readonly parameters: {
    readonly path: JsonObject;
    readonly querystring: JsonObject;
    readonly header: JsonObject;
  };
  /** May be changed: overrides of the request or of the response are read from it afterwards. */
  readonly context: JsonObject;
  readonly stageVariables: JsonObject;
  readonly jsonPath: JsonPath;
}

/** What a mapping template can name. Everything is made for one run: templates may change maps and lists. */
export function templateVariables(input: TemplateInput): Record<string, Value> {
  return {
    input: inputTool(input),
    util: UTIL,
    context: input.context,
    stageVariables: copyOf(input.stageVariables),
  };
}

function copyOf(value: JsonObject): JsonObject {
  return { ...value };
}

/** The body as JSON; one that is none is a text, and an empty one an empty object. */
export function bodyValue(body: string): Json {
  if (body.trim() === '') return {};
  try {
    return parseJson(body);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return body;
  }
}

function inputTool({ body, parameters, jsonPath }: TemplateInput): Tool {
  const find = ([path]: readonly Value[]): Json | undefined => {
    if (typeof path !== 'string') throw misconfigured('$input takes a JSONPath in quotes');
    const { value, problem } = jsonPath(path, bodyValue(body));
    if (problem !== undefined) throw misconfigured(`Invalid JSONPath ${path}: ${problem}`);
    return value;
  };
  return new Tool(
    { body },
    {
      path: find,
      json: (args) => JSON.stringify(find(args) ?? ''),
      params: ([name]) => {
        const { path, querystring, header } = parameters;
        if (name === undefined) return { path, querystring, header };
        if (typeof name !== 'string') return '';
        return member(path, name) ?? member(querystring, name) ?? anyCase(header, name) ?? '';
      },
    },
  );
}

function anyCase(headers: JsonObject, name: string): Json | undefined {
  const wanted = name.toLowerCase();
  return Object.entries(headers).find(([known]) => known.toLowerCase() === wanted)?.[1];
}

const UTIL = new Tool(
  {},
  {
    escapeJavaScript: ([text]) => escapeJavaScript(textArgument(text)),
    parseJson: ([text]) => {
      try {
        return parseJson(textArgument(text));
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        throw misconfigured('$util.parseJson was given what is not JSON');
      }
    },
    urlEncode: ([text]) => new URLSearchParams([['', textArgument(text)]]).toString().slice(1),
    urlDecode: ([text]) => new URLSearchParams(`=${textArgument(text).replaceAll('&', '%26')}`).get('') ?? '',
    base64Encode: ([text]) => Buffer.from(textArgument(text)).toString('base64'),
    base64Decode: ([text]) => Buffer.from(textArgument(text), 'base64').toString(),
  },
);

function textArgument(value: Value): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null || value instanceof Tool) return '';
  return isArray(value) || typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** As Java's StringEscapeUtils of Commons Lang 2 does, single quotes and slashes included. */
export function escapeJavaScript(text: string): string {
  return text.replace(/[^ -~]|["'\\/]/g, (char) => {
    const short = SHORT[char];
    if (short !== undefined) return short;
    const code = char.charCodeAt(0);
    if (code === 0x7f) return char;
    if (code > 0x1f && code < 0x80) return `\\${char}`;
    return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

const SHORT: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\n': '\\n',
  '\t': '\\t',
  '\f': '\\f',
  '\r': '\\r',
};
