import { explainJsonError } from '../asl/json-error.ts';
import { JSON_DEPTH_MAX, type Json, parseJson } from '../base/json.ts';

/** The value of JSON text from outside, or why it is none, in the words of the parser that AWS uses. */
export function readJsonText(text: string): { readonly value: Json } | { readonly problem: string } {
  if (text.trim() === '') return { problem: 'No content to map due to end-of-input' };
  try {
    return { value: parseJson(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return {
      problem: isJson(text) ? `nested deeper than ${JSON_DEPTH_MAX} levels` : explainJsonError(text).message,
    };
  }
}

/** The depth is ours to refuse; JSON itself has no bound, and the native parser takes far more. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return false;
  }
}
