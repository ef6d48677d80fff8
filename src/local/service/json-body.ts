import { isObject, type Json, type JsonObject, parseJson } from '../../base/json.ts';
import { ServiceRefusal } from './refusal.ts';

/** The input in a request's body; an empty body is an empty input. @throws ServiceRefusal SerializationException. */
export function inputOf(body: Buffer): JsonObject {
  let input: Json;
  try {
    input = body.length === 0 ? {} : parseJson(body.toString());
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ServiceRefusal('SerializationException', `The request is not JSON: ${error.message}`);
  }
  if (isObject(input)) return input;
  throw new ServiceRefusal('SerializationException', 'The request is not a JSON object.');
}
