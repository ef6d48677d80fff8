import type { Json } from '../../src/base/json.ts';

/** A state machine that would take the server's time, memory or stack for itself. */
export interface Bomb {
  readonly name: string;
  /** Text for what an object literal cannot say. */
  readonly definition: Json;
  readonly input?: Json;
  /** STANDARD unless told. */
  readonly type?: 'STANDARD' | 'EXPRESS';
  /** The error that ends its execution; undefined: it succeeds. */
  readonly error?: string;
  readonly cause?: RegExp;
  /** Expressions that take their full second, one after the other; 1 unless told. */
  readonly seconds?: number;
}

const TIME = /Expression evaluation timeout/;
const MEMORY = /Expression evaluation memory limit exceeded: Check for excessive memory usage/;
const STACK = /Stack overflow error: Check for non-terminating recursive function/;
const ENDLESS = '{% ($f := function($x) { $f($x + 1) }; $f(1)) %}';
/** Of what takes long enough for a busy machine to end it by its time. */
const EITHER = /Expression evaluation (timeout|memory limit exceeded)/;
/** Largest that an execution takes, with its quotes. */
const LONG_TEXT = 'a'.repeat(262_142);

export const BOMBS: readonly Bomb[] = [
  jsonata('$pad("x", 200000000)', MEMORY),
  jsonata('($f := function($s, $n) { $n = 0 ? $s : $f($s & $s, $n - 1) }; $f("x", 40))', MEMORY),
  jsonata('($f := function($x) { $f($x + 1) }; $f(1))', TIME),
  jsonata('($f := function($n) { $n + $f($n - 1) }; $f(5))', STACK),
  jsonata(`1${'+1'.repeat(200)}`, STACK),
  jsonata('[1..1e9]', MEMORY),
  jsonata('[1..2000].([1..2000])', EITHER),
  jsonata('$map([1..800000], function($x) { [$x, $x, $x] })', EITHER),
  jsonata('$reduce([1..20000], function($a, $b) { $append($a, [$b]) }, [])', EITHER),
  jsonata('$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /(a+)+$/)', TIME),
  jsonata('$contains($states.input, /a+b/)', TIME, LONG_TEXT),
  jsonata('$match($states.input, /a/)', EITHER, LONG_TEXT),
  jsonata('$sort([1..800000], function($a, $b) { $a < $b })', EITHER),
  jsonata('$states.input.**.**', EITHER, nested(400)),
  jsonata('$map([1..300000], function($x) { {"a": $x, "b": [$x]} })', EITHER),
  jsonata(
    '$reduce([1..3000], function($a, $b) { $merge([$a, $states.input]) }, {})',
    EITHER,
    wideObject(5000),
  ),
  jsonata('[1..300].$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /(a+)+$/)', TIME),
  ...['Condition', 'Seconds', 'Items', 'Arguments', 'Error'].map(inField),
  pathOf('$..*', nested(400), { error: 'States.DataLimitExceeded' }),
  pathOf('$..*..*..*', nested(400), {
    error: 'States.Runtime',
    cause: /The JSONPath '.*' finds more than/,
  }),
  pathOf('$..[?(@..n)]', wide(10_000), { error: 'States.DataLimitExceeded' }),
  pathOf(
    '$[?(@ =~ /a*a*a*a*b/)]',
    Array.from({ length: 60 }, () => 'a'.repeat(4000)),
    {
      error: 'States.Runtime',
      cause: /The JSONPath '.*' looks at more than/,
    },
  ),
  callsOf('States.StringToJson($.text)', 100),
  callsOf('States.ArrayUnique($.list)', 200),
  express('endless', '($f := function($x) { $f($x + 1) }; $f(1))', TIME),
  express('$pad', '$pad("x", 200000000)', MEMORY),
  loopOf('grows twice as long', { 'text.$': "States.Format('{}{}', $.text, $.text)" }, { text: 'x' }),
  loopOf('grows twice as deep', { 'a.$': '$', 'b.$': '$' }, {}),
  {
    name: 'goes round and round',
    definition: machine({
      A: { Type: 'Pass', Next: 'B' },
      B: { Type: 'Choice', Choices: [{ Variable: '$.no', IsPresent: true, Next: 'C' }], Default: 'A' },
      C: { Type: 'Succeed' },
    }),
    error: 'States.Runtime',
    cause: /The execution reached the maximum number of history events \(25000\)/,
  },
  {
    name: 'three time-outs in a row, caught',
    definition: machine(
      {
        ...Object.fromEntries([caught('A', 'B'), caught('B', 'C'), caught('C', 'Done')]),
        Done: { Type: 'Succeed' },
      },
      'JSONata',
    ),
    seconds: 3,
  },
  { name: '10,000 states', definition: chain(10_000) },
  { name: '5,000 expressions', definition: expressions(5_000) },
  {
    name: '20,000 paths in one state',
    definition: paths(20_000),
    input: { a: 1 },
    error: 'States.DataLimitExceeded',
  },
  {
    name: 'names of prototypes',
    definition:
      '{"StartAt":"__proto__","States":{"__proto__":{"Type":"Pass","Next":"constructor"},"constructor":{"Type":"Pass","Result":{"__proto__":{"polluted":true}},"ResultPath":"$.__proto__","End":true}}}',
    input: JSON.parse('{"__proto__":{"toString":1}}'),
  },
];

function jsonata(expression: string, cause: RegExp, input?: Json): Bomb {
  return {
    name: expression.slice(0, 60),
    definition: machine({ A: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } }, 'JSONata'),
    ...(input === undefined ? {} : { input }),
    error: 'States.QueryEvaluationError',
    cause,
  };
}

function caught(name: string, next: string): [string, Json] {
  const items = {
    Items: ENDLESS,
    ItemProcessor: { StartAt: `Each${name}`, States: { [`Each${name}`]: { Type: 'Pass', End: true } } },
  };
  return [name, { Type: 'Map', ...items, Catch: [{ ErrorEquals: ['States.ALL'], Next: next }], Next: next }];
}

/** The same limit, wherever an expression may stand. */
function inField(field: string): Bomb {
  const states: Readonly<Record<string, Json>> = {
    Condition: { Type: 'Choice', Choices: [{ Condition: ENDLESS, Next: 'Done' }], Default: 'Done' },
    Seconds: { Type: 'Wait', Seconds: ENDLESS, Next: 'Done' },
    Items: {
      Type: 'Map',
      Items: ENDLESS,
      ItemProcessor: { StartAt: 'B', States: { B: { Type: 'Pass', End: true } } },
      Next: 'Done',
    },
    Arguments: {
      Type: 'Task',
      Resource: 'arn:aws:lambda:us-east-1:123456789012:function:any',
      Arguments: ENDLESS,
      Next: 'Done',
    },
    Error: { Type: 'Fail', Error: ENDLESS },
  };
  const done = field === 'Error' ? {} : { Done: { Type: 'Succeed' } };
  const definition = machine({ A: states[field] ?? null, ...done }, 'JSONata');
  return { name: `endless ${field}`, definition, error: 'States.QueryEvaluationError', cause: TIME };
}

function pathOf(path: string, input: Json, end: Pick<Bomb, 'error' | 'cause'>): Bomb {
  return {
    name: path,
    definition: machine({ A: { Type: 'Pass', InputPath: path, End: true } }),
    input,
    ...end,
  };
}

function loopOf(name: string, parameters: Json, input: Json): Bomb {
  const definition = machine({
    A: { Type: 'Pass', Parameters: parameters, Next: 'B' },
    B: { Type: 'Choice', Choices: [{ Variable: '$.no', IsPresent: true, Next: 'C' }], Default: 'A' },
    C: { Type: 'Succeed' },
  });
  return { name, definition, input, error: 'States.DataLimitExceeded' };
}

function machine(
  states: { readonly [name: string]: Json },
  language: 'JSONPath' | 'JSONata' = 'JSONPath',
): Json {
  return { StartAt: Object.keys(states)[0] ?? '', QueryLanguage: language, States: states };
}

/** Intrinsic functions of a large input, many times in one state: none of them long, all together endless. */
function callsOf(call: string, count: number): Bomb {
  const list = Array.from({ length: 20_000 }, (_, index) => index);
  const parameters = Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}.$`, call]));
  return {
    name: `${count} times ${call}`,
    definition: machine({ A: { Type: 'Pass', Parameters: parameters, End: true } }),
    input: { text: JSON.stringify(list), list },
    error: 'States.Runtime',
    cause: /The payload template gives more than/,
  };
}

function express(name: string, expression: string, cause: RegExp): Bomb {
  return { ...jsonata(expression, cause), name: `Express: ${name}`, type: 'EXPRESS' };
}

function wideObject(width: number): Json {
  return Object.fromEntries(Array.from({ length: width }, (_, index) => [`k${index}`, index]));
}

/** Each of its own: what is read once is known. */
function expressions(count: number): Json {
  let index = 0;
  const output = () => JSON.stringify(`{% $merge([{"n": ${index++}}, {"all": $sum([1..3])}]) %}`);
  return JSON.parse(
    JSON.stringify(chain(count + 1))
      .replaceAll('"Type":"Pass"', () => `"Type":"Pass","Output":${output()}`)
      .replace('"QueryLanguage":"JSONPath"', '"QueryLanguage":"JSONata"'),
  );
}

function paths(count: number): Json {
  const parameters = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`name-${index}.$`, '$.a']),
  );
  return machine({ A: { Type: 'Pass', Parameters: parameters, End: true } });
}

function chain(length: number): Json {
  const names = Array.from({ length }, (_, index) => `S${index}`);
  return machine(
    Object.fromEntries(
      names.map((name, index) => {
        const next = names[index + 1];
        return [name, next === undefined ? { Type: 'Succeed' } : { Type: 'Pass', Next: next }];
      }),
    ),
  );
}

/** `{"n": {"n": ...}}` */
function nested(depth: number): Json {
  let value: Json = 1;
  for (let level = 0; level < depth; level++) value = { n: value };
  return value;
}

function wide(width: number): Json {
  return Array.from({ length: width }, (_, index) => ({ n: { n: index } }));
}
