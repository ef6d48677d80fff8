import { functionArn } from '../../../base/arn.ts';
import { member } from '../../../base/json.ts';
import { functionNotFound } from '../functions.ts';
import { answer, type Operation, type OperationCall, readBody, readName } from '../operation.ts';
import { Refusal } from '../refusal.ts';
import { invalid, readSettings } from '../settings.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListTags.html */
export const listTags: Operation = async (call, { functions }) => {
  const named = readResource(call);
  const deployed = await functions.find(named, named.name);
  if (deployed === undefined) throw functionNotFound(functionArn(named, named.name));
  return answer(200, { Tags: deployed.definition.tags });
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_TagResource.html */
export const tagResource: Operation = async (call, { functions }) => {
  const named = readResource(call);
  const { tags } = readSettings({ Tags: member(readBody(call.request), 'Tags') ?? null });
  if (tags === undefined) throw invalid('tags', null, 'Member must not be null');
  await functions.update(named, named.name, (current) => {
    const merged = { ...current.tags, ...tags };
    if (Object.keys(merged).length > TAGS_MAX) {
      throw new Refusal('InvalidParameterValueException', `A function has at most ${TAGS_MAX} tags.`);
    }
    return { ...current, tags: merged };
  });
  return { status: 204, headers: {}, body: '' };
};

const TAGS_MAX = 50;

/** https://docs.aws.amazon.com/lambda/latest/api/API_UntagResource.html */
export const untagResource: Operation = async (call, { functions }) => {
  const named = readResource(call);
  const keys = new Set(call.request.query.getAll('tagKeys'));
  if (keys.size === 0) throw invalid('tagKeys', null, 'Member must not be null');
  await functions.update(named, named.name, (current) => ({
    ...current,
    tags: Object.fromEntries(Object.entries(current.tags).filter(([key]) => !keys.has(key))),
  }));
  return { status: 204, headers: {}, body: '' };
};

/** Versions and aliases have no tags. */
function readResource({ functionName, request }: OperationCall) {
  const named = readName(functionName, request);
  if (functionName.startsWith('arn:') && named.qualifier === undefined) return named;
  throw new Refusal(
    'InvalidParameterValueException',
    'Tags on function aliases and versions are not supported. Please specify either a function ARN or an event source mapping ARN.',
  );
}
