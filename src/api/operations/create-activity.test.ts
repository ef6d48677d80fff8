import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { START, States } from '../../../test/api/states.ts';

describe('CreateActivity', () => {
  test('answers with the ARN and the date in seconds', async () => {
    const activityArn = 'arn:aws:states:us-east-1:123456789012:activity:a';
    assert.deepEqual(await new States().call('CreateActivity', { name: 'a' }), {
      activityArn,
      creationDate: START / 1000,
    });
  });
  test('repeated answers with the first', async () => {
    const states = new States();
    const first = await states.call('CreateActivity', { name: 'a', tags: [] });
    states.wait(1000);
    assert.deepEqual(await states.call('CreateActivity', { name: 'a' }), first);
  });
  test('refuses the characters that AWS refuses', async () => {
    const states = new States();
    for (const char of [
      ...' <>{}[]?*"#%\\^|~`$&,;:/',
      '\u0000',
      '\u001f',
      '\u007f',
      '\u009f',
      '\ud800',
      '\uffff',
    ]) {
      const name = `activity${char}name`;
      await states.refuses('CreateActivity', { name }, 'InvalidName', `Invalid Name: '${name}'`);
    }
  });
  test('takes dots, dashes, underscores, and letters of any script', async () => {
    const states = new States();
    for (const name of ['a.b', 'a-b_c', 'é', '日本', '😀', '__proto__', 'x'.repeat(80)])
      await states.activity(name);
  });
  test('keeps the tags, whose value may be left out', async () => {
    const states = new States();
    const { activityArn } = await states.call('CreateActivity', { name: 'a', tags: [{ key: 'k' }] });
    const { tags } = await states.call('ListTagsForResource', { resourceArn: activityArn });
    assert.deepEqual(tags, [{ key: 'k', value: '' }]);
  });
});
