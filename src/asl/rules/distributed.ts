import { isArray, type Json, type JsonObject, member } from '../../base/json.ts';
import { fail, inside, type Place } from '../place.ts';
import { isExpression } from './expression.ts';
import { checkSinglePath } from './path.ts';
import { checked, type Field, inJsonata, inJsonPath, object, oneOf, text, whole } from './shape.ts';
import { checkTemplate } from './template.ts';

/** Most bytes that a batch's input may have: a payload (Developer Guide, "ItemBatcher"). */
const BATCH_BYTES_MAX = 262_144;

const singlePath = inJsonPath(checked(checkSinglePath));

const resourceOf = (...actions: string[]): Field =>
  checked((value, place) => {
    const isKnown = typeof value === 'string' && actions.some((action) => isS3Call(value, action));
    if (!isKnown) fail(place, "The field 'Resource' does not match any of the allowed values");
  });

function isS3Call(arn: string, action: string): boolean {
  return arn.startsWith('arn:') && arn.endsWith(`:states:::s3:${action}`);
}

const readerConfig = object({
  fields: {
    InputType: oneOf('CSV', 'JSON', 'JSONL', 'PARQUET', 'MANIFEST'),
    Transformation: oneOf('NONE', 'LOAD_AND_FLATTEN'),
    ManifestType: oneOf('ATHENA_DATA', 'S3_INVENTORY'),
    CSVDelimiter: oneOf('COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB'),
    CSVHeaderLocation: oneOf('FIRST_ROW', 'GIVEN'),
    CSVHeaders: checked(checkHeaders),
    ItemsPointer: text,
    MaxItems: whole(0),
    MaxItemsPath: singlePath,
  },
  exclusive: [['MaxItems', 'MaxItemsPath']],
  also: checkReaderConfig,
});

/** ItemReader: where a Distributed Map takes its items from. */
export const itemReader = object({
  fields: {
    Resource: resourceOf('getObject', 'listObjectsV2'),
    Parameters: inJsonPath(checked(checkTemplate)),
    Arguments: inJsonata(checked(checkTemplate)),
    ReaderConfig: readerConfig,
  },
  required: ['Resource'],
  also: checkReader,
});

/** ItemBatcher: how many items a child execution takes. */
export const itemBatcher = object({
  fields: {
    MaxItemsPerBatch: whole(1),
    MaxItemsPerBatchPath: singlePath,
    MaxInputBytesPerBatch: whole(1, BATCH_BYTES_MAX),
    MaxInputBytesPerBatchPath: singlePath,
    BatchInput: checked(checkTemplate),
  },
  exclusive: [
    ['MaxItemsPerBatch', 'MaxItemsPerBatchPath'],
    ['MaxInputBytesPerBatch', 'MaxInputBytesPerBatchPath'],
  ],
  also: checkBatcher,
});

/** ResultWriter: where a Distributed Map puts its results. */
export const resultWriter = object({
  fields: {
    Resource: resourceOf('putObject'),
    Parameters: inJsonPath(checked(checkTemplate)),
    Arguments: inJsonata(checked(checkTemplate)),
    WriterConfig: object({
      fields: { OutputType: oneOf('JSON', 'JSONL'), Transformation: oneOf('NONE', 'COMPACT', 'FLATTEN') },
    }),
  },
  also: checkWriter,
});

function checkHeaders(value: Json, place: Place): void {
  if (place.language === 'JSONata' && isExpression(value, place)) return;
  if (typeof value === 'string') return;
  if (!isArray(value)) {
    fail(place, 'Expected value of type [ARRAY]');
    return;
  }
  value.forEach((header, index) => {
    if (typeof header !== 'string') fail(inside(place, index), 'Expected value of type [STRING]');
  });
}

function checkReaderConfig(config: JsonObject, place: Place): void {
  const type = member(config, 'InputType');
  const location = member(config, 'CSVHeaderLocation');
  if (type === 'CSV' && location === undefined) fail(place, "The field 'CSVHeaderLocation' is required");
  if (type === 'JSON' || type === 'JSONL' || type === 'PARQUET') {
    for (const name of ['CSVHeaderLocation', 'CSVHeaders', 'CSVDelimiter']) {
      if (Object.hasOwn(config, name)) fail(place, `Field '${name}' is not supported`, name);
    }
  }
  if (location === 'GIVEN' && !Object.hasOwn(config, 'CSVHeaders')) {
    fail(place, 'These fields are required: [CSVHeaders]');
  }
  if (Object.hasOwn(config, 'ItemsPointer') && type !== 'JSON') {
    fail(place, "Field 'ItemsPointer' is not supported", 'ItemsPointer');
  }
}

function checkReader(reader: JsonObject, place: Place): void {
  const given = place.language === 'JSONata' ? 'Arguments' : 'Parameters';
  if (!Object.hasOwn(reader, given)) fail(place, `These fields are required: [${given}]`);
}

function checkBatcher(batcher: JsonObject, place: Place): void {
  const limits = Object.keys(batcher).filter((name) => name.startsWith('Max'));
  if (limits.length > 0) return;
  fail(
    place,
    'This object should have at least one of the following fields: [MaxItemsPerBatch, MaxInputBytesPerBatch]',
  );
}

/** Either a configuration alone, or a place to write to with its arguments. */
function checkWriter(writer: JsonObject, place: Place): void {
  const given = place.language === 'JSONata' ? 'Arguments' : 'Parameters';
  const hasResource = Object.hasOwn(writer, 'Resource');
  const hasArguments = Object.hasOwn(writer, given);
  if (hasResource && !hasArguments) fail(place, `These fields are required: [${given}]`);
  else if (hasArguments && !hasResource) fail(place, 'These fields are required: [Resource]');
  else if (!hasResource && !Object.hasOwn(writer, 'WriterConfig')) {
    fail(place, `These fields are required: [${given}, Resource]`);
  }
}
