/** Where a resource lives. Every key of the catalog and every lookup starts with it. */
export interface Scope {
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
}

/** The ARNs of Step Functions' own resources, taken apart (spec/api.md §2). */
export type StatesArn = Scope &
  (
    | {
        readonly kind: 'stateMachine';
        readonly name: string;
        readonly qualifier?: string;
        readonly label?: string;
      }
    | { readonly kind: 'execution'; readonly machine: string; readonly name: string; readonly label?: string }
    | {
        readonly kind: 'express';
        readonly machine: string;
        readonly name: string;
        readonly run: string;
        readonly label?: string;
      }
    | { readonly kind: 'mapRun'; readonly machine: string; readonly label: string; readonly run: string }
    | { readonly kind: 'activity'; readonly name: string }
  );

const ARN = /^arn:aws[a-z-]*:states:([a-z0-9-]+):(\d{12}):([A-Za-z]+):(.+)$/;

/** That an ARN has behind its kind: of an Express execution the machine, its own, and the run. */
const NAMES_MAX = 3;

/** Takes an ARN of service `states` apart; undefined when it is none. Names are not validated here. */
export function parseStatesArn(arn: string): StatesArn | undefined {
  const parts = ARN.exec(arn);
  if (parts === null) return undefined;
  const [, region = '', account = '', kind = '', rest = ''] = parts;
  const names = rest.split(':');
  if (names.length > NAMES_MAX) return undefined;
  const [first = '', second, third] = names;
  const slash = first.indexOf('/');
  const name = slash < 0 ? first : first.slice(0, slash);
  const label = slash < 0 ? undefined : { label: first.slice(slash + 1) };
  switch (kind) {
    case 'stateMachine':
      if (third !== undefined) return undefined;
      return {
        region,
        account,
        kind,
        name,
        ...(second === undefined ? label : { qualifier: second, ...label }),
      };
    case 'execution':
      if (second === undefined || third !== undefined) return undefined;
      return { region, account, kind, machine: name, name: second, ...label };
    case 'express':
      if (second === undefined || third === undefined) return undefined;
      return { region, account, kind, machine: name, name: second, run: third, ...label };
    case 'mapRun':
      if (second === undefined || third !== undefined || label === undefined) return undefined;
      return { region, account, kind, machine: name, ...label, run: second };
    case 'activity':
      return second === undefined ? { region, account, kind, name: first } : undefined;
    default:
      return undefined;
  }
}

const prefix = ({ region, account }: Scope) => `arn:aws:states:${region}:${account}`;

export function stateMachineArn(scope: Scope, name: string): string {
  return `${prefix(scope)}:stateMachine:${name}`;
}

export function executionArn(scope: Scope, machine: string, name: string): string {
  return `${prefix(scope)}:execution:${machine}:${name}`;
}

/** @param run Draws apart the executions of one name: names of Express executions need not be unique. */
export function expressArn(scope: Scope, machine: string, name: string, run: string): string {
  return `${prefix(scope)}:express:${machine}:${name}:${run}`;
}

export function activityArn(scope: Scope, name: string): string {
  return `${prefix(scope)}:activity:${name}`;
}

export function functionArn(scope: Scope, name: string): string {
  return `arn:aws:lambda:${scope.region}:${scope.account}:function:${name}`;
}

/** The ARN of a Distributed Map's child machine is its machine's, with the Map's label. */
export function labelledMachineArn(scope: Scope, machine: string, label: string): string {
  return stateMachineArn(scope, `${machine}/${label}`);
}

/** An execution of a Map Run, or (with its `run`) the Map Run itself. */
interface Labelled {
  readonly machine: string;
  readonly label: string;
}

export function childExecutionArn(scope: Scope, child: Labelled & { readonly name: string }): string {
  return executionArn(scope, `${child.machine}/${child.label}`, child.name);
}

export function childExpressArn(
  scope: Scope,
  child: Labelled & { readonly name: string; readonly run: string },
): string {
  return expressArn(scope, `${child.machine}/${child.label}`, child.name, child.run);
}

export function mapRunArn(
  scope: Scope,
  { machine, label, run }: Labelled & { readonly run: string },
): string {
  return `${prefix(scope)}:mapRun:${machine}/${label}:${run}`;
}
