import { member } from '../../../base/json.ts';
import { configurationOf } from '../definition.ts';
import { answer, checkRevision, type Operation, readBody, readName } from '../operation.ts';
import { readSettings } from '../settings.ts';
import { readArchive } from '../uploaded-code.ts';

/** New calls run the new code; calls under way end with the old. https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html */
export const updateFunctionCode: Operation = async (
  { functionName, request },
  { functions, code, entropy, now },
) => {
  const named = readName(functionName, request);
  const body = readBody(request);
  const { architectures } = readSettings({
    DryRun: member(body, 'DryRun') ?? null,
    Publish: member(body, 'Publish') ?? null,
    Architectures: member(body, 'Architectures') ?? null,
  });
  const archive = readArchive(body);
  const definition = await functions.update(named, named.name, async (current) => {
    checkRevision({ wanted: member(body, 'RevisionId'), current: current.revisionId });
    const installed = await code.install(current.id, archive);
    const changed = { ...current, ...installed, revisionId: entropy.uuid(), lastModified: now() };
    return architectures === undefined ? changed : { ...changed, architectures };
  });
  return answer(200, configurationOf(definition, named));
};
