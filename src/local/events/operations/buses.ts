import type { Scope } from '../../../base/arn.ts';
import type { JsonObject } from '../../../base/json.ts';
import { ServiceRefusal } from '../../service/refusal.ts';
import type { Bus } from '../buses.ts';
import { invalid, pageOf, requiredText, tagsIn, textIn } from '../input.ts';
import type { EventOperation } from '../operation.ts';
import { busArn, busOf, DEFAULT_BUS } from '../place.ts';

const NAME = /^[.\-_A-Za-z0-9]{1,256}$/;

export const createEventBus: EventOperation = async (input, { scope }, { buses, clock }) => {
  const name = requiredText(input, 'Name', NAME);
  const description = textIn(input, 'Description');
  await buses.create(
    { ...scope, bus: name },
    {
      name,
      tags: tagsIn(input),
      createdAt: clock.now(),
      ...(description === undefined ? {} : { description }),
    },
  );
  return {
    EventBusArn: busArn(scope, name),
    ...(description === undefined ? {} : { Description: description }),
  };
};

export const describeEventBus: EventOperation = async (input, { scope }, { buses }) => {
  const { bus } = await buses.existing(busOf(textIn(input, 'Name'), scope));
  return shown(bus, scope);
};

export const listEventBuses: EventOperation = async (input, { scope }, { buses }) => {
  const prefix = textIn(input, 'NamePrefix') ?? '';
  const all = await buses.list({ ...scope, bus: DEFAULT_BUS });
  const { page, next } = pageOf(
    input,
    all.filter(({ name }) => name.startsWith(prefix)),
  );
  return { EventBuses: page.map((bus) => shown(bus, scope)), ...next };
};

export const deleteEventBus: EventOperation = async (input, { scope }, { buses, rules }) => {
  const place = busOf(requiredText(input, 'Name'), scope);
  if (place.bus === DEFAULT_BUS) throw invalid('Cannot delete event bus default.');
  if (rules.list(place).length > 0) throw invalid('Cannot delete event bus with rules.');
  const found = await buses.find(place);
  // What is gone already is deleted; AWS says the same.
  if (found !== undefined && !(await buses.write(place, found.version, undefined)))
    throw new ServiceRefusal('ConcurrentModificationException', `Event bus ${place.bus} was modified.`);
  return {};
};

function shown({ name, description, createdAt }: Bus, scope: Scope): JsonObject {
  return {
    ...{ Name: name, Arn: busArn(scope, name) },
    ...(description === undefined ? {} : { Description: description }),
    ...(createdAt === 0 ? {} : { CreationTime: createdAt / 1_000, LastModifiedTime: createdAt / 1_000 }),
  };
}
