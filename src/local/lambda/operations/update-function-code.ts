import { member } from '../../../base/json.ts';
import { configurationOf } from '../definition.ts';
import { answer, checkRevision, type Operation, readBody, readName } from '../operation.ts';
import { readPublish, readSettings } from '../settings.ts';
import { readArchive } from '../uploaded-code.ts';
import { lastVersion, published } from './versions.ts';

/** New calls run the new code; calls under way end with the old. https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html */
export const updateFunctionCode: Operation = async (
  { functionName, request },
  { functions, code, entropy, now },
) => {
  const named = readName(functionName, request);
  const body = readBody(request);
  const { architectures } = readSettings({
    DryRun: member(body, 'DryRun') ?? null,
    Architectures: member(body, 'Architectures') ?? null,
  });
  const isPublished = readPublish(member(body, 'Publish'));
  const archive = readArchive(body);
  const definition = await functions.update(named, named.name, async (current) => {
    checkRevision({ wanted: member(body, 'RevisionId'), current: current.revisionId });
    const installed = await code.install(current.id, archive);
    const changed = { ...current, ...installed, revisionId: entropy.uuid(), lastModified: now() };
    const next = architectures === undefined ? changed : { ...changed, architectures };
    return isPublished ? published(next, entropy.uuid()) : next;
  });
  return answer(200, configurationOf(isPublished ? lastVersion(definition) : definition, named));
};
