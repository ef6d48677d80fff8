import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createMemoryDocuments } from '../../../test/local/memory-documents.ts';
import type { Scope } from '../../base/arn.ts';
import type { Documents } from '../../base/documents.ts';
import { StoredApis } from './stored-apis.ts';

describe('Stored APIs', () => {
  test('are those of their account and region, and of their kind', async () => {
    const documents = createMemoryDocuments();
    const [pets, others] = [new Pets(documents, 'pet'), new Pets(documents, 'other')];
    await pets.create(HERE, pet());
    assert.deepEqual(await pets.list(HERE), [pet()]);
    assert.deepEqual([await pets.list(ELSEWHERE), await others.list(HERE)], [[], []]);
    assert.deepEqual([await pets.isThere('p'), await others.isThere('p')], [true, false]);
    assert.deepEqual(await pets.published('p', 'none'), { scope: HERE, api: pet(), served: undefined });
  });

  test('take changes that come at once', async () => {
    const pets = await withPet();
    const years = Array.from({ length: 8 }, () => pets.change(HERE, 'p', (api) => ++api.age));
    assert.deepEqual((await Promise.all(years)).sort(), [1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('serve by a deployment what they were when it was made', async () => {
    const pets = await withPet();
    await deploy(pets, 'one');
    await pets.change(HERE, 'p', (api) => ++api.age);
    await deploy(pets, 'two');
    assert.deepEqual([await served(pets, 'one'), await served(pets, 'two')], [0, 1]);
  });

  test('forget what a deployment served with it, and all with the API', async () => {
    const pets = await withPet();
    await deploy(pets, 'one');
    await pets.change(HERE, 'p', (api) => {
      delete api.deployments.one;
    });
    assert.equal(await served(pets, 'one'), undefined);
    await deploy(pets, 'two');
    await pets.remove(HERE, 'p');
    assert.equal(await pets.published('p', 'two'), undefined);
    await pets.create(HERE, pet());
    assert.equal(await served(pets, 'two'), undefined);
  });

  test('that are not there are refused by their id', async () => {
    const pets = await withPet();
    const missing = { message: 'Invalid API identifier specified 123456789012:q' };
    await assert.rejects(pets.get(HERE, 'q'), missing);
    await assert.rejects(
      pets.change(HERE, 'q', () => undefined),
      missing,
    );
    await assert.rejects(pets.remove(HERE, 'q'), missing);
  });
});

const HERE: Scope = { account: '123456789012', region: 'us-east-1' };
const ELSEWHERE: Scope = { account: '123456789012', region: 'us-east-2' };

interface Pet {
  readonly id: string;
  age: number;
  readonly deployments: Record<string, string>;
}

class Pets extends StoredApis<Pet, number> {
  constructor(documents: Documents, name: string) {
    super(documents, { name, idOf: ({ id }) => id, servedBy: ({ age }) => age });
  }

  async published(id: string, deployment: string) {
    const found = await this.find(id);
    return found && { ...found, served: await this.served(found.scope, id, deployment) };
  }
}

function pet(): Pet {
  return { id: 'p', age: 0, deployments: {} };
}

async function withPet(): Promise<Pets> {
  const pets = new Pets(createMemoryDocuments(), 'pet');
  await pets.create(HERE, pet());
  return pets;
}

async function deploy(pets: Pets, name: string): Promise<void> {
  await pets.change(HERE, 'p', (api) => {
    api.deployments[name] = name;
  });
}

async function served(pets: Pets, deployment: string): Promise<number | undefined> {
  return (await pets.published('p', deployment))?.served;
}
