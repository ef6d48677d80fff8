import { sortParallel } from './parallel-order.ts';
import { placesOf } from './rule-path.ts';
import { asValue, type Container, isContainer, recordsIn, sorted } from './tree.ts';

/** How the recorder replaced what differs between two runs; the names are its own. */
export type Rule =
  | { readonly kind: 'RegexTransformer'; readonly regex: string; readonly replacement: string }
  | (Replacement & { readonly kind: 'JsonpathTransformer'; readonly jsonpath: string })
  | (Replacement & {
      readonly kind: 'KeyValueBasedTransformer';
      readonly rule?: string;
      readonly key?: string;
    })
  | {
      readonly kind:
        | 'ResponseMetaDataTransformer'
        | 'SfnNoneRecursiveParallelTransformer'
        | '_SfnSortVariableReferences'
        | 'GenericTransformer';
    };

interface Replacement {
  readonly replacement: string;
  /** True: the value gets a number (`<uuid:2>`) and is replaced wherever it occurs; else only here. */
  readonly replaceReference?: boolean;
}

/**
 * Brings an answer into the form of the records, so that the two can be compared.
 *
 * Rules work in their order on the answer, in which JSON text has become JSON; rules that replace text wait for the
 * end and work on the whole, printed.
 */
export function withPlaceholders(answer: object, rules: readonly Rule[]): unknown {
  // An object stays an object.
  const root = sorted(answer) as Container;
  parseTexts(root);
  const texts = new TextRules();
  for (const rule of rules) apply(rule, root, texts);
  return JSON.parse(texts.replaceIn(JSON.stringify(root)));
}

/** Text that is a JSON object becomes it; text within it stays text. */
function parseTexts(root: Container): void {
  for (const record of [...recordsIn(root)]) {
    for (const [key, value] of Object.entries(record)) {
      if (typeof value === 'string' && value.startsWith('{')) record[key] = asValue(value);
    }
  }
}

class TextRules {
  readonly #replacements: ((text: string) => string)[] = [];
  readonly #counts = new Map<string, number>();
  readonly #known = new Set<string>();

  add(replacement: (text: string) => string): void {
    this.#replacements.push(replacement);
  }

  /** Gives a value its number, on its first occurrence. */
  number(value: unknown, name: string): void {
    const text = String(value).replaceAll('"', '\\"');
    if (this.#known.has(text)) return;
    this.#known.add(text);
    const number = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, number);
    this.add((all) => all.replaceAll(text, () => `<${name}:${number}>`));
  }

  replaceIn(text: string): string {
    return this.#replacements.reduce((done, replacement) => replacement(done), text);
  }
}

function apply(rule: Rule, root: Container, texts: TextRules): void {
  switch (rule.kind) {
    case 'RegexTransformer': {
      const pattern = patternOf(rule.regex);
      return texts.add((text) => text.replace(pattern, () => rule.replacement));
    }
    case 'JsonpathTransformer':
      for (const { holder, key } of placesOf(root, rule.jsonpath)) {
        if (rule.replaceReference === true) texts.number(holder[key], rule.replacement);
        else holder[key] = rule.replacement;
      }
      return;
    case 'KeyValueBasedTransformer':
      return applyByKey(rule, root, texts);
    case 'SfnNoneRecursiveParallelTransformer':
      for (const { holder, key } of placesOf(root, '$..events')) {
        const events = holder[key];
        if (Array.isArray(events)) sortParallel(events);
      }
      return;
    case 'GenericTransformer':
      // Its code is not in the records; in all that have it, outputs of every kind have become JSON.
      for (const { holder, key } of placesOf(root, '$..output')) holder[key] = asValue(holder[key]);
      return;
    case '_SfnSortVariableReferences':
      for (const { holder, key } of placesOf(root, '$..variableReferences')) {
        holder[key] = withSortedLists(holder[key]);
      }
      return;
    case 'ResponseMetaDataTransformer':
      // Our answers have no metadata of an SDK.
      return;
    default:
      throw new Error(`the rule ${JSON.stringify(rule)} is new`);
  }
}

/** Python's, which may begin with a flag, and which sees a space behind the colons of printed JSON. */
function patternOf(regex: string): RegExp {
  const own = regex.replaceAll(':\\s[', ':\\s?[');
  return own.startsWith('(?i)') ? new RegExp(own.slice(4), 'gi') : new RegExp(own, 'g');
}

function applyByKey(
  rule: Extract<Rule, { kind: 'KeyValueBasedTransformer' }>,
  root: Container,
  texts: TextRules,
): void {
  const find = findOf(rule);
  if (find === undefined) throw new Error(`the rule ${rule.rule} is new`);
  for (const record of [...recordsIn(root)]) {
    for (const [key, value] of Object.entries(record)) {
      const found = isContainer(value) ? undefined : find(key, value);
      if (found === undefined) continue;
      if (rule.replaceReference === true) texts.number(found, rule.replacement);
      else record[key] = rule.replacement;
    }
  }
}

/** Tells what of a member is to be replaced; undefined: nothing. */
type Find = (key: string, value: unknown) => unknown;

function findOf({
  rule,
  key,
  replacement,
}: Extract<Rule, { kind: 'KeyValueBasedTransformer' }>): Find | undefined {
  if (key !== undefined) return (name, value) => (name === key && value !== '' ? value : undefined);
  return BY_KEY[rule === '<lambda>' ? replacement : String(rule)];
}

function withSortedLists(lists: unknown): unknown {
  if (!isContainer(lists)) return lists;
  const sortedLists = Object.entries(lists).map(([key, list]) => [
    key,
    Array.isArray(list) ? list.toSorted() : list,
  ]);
  return Object.fromEntries(sortedLists);
}

const UUID = /^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}/i;
const DATES =
  /^(startDate|stopDate|creationDate|updateDate|redriveDate|createdDate|lastModified|LastModified)$/;

const BY_KEY: Readonly<Record<string, Find>> = {
  uuid: (key, value) =>
    typeof value === 'string' && /id$/i.test(key) && UUID.test(value) ? value : undefined,
  datetime: (key, value) => (DATES.test(key) && typeof value === 'number' ? value : undefined),
  timestamp: (key, value) => (/timestamp/i.test(key) && isOwnTime(value) ? value : undefined),
  _transform_stepfunctions_cause_details: (key, value) =>
    key === 'cause' && typeof value === 'string' ? inputOf(value) : undefined,
  _sns_pem_file_token_transformer: (key, value) =>
    key === 'SigningCertURL' ? /SimpleNotificationService-(.*\.pem)/.exec(String(value))?.[1] : undefined,
  _sns_unsubscribe_url_subscription_arn_transformer: (key, value) =>
    key === 'UnsubscribeURL' ? /SubscriptionArn=.*:(.*)/.exec(String(value))?.[1] : undefined,
  _resource_name_transformer: (_key, value) => resourceNameOf(String(value)),
};

/** The name at the end of an ARN, of a function without its version; undefined: no ARN, or replaced already. */
function resourceNameOf(text: string): string | undefined {
  const resource = /^arn:[^:]*:[^:]*:[^:]*:(?:\d{12})?:(.+)/.exec(text)?.[1];
  if (resource === undefined || /^<.*>$/.test(resource)) return undefined;
  if (resource.includes('/')) return resource.split('/').at(-1);
  if (resource.startsWith('function:')) return resource.slice('function:'.length).replace(/:?\$.*/, '');
  return resource.split(':').at(-1);
}

/** A moment of the API, or text that is no moment: one that a workflow has made is replaced by its form instead. */
function isOwnTime(value: unknown): boolean {
  const text = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)/.exec(String(value))?.[0];
  return typeof value === 'number' || text === undefined || Number.isNaN(Date.parse(text));
}

/** The JSON that a cause quotes: `... the input '{"a":1}'`. */
function inputOf(cause: string): string | undefined {
  const quoted = /^.*'({.*})'/.exec(cause)?.[1];
  return quoted === undefined || typeof asValue(quoted) === 'string' ? undefined : quoted;
}
