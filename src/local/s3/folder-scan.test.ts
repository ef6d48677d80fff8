import assert from 'node:assert/strict';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { FolderPlace } from '../../../test/local/folder-place.ts';

describe('Files that are changed by hand', () => {
  test('are told of once each', async () => {
    await tells(
      async (place) => {
        place.put('bucket/a/1', 'x');
        await place.rest();
        await place.rest();
        place.put('bucket/a/1', 'longer');
        await place.rest();
        rmSync(join(place.folder, 'bucket/a'), { recursive: true });
        await place.rest();
        await place.rest();
      },
      ['Object Created a/1', 'Object Created a/1', 'Object Deleted a/1'],
    );
  });

  test('are told of when they have come to rest', async () => {
    await tells(
      async (place) => {
        for (const content of ['1', '12', '123']) {
          place.put('bucket/k', content);
          assert.equal(await place.scan(), true);
          place.clock.jump(400);
        }
        assert.equal(await place.scan(), true);
        assert.deepEqual(await place.news(), []);
        await place.rest();
      },
      ['Object Created k'],
    );
  });

  test('are no news when they were there at first, or are again after a moment', async () => {
    const place = new FolderPlace();
    place.put('bucket/old', 'x');
    await place.rest();
    const path = join(place.folder, 'bucket/old');
    renameSync(path, `${path}~`);
    await place.scan();
    renameSync(`${path}~`, path);
    await place.rest();
    assert.deepEqual(await place.news(), []);
    place.remove();
  });

  test('while nobody looked are told of once, and what was seen is not', async () => {
    await tells(
      async (place) => {
        place.put('bucket/1', 'x');
        place.put('bucket/2', 'x');
        await place.rest();
        place.restart();
        rmSync(join(place.folder, 'bucket/2'));
        place.put('new-bucket/3', 'x');
        await place.rest();
        place.restart();
        await place.rest();
      },
      ['Object Created 1', 'Object Created 2', 'Object Created 3', 'Object Deleted 2'],
    );
  });

  test('and are not as they were seen any more wait for the next look', async () => {
    await tells(async (place) => {
      place.put('bucket/k', 'x');
      await place.notice('bucket/k', 1);
    }, []);
  });

  test('by calls are told of by these alone', async () => {
    await tells(
      async (place) => {
        place.put('bucket/first', 'x');
        await place.rest();
        await place.ask('PUT /bucket/k', 'x');
        await place.notice('bucket/k');
        await place.rest();
        await place.ask('DELETE /bucket/k');
        await place.rest();
      },
      ['Object Created first', 'Object Created k', 'Object Deleted k'],
    );
  });

  test('are not gone because the folder of buckets is', async () => {
    await tells(
      async (place) => {
        place.put('bucket/k', 'x');
        await place.rest();
        renameSync(place.folder, `${place.folder}~`);
        await assert.rejects(place.scan(), { name: 'Unavailable' });
        renameSync(`${place.folder}~`, place.folder);
        await place.rest();
      },
      ['Object Created k'],
    );
  });
});

async function tells(act: (place: FolderPlace) => Promise<void>, expected: readonly string[]): Promise<void> {
  const place = new FolderPlace();
  await place.service();
  await act(place);
  assert.deepEqual((await place.news()).sort(), expected);
  place.remove();
}
