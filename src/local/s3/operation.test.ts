import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isoTime, quoted, xmlAnswer } from './operation.ts';

test('Answers are XML in the namespace of S3, with what they quote escaped', () => {
  const { body } = xmlAnswer('A', '<b>');
  assert.match(String(body), /<A xmlns="http:\/\/s3.amazonaws.com\/doc\/2006-03-01\/">&lt;b&gt;<\/A>/);
});

test('Moments are whole seconds, and tags are quoted', () => {
  assert.equal(isoTime(1999), '1970-01-01T00:00:01.000Z');
  assert.equal(quoted('a'), '"a"');
});
