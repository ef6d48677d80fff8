import { type Json, type JsonObject, setOwn } from '../../base/json.ts';
import { EXIT, type ExitCode, Refusal } from '../exit-code.ts';
import { printable, type Terminal } from '../terminal.ts';
import { askAccount } from './account.ts';
import { apply, type Deployment, type ProgressLine, ResourceFailed } from './apply.ts';
import type { Aws } from './aws.ts';
import { Fault } from './fault.ts';
import { planOf, type Step } from './plan.ts';
import { RESOURCE_TYPES } from './resource-types.ts';
import { transformed } from './sam/transform.ts';
import { type Output, stackModel } from './stack-model.ts';
import { emptyStack, type ResourceRecord, type StackFolder, type StackRecord } from './stack-record.ts';
import { readTemplate, type Template } from './template.ts';
import { TemplateFiles } from './template-files.ts';

export interface DeployRequest {
  readonly template: string;
  readonly stack: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly isDryRun: boolean;
}

export interface DeployTools {
  readonly aws: Aws;
  readonly stacks: StackFolder;
  readonly terminal: Terminal;
}

/** What a deployment has come to, and the files that it has read. */
export interface Deployed {
  readonly exitCode: ExitCode;
  readonly files: readonly string[];
}

/**
 * Makes a stack as its template says: plans, prints the plan, and takes its steps.
 *
 * @throws Refusal for what is wrong before anything is changed; Unavailable when the server is not there.
 */
export async function deployStack(request: DeployRequest, tools: DeployTools): Promise<Deployed> {
  return await tools.stacks.locked(request.stack, () => deployLocked(request, tools));
}

async function deployLocked(
  request: DeployRequest,
  { aws, stacks, terminal }: DeployTools,
): Promise<Deployed> {
  const { stack, parameters } = request;
  const template = readTemplate(request.template);
  const account = await askAccount(aws);
  const files = new TemplateFiles(template.folder, aws.endpoint);
  const around = {
    stack,
    region: aws.region,
    account,
    parameters,
    exports: othersExports(stacks, stack),
    types: RESOURCE_TYPES,
  };
  const model = template.attempt(() => stackModel(transformed(template.body), around));
  const record = stacks.read(stack) ?? emptyStack(stack);
  const services = { aws, account, archives: files.archives };
  const prepared = preparedBy(files, (id) => model.typeOf(id));
  const lost = await lostResources(record, services);
  const planning = { model, record, types: RESOURCE_TYPES, lost, prepared };
  const steps = template.attempt(() => planOf(planning));
  printPlan(stack, steps, terminal);
  const seen = [template.file, ...files.seen];
  if (request.isDryRun) return { exitCode: EXIT.ok, files: seen };
  const deployment: Deployment = {
    ...planning,
    services,
    keep: (one) => stacks.write(one),
    say: (line) => terminal.say(progressLine(line, terminal)),
  };
  const done = await applied(steps, { record, deployment, template });
  if (done === undefined) return { exitCode: EXIT.failed, files: seen };
  const lookup = (id: string) => done.resources.find((one) => one.logicalId === id);
  const outputs = template.attempt(() => model.outputs(lookup)).map((one) => localOutput(one, files));
  stacks.write({ ...done, ...recorded(outputs) });
  printOutputs(outputs, terminal);
  return { exitCode: EXIT.ok, files: seen };
}

/** Deletes every resource of a stack, and forgets the stack. */
export async function destroyStack(stack: string, tools: DeployTools): Promise<ExitCode> {
  const { aws, stacks, terminal } = tools;
  return await stacks.locked(stack, async () => {
    const record = stacks.read(stack);
    if (record === undefined) throw new Refusal(EXIT.failed, `there is no stack ${stack} here`);
    const services = { aws, account: await askAccount(aws), archives: new Map<string, Buffer>() };
    const lost = await lostResources(record, services);
    const deployment: Deployment = {
      ...{ model: NOTHING, types: RESOURCE_TYPES, services, lost, prepared: (_, properties) => properties },
      keep: (one) => stacks.write(one),
      say: (line) => terminal.say(progressLine(line, terminal)),
    };
    const done = await applied([], { record, deployment });
    if (done === undefined) return EXIT.failed;
    stacks.remove(stack);
    terminal.say(`stack ${printable(stack)} is gone`);
    return EXIT.ok;
  });
}

const NOTHING = {
  order: [],
  typeOf: () => '',
  isRetained: () => false,
  properties: () => ({}),
  outputs: () => [],
};

function othersExports(stacks: StackFolder, stack: string): ReadonlyMap<string, Json> {
  const own = new Set(Object.keys(stacks.read(stack)?.exports ?? {}));
  return new Map([...stacks.exports()].filter(([name]) => !own.has(name)));
}

function preparedBy(files: TemplateFiles, typeOf: (logicalId: string) => string): Deployment['prepared'] {
  return (logicalId, properties) => {
    const type = RESOURCE_TYPES.get(typeOf(logicalId));
    const preparation = files.preparation(['Resources', logicalId, 'Properties']);
    return type?.prepare?.(properties, preparation) ?? properties;
  };
}

/** Resources that somebody else has deleted, or that a new data directory never had. */
async function lostResources(
  record: StackRecord,
  services: Deployment['services'],
): Promise<ReadonlySet<string>> {
  const lost = new Set<string>();
  for (const one of record.resources) {
    if (one.id !== '' && (await isLost(one, services))) lost.add(one.logicalId);
  }
  return lost;
}

async function isLost(one: ResourceRecord, services: Deployment['services']): Promise<boolean> {
  return (await RESOURCE_TYPES.get(one.type)?.isThere?.(one, services)) === false;
}

interface Applying {
  readonly record: StackRecord;
  readonly deployment: Deployment;
  readonly template?: Template;
}

/** @returns undefined after a refusal, which has been told. */
async function applied(
  steps: readonly Step[],
  { record, deployment, template }: Applying,
): Promise<StackRecord | undefined> {
  try {
    return await apply(steps, record, deployment);
  } catch (error) {
    if (error instanceof ResourceFailed) return undefined;
    if (!(error instanceof Fault) || template === undefined) throw error;
    return template.attempt(() => {
      throw error;
    });
  }
}

function localOutput(output: Output, files: TemplateFiles): Output {
  if (typeof output.value !== 'string') return output;
  return { ...output, value: files.preparation([]).localUrls(output.value) };
}

function recorded(outputs: readonly Output[]): Pick<StackRecord, 'outputs' | 'exports'> {
  const [values, exports]: [{ [key: string]: Json }, { [key: string]: Json }] = [{}, {}];
  for (const { name, value, exportName } of outputs) {
    setOwn(values, name, value);
    if (exportName !== undefined) setOwn(exports, exportName, value);
  }
  return { outputs: values, exports };
}

const SIGNS = { create: '+', update: '~', replace: '±', keep: ' ', delete: '-' } as const;

function printPlan(stack: string, steps: readonly Step[], { say, colors }: Terminal): void {
  const count = (kind: Step['kind']) => steps.filter((step) => step.kind === kind).length;
  say(
    `${colors.bold(printable(stack))}: ${count('create')} to create, ${count('update')} to update, ` +
      `${count('replace')} to replace, ${count('delete')} to delete, ${count('keep')} unchanged`,
  );
  for (const { kind, logicalId, type, changed, noted } of steps.filter((step) => step.kind !== 'keep')) {
    const why = changed.length === 0 ? '' : colors.dim(` (${changed.map(printable).join(', ')})`);
    say(`  ${SIGNS[kind]} ${printable(logicalId)} ${colors.dim(printable(type))}${why}`);
    for (const key of noted) say(colors.yellow(`      ${key} is kept, and has no effect on this server`));
  }
}

function progressLine({ verb, logicalId, type, detail }: ProgressLine, { colors }: Terminal): string {
  const paint = verb === 'failed' ? colors.red : verb === 'unchanged' ? colors.dim : colors.green;
  const end = detail === undefined ? '' : ` ${colors.dim(printable(detail))}`;
  return `${paint(verb.padEnd(9))} ${printable(logicalId)} ${colors.dim(printable(type))}${end}`;
}

/** Outputs go out, so that a script can read them: one JSON object. */
function printOutputs(outputs: readonly Output[], terminal: Terminal): void {
  const values: { [key: string]: Json } = {};
  for (const { name, value, isSecret } of outputs) setOwn(values, name, isSecret ? '****' : value);
  terminal.out(JSON.stringify(values satisfies JsonObject, undefined, 2));
}
