import { isDeepStrictEqual } from 'node:util';
import { functionArn } from '../../../base/arn.ts';
import { member } from '../../../base/json.ts';
import { configurationOf, type FunctionDefinition, snapshotOf } from '../definition.ts';
import { functionNotFound } from '../functions.ts';
import { answer, checkRevision, type Operation, readBody, readName } from '../operation.ts';
import { pageOf } from '../page.ts';
import { Refusal } from '../refusal.ts';
import { readSettings } from '../settings.ts';

/**
 * What has not changed since it was last published is not published again.
 *
 * https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html
 */
export const publishVersion: Operation = async ({ functionName, request }, { functions, entropy }) => {
  const named = readName(functionName, request);
  const body = readBody(request);
  const { description } = readSettings({ Description: member(body, 'Description') ?? null });
  const definition = await functions.update(named, named.name, (current) => {
    checkRevision({ wanted: member(body, 'RevisionId'), current: current.revisionId });
    checkCode(member(body, 'CodeSha256') ?? null, current);
    return published(current, entropy.uuid(), description);
  });
  return answer(201, configurationOf(lastVersion(definition), named));
};

/** A function whose newest state has become a version. */
export function published(
  current: FunctionDefinition,
  revisionId: string,
  description = current.description,
): FunctionDefinition {
  const { versions = [], versionsPublished = 0 } = current;
  const last = versions.at(-1);
  if (last?.version === String(versionsPublished) && isSame(last, current)) return current;
  const version = String(versionsPublished + 1);
  const snapshot = { ...snapshotOf(current), description, revisionId, version };
  return { ...current, versions: [...versions, snapshot], versionsPublished: versionsPublished + 1 };
}

export function lastVersion(definition: FunctionDefinition): FunctionDefinition {
  return definition.versions?.at(-1) ?? definition;
}

/** The newest state first. https://docs.aws.amazon.com/lambda/latest/api/API_ListVersionsByFunction.html */
export const listVersionsByFunction: Operation = async ({ functionName, request }, { functions }) => {
  const named = readName(functionName, request);
  const deployed = await functions.find(named, named.name);
  if (deployed === undefined) throw functionNotFound(functionArn(named, named.name));
  const { definition } = deployed;
  const { page, marker } = pageOf([definition, ...(definition.versions ?? [])], request.query);
  const Versions = page.map((one) => configurationOf(one, named, one.version ?? '$LATEST'));
  return answer(200, { Versions, ...marker });
};

function checkCode(wanted: unknown, { codeSha256 }: FunctionDefinition): void {
  const current = Buffer.from(codeSha256, 'hex').toString('base64');
  if (wanted === null || wanted === '' || wanted === current) return;
  throw new Refusal(
    'InvalidParameterValueException',
    `CodeSHA256 (${wanted}) is different from current CodeSHA256 in $LATEST (${current}). Please try again with the CodeSHA256 in $LATEST.`,
  );
}

function isSame(version: FunctionDefinition, current: FunctionDefinition): boolean {
  return isDeepStrictEqual(compared(version), compared(current));
}

function compared(definition: FunctionDefinition) {
  const { version, description, revisionId, lastModified, ...rest } = snapshotOf(definition);
  return rest;
}
