import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { calmVitals } from '../../test/api/calm-vitals.ts';
import { createAdmission } from './admission.ts';

const MIB = 2 ** 20;

describe('Admission', () => {
  test('is open as long as there is room', () => {
    assert.equal(createAdmission(calmVitals()).isClosed(), false);
  });
  test('is closed when the program holds three fifths of the memory', () => {
    assert.equal(
      createAdmission({ ...calmVitals(), memoryBytes: () => 61 * MIB }, 100 * MIB).isClosed(),
      true,
    );
    assert.equal(
      createAdmission({ ...calmVitals(), memoryBytes: () => 59 * MIB }, 100 * MIB).isClosed(),
      false,
    );
  });
  test('does not mind how a process is that was not given to it', () => {
    assert.equal(createAdmission({ ...calmVitals(), memoryBytes: () => 2 ** 40 }).isClosed(), false);
  });
  test('is closed when what is under way holds a sixteenth of it', () => {
    const admission = createAdmission(calmVitals(), 160 * MIB);
    const holding = admission.bodies(MIB).hold(() => {});
    holding.keep();
    holding.add(10 * MIB);
    assert.equal(admission.isClosed(), true);
    holding.release();
    assert.equal(admission.isClosed(), false);
  });
  test('has room for large uploads of its own', () => {
    const admission = createAdmission(calmVitals(), 160 * MIB);
    assert.notEqual(admission.bodies(50 * MIB), admission.bodies(MIB));
    assert.equal(admission.bodies(MIB), admission.bodies(0));
  });
});
