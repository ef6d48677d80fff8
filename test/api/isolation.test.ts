import { after, before, describe, test } from 'node:test';
import { OPERATIONS } from '../../src/api/operation-table.ts';
import { QUESTIONS } from './foreign-questions.ts';
import { Owner } from './owner.ts';

const STRANGERS = {
  'another account': { region: 'us-east-1', account: '222222222222' },
  'another region': { region: 'eu-west-1', account: '111111111111' },
};

describe('A caller from', () => {
  const owner = new Owner();
  before(() => owner.open());
  after(() => owner.close());

  for (const [place, stranger] of Object.entries(STRANGERS)) {
    for (const operation of Object.keys(OPERATIONS).filter(isAsked)) {
      test(`${place} cannot tell with ${operation} what is there`, () =>
        owner.tellsNothing(stranger, operation));
    }
    test(`${place} sees nothing in lists`, () => owner.listsNothing(stranger));
    test(`${place} cannot answer a task`, () => owner.takesNoAnswer(stranger));
    test(`${place} cannot go on with a page`, () => owner.continuesNoPage(stranger));
    test(`${place} can make its own under the same names`, () => owner.leavesRoom(stranger));
    test(`${place} has changed nothing by all that`, () => owner.isUntouched());
  }
});

function isAsked(operation: string): operation is keyof typeof OPERATIONS {
  return Object.entries(QUESTIONS).some(([name, questions]) => name === operation && questions !== undefined);
}
