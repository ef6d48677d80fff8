import { describe, test } from 'node:test';
import { holds } from './claim.ts';
import { sequences } from './sequences.ts';

describe('calls of the API recorded on AWS are answered as there', () => {
  for (const corpus of sequences) {
    test(corpus.name, async (context) => {
      await holds(corpus, context);
    });
  }
});
