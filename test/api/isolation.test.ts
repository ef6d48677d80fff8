import { after, before, describe, test } from 'node:test';
import { OPERATION_NAMES } from '../clients/service-model.ts';
import { FORMS, QUESTIONS } from './foreign-questions.ts';
import { Owner } from './owner.ts';

const STRANGERS = {
  'another account': { region: 'us-east-1', account: '222222222222' },
  'another region': { region: 'eu-west-1', account: '111111111111' },
  'elsewhere altogether': { region: 'eu-west-1', account: '222222222222' },
};

describe('A caller from', () => {
  const owner = new Owner();
  before(() => owner.open());
  after(() => owner.close());

  for (const [place, stranger] of Object.entries(STRANGERS)) {
    test(`${place} sees nothing in lists`, () => owner.listsNothing(stranger));
    test(`${place} can make its own under the same names`, () => owner.leavesRoom(stranger));
    for (const operation of OPERATION_NAMES.filter((name) => QUESTIONS[name].length > 0)) {
      for (const form of Object.keys(FORMS)) {
        test(`${place} cannot tell with ${operation} whether ${form} is there`, () =>
          owner.tellsNothing(stranger, operation, form));
      }
      test(`${place} has changed nothing with ${operation}`, () => owner.isUntouched());
    }
    test(`${place} cannot answer a task`, () => owner.takesNoAnswer(stranger));
    test(`${place} cannot go on with a page`, () => owner.continuesNoPage(stranger));
    test(`${place} has changed nothing by all that`, () => owner.isUntouched());
  }
});
