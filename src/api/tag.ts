import { ServiceError } from '../base/service-error.ts';
import type { Tag } from '../catalog/catalog.ts';

/** Tags as given, checked beyond what the service model says. @throws ServiceError ValidationException. */
export function tagsOf(
  given:
    | readonly { readonly key?: string | undefined; readonly value?: string | undefined }[]
    | undefined = [],
): Tag[] {
  return given.map(({ key, value = '' }) => {
    if (key === undefined) throw new ServiceError('ValidationException', 'A tag must have a key.');
    if (key.toLowerCase().startsWith('aws:')) {
      throw new ServiceError('ValidationException', `Tag keys must not begin with aws: '${key}'.`);
    }
    if (isText(key) && isText(value)) return { key, value };
    throw new ServiceError(
      'ValidationException',
      `Tags may have letters, digits, spaces and _ . : / = + - @ only: '${key}'.`,
    );
  });
}

/** Developer Guide, "Tagging": letters, digits, white space and these, in any script. */
function isText(text: string): boolean {
  return /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(text);
}
