import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApiError } from '../client.ts';
import {
  camelKeys,
  deleted,
  flagFrom,
  found,
  madeOrNoted,
  madeOrTaken,
  numberFrom,
  tagMap,
} from './answers.ts';

describe('Answers of a server', () => {
  test('say whether something is there', async () => {
    assert.equal(await found(Promise.resolve()), true);
    assert.equal(await found(refusal('ResourceNotFoundException')), false);
    assert.equal(await found(refusal('NotImplemented')), undefined);
    await assert.rejects(found(refusal('AccessDenied')));
  });
  test('what is gone is deleted', async () => {
    await deleted(refusal('NoSuchEntity'));
    await assert.rejects(deleted(refusal('DeleteConflict')));
  });
  test('what is there already is taken only after an attempt of our own', async () => {
    const make = () => refusal('EntityAlreadyExists');
    assert.equal(await madeOrTaken<unknown>(true, make, async () => 'taken'), 'taken');
    await assert.rejects(madeOrTaken<unknown>(false, make, async () => 'taken'));
    await assert.rejects(
      madeOrTaken<unknown>(
        true,
        () => refusal('Denied'),
        async () => 'taken',
      ),
    );
  });
  test('what the server does not have is written down, and says so', async () => {
    const made = { id: 'x', attributes: {} };
    assert.match(
      (await madeOrNoted(made, () => refusal('UnknownServiceException'))).note ?? '',
      /does not have it yet/,
    );
    assert.equal((await madeOrNoted(made, async () => ({ id: 'y' }))).id, 'y');
    await assert.rejects(madeOrNoted(made, () => refusal('ValidationException')));
  });
});

describe('Values of a template', () => {
  test('numbers and flags may be text', () => {
    assert.equal(numberFrom('25'), 25);
    assert.equal(numberFrom('x'), undefined);
    assert.equal(flagFrom('true'), true);
    assert.equal(flagFrom(undefined), undefined);
  });
  test('tags are a map, keys begin in lower case', () => {
    assert.deepEqual(tagMap([{ Key: 'a', Value: 1 }]), { a: '1' });
    assert.deepEqual(camelKeys([{ LogGroupArn: { InnerKey: 1 } }]), [{ logGroupArn: { innerKey: 1 } }]);
  });
});

function refusal(code: string): Promise<never> {
  return Promise.reject(new ApiError(code, 'as scripted'));
}
