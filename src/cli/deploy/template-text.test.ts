import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readTemplateText } from './template-text.ts';

describe('The text of a template', () => {
  test('short tags become the functions they stand for', () => {
    reads('A: !Ref X', { A: { Ref: 'X' } });
    reads('A: !GetAtt X.Arn', { A: { 'Fn::GetAtt': 'X.Arn' } });
    reads("A: !Join ['-', [!Ref X, b]]", { A: { 'Fn::Join': ['-', [{ Ref: 'X' }, 'b']] } });
    reads(`A: !Sub\n  - \${B}\n  - B: 1`, { A: { 'Fn::Sub': [`\${B}`, { B: 1 }] } });
    reads('A: !If [C, !Ref X, !Ref AWS::NoValue]', {
      A: { 'Fn::If': ['C', { Ref: 'X' }, { Ref: 'AWS::NoValue' }] },
    });
    reads('A: !Not [!Condition C]', { A: { 'Fn::Not': [{ Condition: 'C' }] } });
  });
  test('JSON is read as it is', () => {
    reads('{"A": {"Ref": "X"}, "B": [1, true, null, "\\u00e4"]}', {
      A: { Ref: 'X' },
      B: [1, true, null, 'ä'],
    });
  });
  test('dates and numbers with zeros stay text', () => {
    reads('A: 2012-10-17\nB: 012345678901\nC: 1.0', { A: '2012-10-17', B: '012345678901', C: '1.0' });
  });
  test('a key named __proto__ is a key', () => {
    const { body } = readTemplateText('__proto__: { a: 1 }');
    assert.deepEqual(Object.keys(Object(body)), ['__proto__']);
  });
  test('knows the line of a path, and of what stands around one that is not written', () => {
    const { lineOf } = readTemplateText('A:\n  B:\n    - x\n    - C: 1\n');
    assert.equal(lineOf(['A', 'B', '1', 'C']), 4);
    assert.equal(lineOf(['A', 'B', '1', 'C', 'Fn::Sub']), 4);
    assert.equal(lineOf([]), 1);
  });
  test('aliases are followed', () => {
    reads('A: &a { x: 1 }\nB: *a', { A: { x: 1 }, B: { x: 1 } });
  });
  test('aliases of aliases end at a bound', () => {
    const laughs = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let n = 1; n < 9; n++)
      laughs.push(
        `a${n}: &a${n} [${Array(10)
          .fill(`*a${n - 1}`)
          .join(', ')}]`,
      );
    refuses(laughs.join('\n'), /more than 200000 values/);
  });
  test('an anchor within itself ends at a bound', () => {
    refuses('A: &a\n  B: *a', /nested deeper than 100 levels|no &a stands above/);
  });
  test('deep nesting and long texts are refused', () => {
    refuses(`A: ${'['.repeat(200)}${']'.repeat(200)}`, /nested deeper than 100 levels/);
    refuses(`A: ${'x'.repeat(1_048_576)}`, /has up to 1048576 characters/);
  });
  test('what CloudFormation does not have is refused', () => {
    refuses('A: !Secret x', /the tag !Secret is none of CloudFormation's/);
    refuses('A: { <<: { b: 1 } }', /no merge keys/);
    refuses('A: .inf', /no value that JSON has/);
    refuses('A: [', /line 1/);
  });
});

function reads(text: string, wanted: unknown): void {
  assert.deepEqual(readTemplateText(text).body, wanted);
}

function refuses(text: string, message: RegExp): void {
  assert.throws(() => readTemplateText(text), { name: 'Fault', message });
}
