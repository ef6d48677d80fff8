import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { jsonPath } from '../../../../test/apigateway/gateway-under-test.ts';
import { templateVariables } from '../template-variables.ts';
import { runTemplate } from './evaluate.ts';
import { TemplateError } from './template-error.ts';

describe('A mapping template', () => {
  test('prints text, references and what is not there', () => {
    assert.equal(run('a $input.body b $stageVariables.name!'), 'a {"who":"me","n":[1,2]} b blue!');
    assert.equal(run('[$nothing] [$!nothing] [$context.nothing] [$5] [#x]'), '[$nothing] [] [] [$5] [#x]');
  });

  test('sets and changes variables', () => {
    assert.equal(run("#set($x = {'a': 1, b: [2, 3]})$x.a $x.b[1] $x.get('a') $x"), '1 3 1 {a=1, b=[2, 3]}');
    assert.equal(run("#set($l = [])#set($q = $l.add('y'))#set($l[0] = 'z')$l"), '[z]');
    assert.equal(run('#set($x = {})#set($x.a.b = 1)#set($x.c = 2)$x'), '{c=2}');
  });

  test('chooses', () => {
    const text = (a: unknown) =>
      run(`#set($a = ${a})#if($a == 1)one#elseif($a > 1 && !($a >= 9))some#{else}many#end`);
    assert.deepEqual([text(1), text(5), text(9)], ['one', 'some', 'many']);
  });

  test('repeats over lists, maps and ranges, and stops', () => {
    assert.equal(run('#foreach($i in [1..3])$i#if($foreach.hasNext),#end#end'), '1,2,3');
    assert.equal(run("#foreach($i in ['a','b'])$foreach.index$velocityCount$i#end"), '01a12b');
    assert.equal(run('#foreach($i in [3..1])#if($i == 1)#break#end$i#end.'), '32.');
    assert.equal(run('a#stop b'), 'a');
    assert.equal(run("#set($m = {'k': 'v'})#foreach($e in $m.entrySet())$e.key=$e.value#end"), 'k=v');
  });

  test('keeps lines as they are but for those of directives', () => {
    assert.equal(run('#set($x = 1)\n{\n#if($x == 1)\n  "a": $x\n#end\n}## end\n'), '{\n  "a": 1\n}');
    assert.equal(run('a #* not\nthis *# b #[[$x #if]]#'), 'a  b $x #if');
  });

  test('calculates with numbers, and joins texts', () => {
    assert.equal(run('#set($x = 7 / 2 + 2 * -(3) % 2)$x'), '3');
    assert.equal(run('#set($x = "$input.path(\'$.who\')-" + 1.50)$x'), 'me-1.5');
    assert.equal(run('#set($x = 1 / 0)[$!x]'), '[]');
  });

  test('does what tutorials do', () => {
    const text =
      '{#foreach($p in $input.params().header.keySet())"$p": "$util.escapeJavaScript($input.params().header.get($p))"#if($foreach.hasNext),#end#end}';
    assert.equal(run(text), '{"X": "it\\\'s","Y": "2"}');
    assert.equal(
      run('$util.escapeJavaScript($input.json(\'$\')).replaceAll("\\\\\'","\'")'),
      '{\\"who\\":\\"me\\",\\"n\\":[1,2]}',
    );
  });
});

describe('A hostile template', () => {
  test('reaches no constructor, prototype or function', () => {
    const names = ['constructor', '__proto__', 'prototype', 'toString', 'call', 'apply', 'valueOf'];
    for (const on of ['$input', '$util', '$context', '$input.body', '$input.path("$")', '$input.params()']) {
      for (const name of names) {
        assert.doesNotMatch(
          run(`${on}.${name} ${on}["${name}"] ${on}.${name}.constructor`),
          /native|Function/,
        );
        assert.doesNotMatch(run(`#set($f = ${on}.${name}("return process"))$!f.pid()`), /\d/);
      }
    }
    assert.equal(run('#set($x = {})#set($x.__proto__ = {"polluted": 1})$x.size()'), '1');
    assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
  });

  test('is ended when it takes too long, or makes too much', () => {
    const loops = '#foreach($a in [1..1000])'.repeat(4);
    refused(`${loops}$a${'#end'.repeat(4)}`, /too many steps|too much text|longer than/);
    refused(`#set($x = "aaaaaaaaaa")#foreach($i in [1..100])#set($x = "$x$x")#end`, /too much text/);
    // A machine that stalls ends it by the time of its pattern.
    refused(
      `#set($x = 'a')#foreach($i in [1..100])#set($x = $x.replaceAll('a', 'aaaaaaaa'))#end`,
      /too much text|longer than 100 ms/,
    );
    refused('#foreach($i in [1..1001])$i#end', /more than 1000/);
    refused('#foreach($i in [1..1000000000])$i#end', /more than 1000/);
  });

  test('is ended when its pattern backtracks', () => {
    refused(
      `#set($x = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')$x.matches('(a+)+b')`,
      /longer than 100 ms/,
    );
    refused(`#set($x = 'a')$x.matches('(')`, /no regular expression/);
  });

  test('cannot nest without end', () => {
    refused(`#set($m = {})#set($q = $m.put('m', $m))$m`, /nested too deeply/);
    refused('#if(true)'.repeat(1000), /nested/);
    refused(`#set($x = ${'('.repeat(10_000)}1)`, /nested/);
    refused(`$a${'['.repeat(2000)}`.replaceAll('[', '[$a'), /nested/);
  });

  test('is refused by name for what is not there', () => {
    refused('#macro(a)x#end', /#macro is not supported/);
    refused('#parse("/etc/passwd")', /#parse is not supported/);
    refused('#if(true)x', /#end is missing on line 1/);
  });

  test('of many small parts is read in time', () => {
    const started = performance.now();
    assert.equal(run('$a'.repeat(60_000), STILL).length, 120_000);
    assert.equal(run('#'.repeat(100_000), STILL).length, 0);
    assert.ok(performance.now() - started < 20_000);
  });
});

/** A clock for what must not end by its time: the machine may be busy. */
const STILL = () => 0;

function run(text: string, now: () => number = Date.now): string {
  const variables = templateVariables({
    body: '{"who":"me","n":[1,2]}',
    parameters: { path: {}, querystring: { q: '1' }, header: { X: "it's", Y: '2' } },
    context: { stage: 'alpha' },
    stageVariables: { name: 'blue' },
    jsonPath,
  });
  return runTemplate(text, variables, now);
}

function refused(text: string, message: RegExp): void {
  assert.throws(
    () => run(text),
    (error) => error instanceof TemplateError && message.test(error.message),
  );
}
