import type { Scope } from '../../base/arn.ts';
import { ServiceRefusal } from '../service/refusal.ts';

/** The bus that every account has in every region, and that AWS's own events are on. */
export const DEFAULT_BUS = 'default';

/** A bus of one account and region. */
export interface BusPlace extends Scope {
  readonly bus: string;
}

const prefix = ({ region, account }: Scope) => `arn:aws:events:${region}:${account}`;

export function busArn(scope: Scope, bus: string): string {
  return `${prefix(scope)}:event-bus/${bus}`;
}

/** On the default bus a rule's ARN does not name it. */
export function ruleArn(place: BusPlace, name: string): string {
  return `${prefix(place)}:rule/${place.bus === DEFAULT_BUS ? '' : `${place.bus}/`}${name}`;
}

/** Keys of documents sort by region, account and bus; none of these can hold a slash. */
export function placeKey({ region, account, bus }: BusPlace): string {
  return `${region}/${account}/${bus}/`;
}

/**
 * The bus that a caller names, by its name or its ARN.
 *
 * @throws ServiceRefusal for another account's or region's: nothing is ever done there.
 */
export function busOf(given: string | undefined, scope: Scope): BusPlace {
  if (given === undefined) return { ...scope, bus: DEFAULT_BUS };
  if (!given.startsWith('arn:')) return { ...scope, bus: given };
  const bus = given.startsWith(busArn(scope, '')) ? given.slice(busArn(scope, '').length) : '';
  if (bus !== '' && !bus.includes('/')) return { ...scope, bus };
  throw new ServiceRefusal('ResourceNotFoundException', `Event bus ${given} does not exist.`);
}

/** The bus and the rule (undefined: the bus itself) that an ARN of this account and region names. */
export function resourceOf(arn: string, scope: Scope): (BusPlace & { readonly rule?: string }) | undefined {
  const bus = busArn(scope, '');
  if (arn.startsWith(bus)) return { ...scope, bus: arn.slice(bus.length) };
  const start = `${prefix(scope)}:rule/`;
  if (!arn.startsWith(start)) return undefined;
  const [first = '', second, ...more] = arn.slice(start.length).split('/');
  if (more.length > 0) return undefined;
  return second === undefined
    ? { ...scope, bus: DEFAULT_BUS, rule: first }
    : { ...scope, bus: first, rule: second };
}
