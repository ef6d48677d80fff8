import type { JsonObject } from '../../../base/json.ts';
import { ServiceRefusal } from '../../service/refusal.ts';
import { type EventBridge, nextMoment } from '../event-bridge.ts';
import { invalid, pageOf, requiredText, tagsIn, textIn } from '../input.ts';
import type { EventOperation } from '../operation.ts';
import { parseEventPattern } from '../pattern/event-pattern.ts';
import { type BusPlace, busOf, DEFAULT_BUS, ruleArn } from '../place.ts';
import type { Rule } from '../rule.ts';
import type { KnownRule } from '../rules.ts';

const RULE_NAME = /^[.\-_A-Za-z0-9]{1,64}$/;
/** On one bus, as on AWS. */
const RULES_MAX = 300;
const STATES = ['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'];

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
export const putRule: EventOperation = async (input, { scope }, events) => {
  const name = requiredText(input, 'Name', RULE_NAME);
  const place = busOf(textIn(input, 'EventBusName'), scope);
  await events.buses.existing(place);
  const settings = settingsOf(input, place);
  await changed(events, place, name, async (known) => {
    if (known === undefined && events.rules.list(place).length >= RULES_MAX)
      throw new ServiceRefusal(
        'LimitExceededException',
        'The requested resource exceeds the maximum number allowed.',
      );
    const { targets = [], tags = tagsIn(input), createdAt = events.clock.now() } = known?.rule ?? {};
    // A schedule that is not changed goes on counting from where it began.
    const since = known?.rule.schedule === settings.schedule ? createdAt : events.clock.now();
    return { name, ...settings, targets, tags, createdAt: since };
  });
  return { RuleArn: ruleArn(place, name) };
};

function settingsOf(input: JsonObject, place: BusPlace): Pick<Rule, 'isEnabled' | 'pattern' | 'schedule'> {
  // The console and some SDKs send an empty text for none.
  const pattern = textIn(input, 'EventPattern') || undefined;
  const schedule = textIn(input, 'ScheduleExpression') || undefined;
  const state = textIn(input, 'State') ?? 'ENABLED';
  const [description, roleArn] = [textIn(input, 'Description'), textIn(input, 'RoleArn')];
  if (pattern === undefined && schedule === undefined)
    throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  if (schedule !== undefined && place.bus !== DEFAULT_BUS)
    throw invalid('ScheduleExpression is supported only on the default event bus.');
  if (!STATES.includes(state)) {
    throw invalid(
      `1 validation error detected: Value '${state}' at 'state' failed to satisfy constraint: Member must satisfy enum value set: [${STATES.join(', ')}]`,
    );
  }
  if (pattern !== undefined) parseEventPattern(pattern);
  return {
    isEnabled: state !== 'DISABLED',
    ...(pattern === undefined ? {} : { pattern }),
    ...(schedule === undefined ? {} : { schedule }),
    ...(description === undefined ? {} : { description }),
    ...(roleArn === undefined ? {} : { roleArn }),
  };
}

export const describeRule: EventOperation = async (input, { scope }, events) => {
  return { ...shown(existing(input, scope, events)), CreatedBy: scope.account };
};

export const listRules: EventOperation = async (input, { scope }, { rules, buses }) => {
  const place = busOf(textIn(input, 'EventBusName'), scope);
  await buses.existing(place);
  const prefix = textIn(input, 'NamePrefix') ?? '';
  const { page, next } = pageOf(
    input,
    rules.list(place).filter(({ rule }) => rule.name.startsWith(prefix)),
  );
  return { Rules: page.map(shown), ...next };
};

export const enableRule: EventOperation = async (input, { scope }, events) => {
  return await switched(input, scope, events, true);
};

export const disableRule: EventOperation = async (input, { scope }, events) => {
  return await switched(input, scope, events, false);
};

async function switched(input: JsonObject, scope: Scope, events: EventBridge, isEnabled: boolean) {
  const { place, rule } = existing(input, scope, events);
  await changed(events, place, rule.name, async (known) => ({ ...present(known, rule.name), isEnabled }));
  return {};
}

type Scope = Parameters<typeof busOf>[1];

export const deleteRule: EventOperation = async (input, { scope }, events) => {
  const name = requiredText(input, 'Name');
  const place = busOf(textIn(input, 'EventBusName'), scope);
  await changed(events, place, name, async (known) => {
    if (known !== undefined && known.rule.targets.length > 0)
      throw invalid("Rule can't be deleted since it has targets.");
    return undefined;
  });
  return {};
};

/** @throws ServiceRefusal ResourceNotFoundException. @param member Where the input names the rule. */
export function existing(
  input: JsonObject,
  scope: Scope,
  { rules }: EventBridge,
  member = 'Name',
): KnownRule {
  const name = requiredText(input, member);
  const place = busOf(textIn(input, 'EventBusName'), scope);
  const known = rules.find(place, name);
  if (known === undefined) throw notThere(name, place.bus);
  return known;
}

function present(known: KnownRule | undefined, name: string): Rule {
  if (known === undefined) throw notThere(name, DEFAULT_BUS);
  return known.rule;
}

function notThere(name: string, bus: string): ServiceRefusal {
  return new ServiceRefusal('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus}.`);
}

/**
 * Applies a change to the newest state of a rule, again when somebody else was faster, and sets when its schedule is
 * next to be met.
 */
export async function changed(
  events: EventBridge,
  place: BusPlace,
  name: string,
  change: (known: KnownRule | undefined) => Promise<Rule | undefined>,
): Promise<void> {
  for (;;) {
    const known = events.rules.find(place, name);
    const wanted = await change(known);
    const rule = wanted === undefined ? undefined : await scheduled(wanted, known, events);
    if (await events.rules.write({ place, known, rule })) break;
  }
  events.rescheduled();
}

async function scheduled(wanted: Rule, known: KnownRule | undefined, { clock }: EventBridge): Promise<Rule> {
  const { nextAt: _before, ...rule } = wanted;
  const isSame = known?.rule.schedule === rule.schedule && known?.rule.isEnabled === rule.isEnabled;
  const found = await nextMoment(rule.schedule, rule.createdAt, clock.now());
  const nextAt = isSame ? known?.rule.nextAt : found;
  return rule.isEnabled && nextAt !== undefined ? { ...rule, nextAt } : rule;
}

function shown({ place, rule }: KnownRule): JsonObject {
  const { name, pattern, schedule, description, roleArn, isEnabled } = rule;
  return {
    ...{ Name: name, Arn: ruleArn(place, name), State: isEnabled ? 'ENABLED' : 'DISABLED' },
    EventBusName: place.bus,
    ...(pattern === undefined ? {} : { EventPattern: pattern }),
    ...(schedule === undefined ? {} : { ScheduleExpression: schedule }),
    ...(description === undefined ? {} : { Description: description }),
    ...(roleArn === undefined ? {} : { RoleArn: roleArn }),
  };
}
