import { isArray, isObject, type JsonObject, member } from '../../../base/json.ts';
import { ServiceRefusal } from '../../service/refusal.ts';
import type { EventBridge } from '../event-bridge.ts';
import { invalid, objectsIn, pageOf, requiredText, textIn, textsIn } from '../input.ts';
import type { EventOperation } from '../operation.ts';
import { busOf } from '../place.ts';
import type { Rule, Target } from '../rule.ts';
import { TARGET_SERVICES, targetOf } from '../target-call.ts';
import { checkTargetInput } from '../target-input.ts';
import { changed, existing } from './rules.ts';

const ID = /^[.\-_A-Za-z0-9]{1,64}$/;
/** Of one rule, as on AWS. */
const TARGETS_MAX = 5;
/** What a target may say here; the rest is refused by name rather than passed over. */
const MEMBERS = [
  ...['Id', 'Arn', 'RoleArn', 'Input', 'InputPath', 'InputTransformer'],
  ...['RetryPolicy', 'DeadLetterConfig', 'SqsParameters'],
];

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html */
export const putTargets: EventOperation = async (input, { scope }, events) => {
  const { place, rule } = existing(input, scope, events, 'Rule');
  const given = objectsIn(input, 'Targets').map((target) => readTarget(target, scope, events));
  if (given.length === 0) throw invalid('Parameter Targets is not valid. Reason: it must not be empty.');
  await changed(events, place, rule.name, async (known) => {
    const current = known?.rule ?? rule;
    const kept = current.targets.filter(({ Id }) => !given.some((one) => one.Id === Id));
    if (kept.length + given.length > TARGETS_MAX)
      throw new ServiceRefusal(
        'LimitExceededException',
        'The requested resource exceeds the maximum number allowed.',
      );
    return { ...current, targets: [...kept, ...given] };
  });
  return { FailedEntryCount: 0, FailedEntries: [] };
};

function readTarget(target: JsonObject, scope: Parameters<typeof busOf>[1], events: EventBridge): Target {
  const Id = requiredText(target, 'Id', ID);
  const Arn = requiredText(target, 'Arn');
  const place = targetOf(Arn);
  if (place === undefined) throw notValid(Arn, 'Provided Arn is not in correct format.');
  const isKnown = TARGET_SERVICES.some((service) => service === place.service);
  if (!isKnown || !events.hasService(place.service))
    throw new ServiceRefusal(
      'NotImplemented',
      `The local EventBridge has no targets of ${place.service}.`,
      501,
    );
  // A rule acts with its own account's rights, and only there.
  if (place.account !== scope.account || place.region !== scope.region)
    throw notValid(Arn, 'A target must be in the account and the region of its rule.');
  if (place.service === 'states' && textIn(target, 'RoleArn') === undefined)
    throw invalid(`RoleArn is required for target ${Arn}.`);
  const foreign = Object.keys(target).find((name) => !MEMBERS.includes(name));
  if (foreign !== undefined)
    throw new ServiceRefusal('NotImplemented', `The local EventBridge has no ${foreign} of targets.`, 501);
  checkTargetInput(target);
  checkDeadLetters(target, scope);
  return { ...target, Id, Arn };
}

function checkDeadLetters(target: JsonObject, scope: Parameters<typeof busOf>[1]): void {
  const config = member(target, 'DeadLetterConfig');
  const arn = isObject(config) ? textIn(config, 'Arn') : undefined;
  if (arn === undefined) return;
  const place = targetOf(arn);
  if (place?.service !== 'sqs' || place.account !== scope.account || place.region !== scope.region)
    throw notValid(arn, 'A dead-letter queue must be a queue in the account and the region of its rule.');
}

function notValid(arn: string, reason: string): ServiceRefusal {
  return invalid(`Parameter ${arn} is not valid. Reason: ${reason}`);
}

export const listTargetsByRule: EventOperation = async (input, { scope }, events) => {
  const { rule } = existing(input, scope, events, 'Rule');
  const { page, next } = pageOf(input, rule.targets);
  return { Targets: page, ...next };
};

export const removeTargets: EventOperation = async (input, { scope }, events) => {
  const { place, rule } = existing(input, scope, events, 'Rule');
  const ids = textsIn(input, 'Ids');
  await changed(events, place, rule.name, async (known) => without(known?.rule ?? rule, ids));
  return { FailedEntryCount: 0, FailedEntries: [] };
};

function without(rule: Rule, ids: readonly string[]): Rule {
  return { ...rule, targets: rule.targets.filter(({ Id }) => !ids.includes(Id)) };
}

export const listRuleNamesByTarget: EventOperation = async (input, { scope }, { rules }) => {
  const arn = requiredText(input, 'TargetArn');
  const found = rules
    .list(busOf(textIn(input, 'EventBusName'), scope))
    .filter(({ rule }) => isArray(rule.targets) && rule.targets.some(({ Arn }) => Arn === arn));
  const { page, next } = pageOf(input, found);
  return { RuleNames: page.map(({ rule }) => rule.name), ...next };
};
