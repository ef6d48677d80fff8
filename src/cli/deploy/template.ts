import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isObject, type JsonObject, member } from '../../base/json.ts';
import { EXIT, Refusal } from '../exit-code.ts';
import { Fault, type Path } from './fault.ts';
import { readTemplateText, TEMPLATE_CHARACTERS_MAX, type TemplateText } from './template-text.ts';

/** A template that has been read. */
export interface Template {
  readonly file: string;
  /** Its code and definitions are taken from below this folder, and from nowhere else. */
  readonly folder: string;
  readonly body: JsonObject;
  /** Runs what may find fault with the template; a Fault becomes a Refusal that names file, line and path. */
  attempt<Result>(work: () => Result): Result;
}

/**
 * Reads a template: YAML, JSON, or a folder that `cdk synth` has written.
 *
 * @throws Refusal; system errors when it cannot be read.
 */
export function readTemplate(path: string): Template {
  const file = statSync(path).isDirectory() ? templateIn(path) : path;
  // UTF-8 takes up to 4 bytes a character; a file beyond that is not even read.
  if (statSync(file).size > 4 * TEMPLATE_CHARACTERS_MAX) {
    throw new Refusal(EXIT.failed, `${file}: a template has up to ${TEMPLATE_CHARACTERS_MAX} characters`);
  }
  const text = readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  const read = attemptIn<TemplateText>(
    file,
    () => 1,
    () => readTemplateText(text),
  );
  const attempt = <Result>(work: () => Result) => attemptIn(file, read.lineOf, work);
  const body = attempt(() => checkedBody(read));
  return { file, folder: dirname(resolve(file)), body, attempt };
}

function templateIn(folder: string): string {
  const found = readdirSync(folder).filter((name) => /(^|\.)template\.(json|ya?ml)$/.test(name));
  const [only, ...more] = found;
  if (only === undefined) throw new Refusal(EXIT.usage, `there is no template in ${folder}`);
  if (more.length > 0) {
    throw new Refusal(EXIT.usage, `${folder} has several templates, name one of them: ${found.join(', ')}`);
  }
  return join(folder, only);
}

/** `cdk.out/Orders.template.json` -> `Orders`; `orders/template.yaml` -> `orders`. */
export function defaultStackName(file: string): string {
  const own = basename(file).replace(/\.?template\.(json|ya?ml)$|\.(json|ya?ml|template)$/, '');
  const name = (own === '' ? basename(dirname(resolve(file))) : own).replace(/[^A-Za-z0-9-]+/g, '-');
  return /^[A-Za-z]/.test(name) ? name.slice(0, 128) : `stack-${name}`.slice(0, 128);
}

function attemptIn<Result>(file: string, lineOf: (path: Path) => number, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const where = error.path.length === 0 ? file : `${file}:${lineOf(error.path)}: ${error.path.join('/')}`;
    throw new Refusal(EXIT.failed, `${where}: ${error.message}`, { cause: error });
  }
}

const SECTIONS = new Set([
  ...['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Parameters', 'Rules', 'Mappings', 'Conditions'],
  ...['Transform', 'Resources', 'Outputs', 'Globals'],
]);
/** CloudFormation's own bound. */
const RESOURCES_MAX = 500;

function checkedBody({ body }: TemplateText): JsonObject {
  if (!isObject(body)) throw new Fault([], 'a template is an object with Resources');
  for (const key of Object.keys(body)) {
    if (!SECTIONS.has(key)) throw new Fault([key], 'a template has no such section');
  }
  const resources = section(body, 'Resources');
  const count = Object.keys(resources).length;
  if (count === 0) throw new Fault(['Resources'], 'a template has at least one resource');
  if (count > RESOURCES_MAX)
    throw new Fault(['Resources'], `a template has up to ${RESOURCES_MAX} resources, not ${count}`);
  for (const [id, resource] of Object.entries(resources)) {
    if (!/^[A-Za-z0-9]+$/.test(id))
      throw new Fault(['Resources', id], 'a logical id has letters and digits only');
    if (!isObject(resource) || typeof member(resource, 'Type') !== 'string') {
      throw new Fault(['Resources', id], 'a resource has a Type');
    }
  }
  return body;
}

/** A section of a template; an empty one when it is not there. @throws Fault */
export function section(body: JsonObject, name: string): JsonObject {
  const value = member(body, name);
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw new Fault([name], 'this section is an object');
  return value;
}
