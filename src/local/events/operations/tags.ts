import type { Scope } from '../../../base/arn.ts';
import type { JsonObject } from '../../../base/json.ts';
import { ServiceRefusal } from '../../service/refusal.ts';
import type { EventBridge } from '../event-bridge.ts';
import { requiredText, tagsIn, textsIn } from '../input.ts';
import type { EventOperation } from '../operation.ts';
import { resourceOf } from '../place.ts';
import { changed } from './rules.ts';

type Tags = Readonly<Record<string, string>>;

export const tagResource: EventOperation = async (input, { scope }, events) => {
  const added = tagsIn(input);
  await retag(input, scope, events, (tags) => ({ ...tags, ...added }));
  return {};
};

export const untagResource: EventOperation = async (input, { scope }, events) => {
  const keys = textsIn(input, 'TagKeys');
  await retag(input, scope, events, (tags) =>
    Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key))),
  );
  return {};
};

export const listTagsForResource: EventOperation = async (input, { scope }, events) => {
  const tags = await tagsOf(input, scope, events);
  return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
};

async function tagsOf(input: JsonObject, scope: Scope, { rules, buses }: EventBridge): Promise<Tags> {
  const place = placeOf(input, scope);
  if (place.rule === undefined) return (await buses.existing(place)).bus.tags;
  const known = rules.find(place, place.rule);
  if (known === undefined) throw notThere(place.rule);
  return known.rule.tags;
}

async function retag(input: JsonObject, scope: Scope, events: EventBridge, change: (tags: Tags) => Tags) {
  const { rule: name, ...place } = placeOf(input, scope);
  if (name !== undefined) {
    return await changed(events, place, name, async (known) => {
      if (known === undefined) throw notThere(name);
      return { ...known.rule, tags: change(known.rule.tags) };
    });
  }
  for (;;) {
    const { bus, version } = await events.buses.existing(place);
    if (await events.buses.write(place, version, { ...bus, tags: change(bus.tags) })) return;
  }
}

function placeOf(input: JsonObject, scope: Scope) {
  const arn = requiredText(input, 'ResourceARN');
  const place = resourceOf(arn, scope);
  if (place === undefined) throw notThere(arn);
  return place;
}

function notThere(name: string): ServiceRefusal {
  return new ServiceRefusal('ResourceNotFoundException', `Resource ${name} does not exist.`);
}
