import { busEventText } from '../../../base/bus-event.ts';
import { isNumber, isObject, type JsonObject, member, parseJson, toNumber } from '../../../base/json.ts';
import { ServiceRefusal } from '../../service/refusal.ts';
import type { EventBridge } from '../event-bridge.ts';
import { objectsIn, textIn, textsIn } from '../input.ts';
import type { EventOperation } from '../operation.ts';
import { type BusPlace, busOf } from '../place.ts';

const ENTRIES_MAX = 10;
/** Of all entries together. */
const BYTES_MAX = 1_048_576;

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const putEvents: EventOperation = async (input, { scope }, events) => {
  const entries = objectsIn(input, 'Entries');
  if (entries.length === 0 || entries.length > ENTRIES_MAX) {
    throw new ServiceRefusal(
      'ValidationException',
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ${entries.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${ENTRIES_MAX}`}`,
    );
  }
  if (Buffer.byteLength(JSON.stringify(entries)) > BYTES_MAX)
    throw new ServiceRefusal(
      'ValidationException',
      'Total size of the entries in the request is over the limit.',
    );
  const read = await Promise.all(entries.map((entry) => readEntry(entry, scope, events)));
  await events.accept(read.flatMap((one) => ('failure' in one ? [] : [one])));
  return {
    FailedEntryCount: read.filter((one) => 'failure' in one).length,
    Entries: read.map((one) => ('failure' in one ? one.failure : { EventId: one.id })),
  };
};

type Read =
  | { readonly place: BusPlace; readonly id: string; readonly text: string }
  | { readonly failure: JsonObject };

async function readEntry(
  entry: JsonObject,
  scope: Parameters<typeof busOf>[1],
  events: EventBridge,
): Promise<Read> {
  for (const name of ['Source', 'DetailType', 'Detail']) {
    if (textIn(entry, name)) continue;
    return failed(
      'InvalidArgument',
      `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
    );
  }
  const [source = '', detailType = '', detail = ''] = ['Source', 'DetailType', 'Detail'].map((name) =>
    textIn(entry, name),
  );
  if (source.startsWith('aws.'))
    return failed('NotAuthorizedForSourceException', 'Not authorized for the source.');
  if (!isJsonObject(detail)) return failed('MalformedDetail', 'Detail is malformed.');
  const place = busOf(textIn(entry, 'EventBusName'), scope);
  if ((await events.buses.find(place)) === undefined)
    return failed('ResourceNotFoundException', `Event bus ${place.bus} does not exist.`);
  const id = events.entropy.uuid();
  const time = member(entry, 'Time');
  const text = busEventText({
    ...{ id, source, detailType, scope, detail, resources: textsIn(entry, 'Resources') },
    at: isNumber(time) ? toNumber(time) * 1_000 : events.clock.now(),
  });
  return { place, id, text };
}

function failed(ErrorCode: string, ErrorMessage: string): Read {
  return { failure: { ErrorCode, ErrorMessage } };
}

function isJsonObject(text: string): boolean {
  try {
    return isObject(parseJson(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return false;
  }
}
