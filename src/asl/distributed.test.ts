import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { distributed, map, pass } from '../../test/interpreter/states.ts';
import { compile } from './compile.ts';
import { labelledPart } from './labelled.ts';
import type { DistributedMap } from './program.ts';
import { Unsupported } from './unsupported.ts';

describe('A distributed Map', () => {
  test('has the label that it says, and otherwise one that follows from its name', () => {
    assert.equal(compiled(distributed({ P: pass() }))?.label, 'L');
    const labels = ['M', 'M', 'N'].map((name) => compiled(unlabelled(), name)?.label);
    assert.match(labels[0] ?? '', /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.deepEqual([labels[0] === labels[1], labels[0] === labels[2]], [true, false]);
  });

  test('makes of its results what its writer says', () => {
    for (const Transformation of ['NONE', 'COMPACT', 'FLATTEN']) {
      const ResultWriter = { WriterConfig: { OutputType: 'JSON', Transformation } };
      assert.equal(compiled(distributed({ P: pass() }, { ResultWriter }))?.transformation, Transformation);
    }
    assert.equal(compiled(distributed({ P: pass() }))?.transformation, 'COMPACT');
  });

  test('is refused with what needs S3', () => {
    const Resource = 'arn:aws:states:::s3:putObject';
    refuses(
      distributed({ P: pass() }, { ResultWriter: { Resource, Parameters: { Bucket: 'b' } } }),
      'ResultWriter',
    );
    const ItemReader = { Resource: 'arn:aws:states:::s3:listObjectsV2', Parameters: { Bucket: 'b' } };
    refuses(distributed({ P: pass() }, { ItemReader }), 'ItemReader');
  });

  test('alone takes batches', () => {
    refuses(map({ P: pass() }, { ItemBatcher: { MaxItemsPerBatch: 1 } }), 'ItemBatcher');
  });

  test('has a part of the definition under its label', () => {
    const definition = machine(distributed({ P: pass() }));
    const processor = JSON.parse(labelledPart(definition, 'L') ?? '{}');
    assert.deepEqual([processor.StartAt, Object.keys(processor.States)], ['P', ['P']]);
    assert.equal(labelledPart(definition, 'K'), undefined);
    assert.equal(labelledPart(machine(map({ P: pass() }, { Label: 'L' })), 'L'), undefined);
  });
});

function machine(state: object, name = 'M'): string {
  return JSON.stringify({ StartAt: name, States: { [name]: state } });
}

function unlabelled(): object {
  return { ...distributed({ P: pass() }), Label: undefined };
}

function compiled(state: object, name = 'M'): DistributedMap | undefined {
  const [first] = compile(machine(state, name)).states;
  assert.ok(first?.type === 'Map');
  return first.distributed;
}

function refuses(state: object, part: string): void {
  assert.throws(() => compile(machine(state)), new Unsupported('M', part));
}
