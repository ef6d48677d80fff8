import { resolve } from 'node:path';
import { clientOptions } from '../client.ts';
import { createAws } from '../deploy/aws.ts';
import { type DeployTools, deployStack, destroyStack } from '../deploy/deploy-stack.ts';
import { StackFolder } from '../deploy/stack-record.ts';
import { defaultStackName } from '../deploy/template.ts';
import { watchDeployments } from '../deploy/watch.ts';
import { EXIT, type ExitCode, Refusal } from '../exit-code.ts';
import type { Terminal } from '../terminal.ts';
import { endpointOf } from './history.ts';

export interface DeployOptions {
  readonly stackName?: string;
  readonly parameters?: readonly string[];
  readonly dryRun?: true;
  readonly watch?: true;
  readonly state: string;
  readonly endpoint?: string;
}

export interface DeployShell {
  readonly terminal: Terminal;
  readonly environment: NodeJS.ProcessEnv;
}

/** Makes the stack of a template on a server, and keeps it so with `--watch`. */
export async function deploy(
  template: string,
  options: DeployOptions,
  shell: DeployShell,
): Promise<ExitCode> {
  const request = {
    template,
    stack: stackName(options.stackName ?? defaultStackName(template)),
    parameters: parametersOf(options.parameters ?? []),
    isDryRun: options.dryRun === true,
  };
  const tools = toolsOf(options, shell);
  if (options.watch === true) return await watchDeployments(request, tools);
  const { exitCode } = await deployStack(request, tools);
  return exitCode;
}

/** Deletes a stack. */
export async function destroy(
  template: string | undefined,
  options: DeployOptions,
  shell: DeployShell,
): Promise<ExitCode> {
  const name = options.stackName ?? (template === undefined ? undefined : defaultStackName(template));
  if (name === undefined)
    throw new Refusal(EXIT.usage, 'name the stack: stepwell destroy TEMPLATE, or --stack-name');
  return await destroyStack(stackName(name), toolsOf(options, shell));
}

function toolsOf(options: DeployOptions, { terminal, environment }: DeployShell): DeployTools {
  const aws = createAws(clientOptions(options.endpoint ?? endpointOf(environment), environment));
  return { aws, stacks: new StackFolder(resolve(options.state, 'stacks')), terminal };
}

function stackName(name: string): string {
  if (/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(name)) return name;
  throw new Refusal(EXIT.usage, `a stack's name has up to 128 letters, digits and hyphens, not ${name}`);
}

/** `Key=Value`, as `sam deploy --parameter-overrides` takes them. */
function parametersOf(given: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    given.map((one) => {
      const at = one.indexOf('=');
      if (at <= 0) throw new Refusal(EXIT.usage, `a parameter looks like Name=value, not ${one}`);
      return [one.slice(0, at), one.slice(at + 1)];
    }),
  );
}
