import { createHash } from 'node:crypto';
import { type Json, parseJson } from '../../../base/json.ts';
import { javaRandom } from '../../java-random.ts';
import { JsonataFailure } from '../jsonata-failure.ts';
import { textOf } from '../text.ts';
import { type Call, type List, sequence, type Value } from '../value.ts';
import { listAt, numberAt, textAt } from './argument.ts';
import { type Native, onSomething } from './native.ts';

const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
]);

/** What AWS adds to JSONata (Developer Guide, "JSONata functions provided by Step Functions"). */
export const STEP_FUNCTIONS: readonly Native[] = [
  { name: 'partition', signature: '<an:a>', arity: 2, body: onSomething(partition) },
  { name: 'range', signature: '<nnn:a>', arity: 3, body: onSomething(range) },
  { name: 'hash', signature: '<xs:s>', arity: 2, body: onSomething(hash) },
  { name: 'random', signature: '<n?:n>', arity: 1, body: random },
  {
    name: 'uuid',
    signature: '<:s>',
    arity: 0,
    body: (_args, { frame }) => frame.evaluation.world.entropy.uuid(),
  },
  { name: 'parse', signature: '<s:x>', arity: 1, body: onSomething(parse) },
];

/** `[[1,2],[3]]`; a list of one part stays a list, as recorded on AWS. */
function partition(args: readonly Value[], { frame }: Call): Value {
  const list = listAt(args, 0);
  const size = Math.trunc(numberAt(args, 1));
  if (size < 0) throw failure('The chunk size of the partition function must be a positive number', size);
  if (!(size > 0)) return undefined;
  frame.evaluation.list(list.length + Math.ceil(list.length / size) * 5);
  const parts: List = [];
  for (let at = 0; at < list.length; at += size) parts.push(list.slice(at, at + size));
  return parts;
}

function failure(message: string, value: number): JsonataFailure {
  return new JsonataFailure(undefined, { message: `${message}: ${value}` });
}

/** The end is included when a step lands on it; a range of one number is that number, as recorded on AWS. */
function range(args: readonly Value[], { frame }: Call): Value {
  const [first, last, step] = [0, 1, 2].map((index) => Math.trunc(numberAt(args, index)));
  if (first === undefined || last === undefined || step === undefined) return undefined;
  if (!Number.isFinite(first + last + step) || step === 0) return undefined;
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  frame.evaluation.list(length);
  const list = sequence();
  for (let index = 0; index < length; index++) list.push(first + index * step);
  return list;
}

/** Of a text its UTF-8 bytes, of anything else those of its JSON. */
function hash(args: readonly Value[], { frame }: Call): Value {
  const [data] = args;
  if (data === undefined) return undefined;
  const algorithm = ALGORITHMS.get(textAt(args, 1));
  if (algorithm === undefined) {
    const wanted = [...ALGORITHMS.keys()].join(', ');
    throw new JsonataFailure(undefined, {
      message: `The algorithm of the hash function must be one of ${wanted}, not ${textAt(args, 1)}`,
    });
  }
  const text = textOf(data, frame.evaluation);
  frame.evaluation.scan(text.length);
  frame.evaluation.step(text.length >> 4);
  return createHash(algorithm).update(text, 'utf8').digest('hex');
}

function random(args: readonly Value[], { frame }: Call): Value {
  const seed = numberAt(args, 0);
  if (args[0] === undefined || Number.isNaN(seed)) return frame.evaluation.world.entropy.random();
  return javaRandom(Math.trunc(seed)).nextDouble();
}

function parse(args: readonly Value[], { frame }: Call): Value {
  const text = textAt(args, 0);
  frame.evaluation.scan(text.length);
  // Parsed values take several times the memory of their text.
  frame.evaluation.allocate(text.length * 6);
  try {
    return fromJson(parseJson(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new JsonataFailure(undefined, {
      message: `The argument of the parse function is no JSON: ${error.message}`,
    });
  }
}

/** JSON is a value as it is: the evaluator never changes a list that it has not made. */
function fromJson(json: Json): Value {
  // Only `readonly` tells the two types apart.
  return json as Value;
}
