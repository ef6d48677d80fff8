import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formOf } from './form.ts';
import { readMembers, writeMembers } from './members.ts';
import { printXml } from './xml.ts';

test('Lists of a form stand under member', () => {
  const form = formOf([
    ['RoleName', 'r'],
    ['Tags.member.1.Key', 'a'],
    ['Tags.member.1.Value', 'b'],
  ]);
  assert.deepEqual(readMembers(form), { RoleName: 'r', Tags: [{ Key: 'a', Value: 'b' }] });
});

test('Lists of an answer stand under member', () => {
  const xml = printXml(writeMembers({ Names: ['<a>'], Is: true, Role: { Path: '/' } }));
  assert.equal(
    xml.replace(/\s*\n\s*/g, ''),
    '<Names><member>&lt;a&gt;</member></Names><Is>true</Is><Role><Path>/</Path></Role>',
  );
});
