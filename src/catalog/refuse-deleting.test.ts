import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NEW_MACHINE, newCatalog, SCOPE } from '../../test/catalog/material.ts';
import { refuseDeleting } from './refuse-deleting.ts';

describe('A machine that is asked for something', () => {
  test('takes it as long as it is there', async () => {
    refuseDeleting(await newCatalog({}).machines.create(SCOPE, NEW_MACHINE));
  });
  test('refuses it while it is being deleted', async () => {
    const machine = await newCatalog({}).machines.create(SCOPE, NEW_MACHINE);
    assert.throws(() => refuseDeleting({ ...machine, isDeleting: true }), { code: 'StateMachineDeleting' });
  });
});
