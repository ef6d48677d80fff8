import { type JsonObject, member } from '../../base/json.ts';
import { Refusal } from './refusal.ts';

/** Lambda's limit for an archive in the request itself. */
const ARCHIVE_BYTES_MAX = 52_428_800;

/** The archive in a request. @throws Refusal for code from anywhere else: there is no other place here. */
export function readArchive(code: JsonObject): Buffer {
  for (const key of ['S3Bucket', 'S3Key', 'S3ObjectVersion', 'ImageUri', 'SourceKMSKeyArn']) {
    if (member(code, key) !== undefined && member(code, key) !== null) {
      throw new Refusal(
        'InvalidParameterValueException',
        `The local function host does not support ${key}; give the code as ZipFile.`,
      );
    }
  }
  const text = member(code, 'ZipFile');
  if (typeof text !== 'string') {
    throw new Refusal('InvalidParameterValueException', 'Please provide a source for function code.');
  }
  const archive = Buffer.from(text, 'base64');
  if (archive.length > ARCHIVE_BYTES_MAX) {
    throw new Refusal(
      'RequestTooLargeException',
      `Zipped size must be smaller than ${ARCHIVE_BYTES_MAX} bytes`,
    );
  }
  return archive;
}
