import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cutPower, type Losses, summaryOf } from './audit.ts';
import { canRecord } from './recording.ts';

const IMAGES = Number(process.env.IMAGES ?? 15);
const COMMITS = Number(process.env.COMMITS ?? 1_500);
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32));

describe('A power cut', { skip: canRecord ? false : 'needs Linux and a C compiler' }, () => {
  test('takes nothing that was acknowledged, and leaves a store that opens', async () => {
    const losses = await cut('FULL');
    assert.deepEqual(losses.examples, []);
    assert.ok(losses.syncs > COMMITS / 100, 'hardly any sync was recorded');
  });

  test('takes acknowledged commits where not every one is synced: the images would show it', async () => {
    const { losing } = await cut('NORMAL');
    assert.ok(losing > 0, 'no image lost anything');
  });

  test('takes acknowledged commits and databases where nothing is synced', async () => {
    const { losing, damaged } = await cut('OFF');
    assert.ok(losing + damaged > 0, 'no image lost anything');
  });
});

async function cut(synchronous: Losses['synchronous']): Promise<Losses> {
  const losses = await cutPower(synchronous, { images: IMAGES, commits: COMMITS, seed: SEED });
  console.log(`seed ${SEED}, ${summaryOf(losses)}`);
  return losses;
}
