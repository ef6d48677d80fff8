import { isObject, type JsonObject } from '../../base/json.ts';
import { listIn, textIn } from '../service/fields.ts';
import { refusalOf, ServiceRefusal } from '../service/refusal.ts';
import { queryCodeOf } from './refusals.ts';

const ENTRIES_MAX = 10;

interface Entry {
  readonly id: string;
  readonly input: JsonObject;
}

/**
 * The entries of a batch.
 *
 * @param name How SQS calls them: `SendMessageBatchRequestEntry`.
 * @throws ServiceRefusal when the batch as a whole is not valid.
 */
export function entriesOf(input: JsonObject, name: string): readonly Entry[] {
  const entries = (listIn(input, 'Entries') ?? []).map((entry) => {
    if (!isObject(entry)) throw new ServiceRefusal('SerializationException', 'Entries must be objects.');
    return { id: textIn(entry, 'Id') ?? '', input: entry };
  });
  if (entries.length === 0) {
    throw new ServiceRefusal('EmptyBatchRequest', `There should be at least one ${name} in the request.`);
  }
  if (entries.length > ENTRIES_MAX) {
    throw new ServiceRefusal(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${ENTRIES_MAX}. You have sent ${entries.length}.`,
    );
  }
  const seen = new Set<string>();
  for (const { id } of entries) {
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(id)) {
      throw new ServiceRefusal(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      );
    }
    if (seen.has(id)) throw new ServiceRefusal('BatchEntryIdsNotDistinct', `Id ${id} repeated.`);
    seen.add(id);
  }
  return entries;
}

/** Does what each entry asks for, all at once; those that are refused fail alone. */
export async function eachOf(
  entries: readonly Entry[],
  act: (input: JsonObject) => Promise<JsonObject>,
): Promise<JsonObject> {
  const outcomes = await Promise.all(
    entries.map(async ({ id, input }) => {
      try {
        return { successful: [{ Id: id, ...(await act(input)) }], failed: [] };
      } catch (error) {
        return { successful: [], failed: [failureOf(id, error)] };
      }
    }),
  );
  return resultOf(
    outcomes.flatMap(({ successful }) => successful),
    outcomes.flatMap(({ failed }) => failed),
  );
}

export function resultOf(successful: readonly JsonObject[], failed: readonly JsonObject[]): JsonObject {
  return { Successful: successful, ...(failed.length === 0 ? {} : { Failed: failed }) };
}

/** @throws what is no refusal. */
export function failureOf(id: string, error: unknown): JsonObject {
  const { code, message, status } = refusalOf(error);
  return { Id: id, SenderFault: status < 500, Code: queryCodeOf(code), Message: message };
}
