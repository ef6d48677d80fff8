import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Fault } from './fault.ts';
import { defaultStackName, readTemplate } from './template.ts';

const TOPIC = 'Resources:\n  A:\n    Type: AWS::SNS::Topic\n';

describe('A template', () => {
  test('says in which line a fault is', () => {
    withFile('t.yaml', TOPIC, (file) => {
      const { attempt } = readTemplate(file);
      assert.throws(
        () =>
          attempt(() => {
            throw new Fault(['Resources', 'A', 'Type'], 'is wrong');
          }),
        { message: `${file}:3: Resources/A/Type: is wrong` },
      );
    });
  });
  test('is found in the folder that cdk synth writes', () => {
    withFile('Orders.template.json', '{"Resources":{"A":{"Type":"AWS::SNS::Topic"}}}', (file) => {
      assert.equal(readTemplate(join(file, '..')).file, file);
    });
    withFile('other.txt', '', (file) =>
      assert.throws(() => readTemplate(join(file, '..')), /there is no template in/),
    );
  });
  test('has the shape of one', () => {
    refuses('[]', /a template is an object/);
    refuses('Resources: {}', /at least one resource/);
    refuses('Resources: { A: {} }', /a resource has a Type/);
    refuses('Resources: { a-b: { Type: x } }', /letters and digits only/);
    refuses(`${TOPIC}Extra: 1`, /t\.yaml:4: Extra: a template has no such section/);
    refuses('Resources: [', /line 1/);
    const many = Array.from({ length: 501 }, (_, n) => `R${n}: { Type: x }`).join(', ');
    refuses(`Resources: { ${many} }`, /up to 500 resources, not 501/);
  });
  test('gives its stack a name', () => {
    assert.equal(defaultStackName('cdk.out/Orders.template.json'), 'Orders');
    assert.equal(defaultStackName('/x/orders/template.yaml'), 'orders');
    assert.equal(defaultStackName('my_stack.yml'), 'my-stack');
    assert.equal(defaultStackName('/x/09-a/template.yaml'), 'stack-09-a');
  });
});

function refuses(text: string, message: RegExp): void {
  withFile('t.yaml', text, (file) => assert.throws(() => readTemplate(file), { name: 'Refusal', message }));
}

function withFile(name: string, text: string, work: (file: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-template-'));
  try {
    writeFileSync(join(folder, name), text);
    work(join(folder, name));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
