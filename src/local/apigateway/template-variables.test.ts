import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { jsonPath } from '../../../test/apigateway/gateway-under-test.ts';
import { escapeJavaScript, templateVariables } from './template-variables.ts';
import { runTemplate } from './vtl/evaluate.ts';

describe('What templates can name', () => {
  test('is the body, by paths', () => {
    assert.equal(run("$input.json('$.a') $input.path('$.a.b') $input.json('$.x')"), '{"b":"c"} c ""');
    assert.equal(run("$input.json('$')", ''), '{}');
    assert.equal(run("$input.json('$')", 'k=v'), '"k=v"');
  });

  test('are the parameters, the path first', () => {
    assert.equal(run("$input.params('both') $input.params('x-h') [$input.params('no')]"), 'path head []');
    assert.equal(run('$input.params().querystring'), '{both=query, param1=Hello}');
  });

  test('are functions on text', () => {
    assert.equal(
      run("$util.urlEncode('a b&c/ü') $util.urlDecode('a+b%26c&d%C3%BC')"),
      'a+b%26c%2F%C3%BC a b&c&dü',
    );
    assert.equal(run("$util.base64Encode('hé') $util.base64Decode('aMOp')"), 'aMOp hé');
    assert.equal(run(`$util.parseJson('{"a":[1]}').a[0]`), '1');
  });

  test('escapes as Java does', () => {
    assert.equal(
      escapeJavaScript('"\'\\/\n\u0001é\u007f😀'),
      '\\"\\\'\\\\\\/\\n\\u0001\\u00E9\u007f\\uD83D\\uDE00',
    );
  });
});

function run(text: string, body = '{"a":{"b":"c"}}'): string {
  const variables = templateVariables({
    body,
    parameters: {
      path: { both: 'path' },
      querystring: { both: 'query', param1: 'Hello' },
      header: { 'X-H': 'head' },
    },
    ...{ context: {}, stageVariables: {}, jsonPath },
  });
  return runTemplate(text, variables, () => 0);
}
