import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { READERS } from '../../src/api/model/operations.ts';
import { isSdkAction } from '../../src/asl/sdk-actions.ts';

/** AWS's service model, from which the readers are generated; not part of the project. */
const MODEL = join(import.meta.dirname, '../../../shared/spec/service-model.json');

interface Shape {
  readonly type: string;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, { shape: string }>>;
  readonly enum?: readonly string[];
  readonly max?: number;
}

test('every operation, and no other, can be called by a task', () => {
  const actions = Object.keys(READERS).map((name) => name.charAt(0).toLowerCase() + name.slice(1));
  assert.deepEqual(
    actions.filter((action) => isSdkAction('sfn', action)),
    actions,
  );
  assert.equal(isSdkAction('sfn', 'startTask'), false);
});

test('every operation has a reader that checks what the model says', (context) => {
  if (!existsSync(MODEL)) return context.skip(`there is no ${MODEL}`);
  const model = JSON.parse(readFileSync(MODEL, 'utf8'));
  const shapes: Readonly<Record<string, Shape>> = model.shapes;
  assert.deepEqual(Object.keys(READERS), Object.keys(model.operations).sort());
  for (const [name, read] of Object.entries(READERS)) {
    const input = shapes[`${name}Input`];
    for (const member of input?.required ?? []) {
      assert.ok(
        problemsOf(read, {}).some((problem) => problem.startsWith(`Value null at '${member}'`)),
        `${name}.${member}`,
      );
    }
    for (const [member, { shape }] of Object.entries(input?.members ?? {})) {
      for (const bad of badValues(shapes[shape])) {
        assert.ok(
          problemsOf(read, { [member]: bad }).some((problem) => problem.includes(`at '${member}'`)),
          `${name}.${member}`,
        );
      }
    }
  }
});

function badValues(shape: Shape | undefined): unknown[] {
  if (shape?.enum !== undefined) return ['no such value'];
  if (shape?.max === undefined) return [];
  if (shape.type === 'string') return ['x'.repeat(shape.max + 1)];
  return shape.type === 'list' ? [] : [shape.max + 1];
}

function problemsOf(
  read: (from: object & Record<string, unknown>, problems: string[]) => unknown,
  from: Record<string, unknown>,
): string[] {
  const problems: string[] = [];
  read(from, problems);
  return problems;
}
