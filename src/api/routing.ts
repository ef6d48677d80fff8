import { parseStatesArn } from '../base/arn.ts';
import { ServiceError } from '../base/service-error.ts';
import type { Alias, Machine, Route } from '../catalog/catalog.ts';
import type { RoutingConfigurationListItem } from './model/structures.ts';
import { qualifiedArn } from './qualified.ts';

/** An alias's routes, and the machine whose versions they are. */
export interface Routing {
  readonly region: string;
  readonly account: string;
  readonly machine: string;
  readonly routes: readonly Route[];
}

/** @throws ServiceError ValidationException, as AWS words it. */
export function routingOf(items: readonly RoutingConfigurationListItem[]): Routing {
  const arns = items.map(({ stateMachineVersionArn }) => stateMachineVersionArn);
  const found = items.flatMap(versionOf);
  const [first] = found;
  if (first === undefined || found.length < items.length)
    throw invalid(`must contain state machine version ARNs. Received: [${arns.join(', ')}]`);
  if (new Set(arns).size < arns.length)
    throw invalid(`must contain distinct state machine version ARNs. Received: [${arns.join(', ')}]`);
  const { region, account, machine } = first;
  const isOfFirst = (other: typeof first) =>
    other.machine === machine && other.account === account && other.region === region;
  if (!found.every(isOfFirst))
    throw invalid(`must contain versions of one state machine. Received: [${arns.join(', ')}]`);
  const weights = items.map(({ weight }) => weight);
  if (weights.reduce((sum, weight) => sum + weight, 0) !== 100) {
    throw new ServiceError(
      'ValidationException',
      `Sum of routing configuration weights must equal 100. Received: [${weights.join(', ')}]`,
      'INVALID_ROUTING_CONFIGURATION',
    );
  }
  return { region, account, machine, routes: found.map(({ route }) => route) };
}

function versionOf({ stateMachineVersionArn, weight }: RoutingConfigurationListItem) {
  const parts = parseStatesArn(stateMachineVersionArn);
  if (parts?.kind !== 'stateMachine' || parts.label !== undefined || !/^\d+$/.test(parts.qualifier ?? ''))
    return [];
  const { region, account, name } = parts;
  return [{ region, account, machine: name, route: { version: Number(parts.qualifier), weight } }];
}

function invalid(problem: string): ServiceError {
  return new ServiceError(
    'ValidationException',
    `Routing configuration ${problem}`,
    'INVALID_ROUTING_CONFIGURATION',
  );
}

/** The routes as the API shows them. */
export function routingConfigurationOf(machine: Machine, { routes }: Alias): RoutingConfigurationListItem[] {
  return routes.map(({ version, weight }) => ({
    stateMachineVersionArn: qualifiedArn(machine, version),
    weight,
  }));
}
