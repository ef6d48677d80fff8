import assert from 'node:assert/strict';
import { test } from 'node:test';
import { busOf, resourceOf, ruleArn } from './place.ts';

const SCOPE = { region: 'eu-west-1', account: '123456789012' };
const ARN = 'arn:aws:events:eu-west-1:123456789012';

test('A bus is named by its name or its ARN, and is the default one when it is not', () => {
  assert.deepEqual(
    [undefined, 'shop', `${ARN}:event-bus/shop`].map((given) => busOf(given, SCOPE).bus),
    ['default', 'shop', 'shop'],
  );
  const foreign = `${ARN}:event-bus/shop`.replace('1234', '0000');
  assert.throws(() => busOf(foreign, SCOPE), { code: 'ResourceNotFoundException' });
});

test('The ARN of a rule names its bus unless it is the default one', () => {
  for (const bus of ['default', 'shop']) {
    const place = { ...SCOPE, bus };
    assert.deepEqual(resourceOf(ruleArn(place, 'r'), SCOPE), { ...place, rule: 'r' });
  }
  assert.equal(ruleArn({ ...SCOPE, bus: 'default' }, 'r'), `${ARN}:rule/r`);
  assert.equal(resourceOf('arn:aws:events:eu-west-1:000000000000:rule/r', SCOPE), undefined);
  assert.equal(resourceOf(`${ARN}:rule/a/b/c`, SCOPE), undefined);
});
