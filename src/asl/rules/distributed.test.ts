import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { problemsOf } from '../../../test/asl/state-under-test.ts';
import type { JsonObject } from '../../base/json.ts';

describe('ItemReader', () => {
  test('reads an object or a listing', () => {
    reader({}, []);
    reader({ Resource: 'arn:aws:states:::s3:listObjectsV2', ReaderConfig: {} }, []);
    const resource =
      "The field 'Resource' does not match any of the allowed values at /States/S/ItemReader/Resource";
    reader({ Resource: 'arn:aws:states:::s3:putObject' }, [resource]);
  });

  test('of CSV says where the headers are, and gives the given ones', () => {
    config({ InputType: 'CSV' }, ["The field 'CSVHeaderLocation' is required"]);
    config({ InputType: 'CSV', CSVHeaderLocation: 'GIVEN' }, ['These fields are required: [CSVHeaders]']);
    config({ InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['a'] }, []);
  });

  test('of other formats has no headers', () => {
    config({ InputType: 'JSON', CSVHeaderLocation: 'FIRST_ROW' }, [
      "Field 'CSVHeaderLocation' is not supported",
    ]);
    config({ InputType: 'JSONL', ItemsPointer: '/a' }, ["Field 'ItemsPointer' is not supported"]);
  });

  test('has one limit, literal or by path', () => {
    const both = 'There should only be one of the following fields: [MaxItems, MaxItemsPath]';
    config({ InputType: 'JSON', MaxItems: 1, MaxItemsPath: '$.n' }, [both]);
    config({ InputType: 'MANIFEST', MaxItems: 0 }, []);
  });

  test('needs its arguments in the words of its language', () => {
    const ItemReader = { Resource: 'arn:aws:states:::s3:getObject', ReaderConfig: { InputType: 'JSON' } };
    map({ ItemReader }, ['These fields are required: [Parameters] at /States/S/ItemReader']);
    map({ ItemReader, QueryLanguage: 'JSONata' }, [
      'These fields are required: [Arguments] at /States/S/ItemReader',
    ]);
  });
});

describe('ItemBatcher', () => {
  test('has a limit', () => {
    const none =
      'This object should have at least one of the following fields: [MaxItemsPerBatch, MaxInputBytesPerBatch]';
    map({ ItemBatcher: { BatchInput: {} } }, [`${none} at /States/S/ItemBatcher`]);
    map(
      {
        ItemBatcher: { MaxItemsPerBatch: 2, MaxInputBytesPerBatchPath: '$.n', BatchInput: { 'a.$': '$.a' } },
      },
      [],
    );
  });

  test('has no limit twice, nor one beyond a payload', () => {
    const both = 'There should only be one of the following fields: [MaxItemsPerBatch, MaxItemsPerBatchPath]';
    map({ ItemBatcher: { MaxItemsPerBatch: 2, MaxItemsPerBatchPath: '$.n' } }, [
      `${both} at /States/S/ItemBatcher`,
    ]);
    const tooMany = 'Maximum value is 262144 at /States/S/ItemBatcher/MaxInputBytesPerBatch';
    map({ ItemBatcher: { MaxInputBytesPerBatch: 262_145 } }, [tooMany]);
  });
});

describe('ResultWriter', () => {
  test('writes somewhere, in some form, or both', () => {
    const place = { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'b' } };
    const form = { WriterConfig: { OutputType: 'JSONL', Transformation: 'FLATTEN' } };
    for (const ResultWriter of [place, form, { ...place, ...form }]) map({ ResultWriter }, []);
  });

  test('does nothing by halves', () => {
    writer({}, 'These fields are required: [Parameters, Resource]');
    writer({ Resource: 'arn:aws:states:::s3:putObject' }, 'These fields are required: [Parameters]');
    writer({ Parameters: { Bucket: 'b' } }, 'These fields are required: [Resource]');
  });

  test('of JSONata needs Arguments', () => {
    const ResultWriter = { Resource: 'arn:aws:states:::s3:putObject' };
    map({ ResultWriter, QueryLanguage: 'JSONata' }, [
      'These fields are required: [Arguments] at /States/S/ResultWriter',
    ]);
  });
});

function map(fields: JsonObject, problems: readonly string[]): void {
  const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
  const ItemProcessor = { ProcessorConfig, StartAt: 'I', States: { I: { Type: 'Pass', End: true } } };
  const state = { Type: 'Map', ItemProcessor, End: true, ...fields };
  // In a JSONata state the processor's own state is JSONPath still, as the machine is.
  assert.deepEqual(problemsOf(state), problems);
}

function reader(fields: JsonObject, problems: readonly string[]): void {
  const given = {
    Resource: 'arn:aws:states:::s3:getObject',
    Parameters: { Bucket: 'b' },
    ReaderConfig: { InputType: 'JSON' },
  };
  map({ ItemReader: { ...given, ...fields } }, problems);
}

function config(ReaderConfig: JsonObject, messages: readonly string[]): void {
  reader(
    { ReaderConfig },
    messages.map((message) => `${message} at /States/S/ItemReader/ReaderConfig`),
  );
}

function writer(ResultWriter: JsonObject, message: string): void {
  map({ ResultWriter }, [`${message} at /States/S/ResultWriter`]);
}
