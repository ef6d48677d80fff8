import type { Difference } from './difference.ts';
import type { RecordedCase } from './recorded-case.ts';

/**
 * Whether a difference tells anything of us. It does not where the recorder has changed its habits since, where AWS has
 * added members since, and where a length counts what a placeholder stands for.
 */
export function isNews({ path, aws, ours }: Difference, { uses = [] }: Pick<RecordedCase, 'uses'>): boolean {
  if (aws === undefined) return !/\.Redrive(Count|Status|StatusReason)$/.test(path);
  if (/RequestId(\.0)?$/.test(path)) return !(isPlaceholder(aws) && isPlaceholder(ours));
  return !(uses.includes('states') && /\.Content-Length(\.0)?$/.test(path) && typeof aws === typeof ours);
}

/** Request ids are `<uuid:1>` in older records, and the name of their member in newer ones. */
function isPlaceholder(value: unknown): boolean {
  return /^"(<uuid:\d+>|RequestId|x-amzn-RequestId)"$/.test(
    JSON.stringify(Array.isArray(value) ? value[0] : value),
  );
}

/** Some records know two accounts; the machines of both are made in one. */
export function inOneAccount<Recorded>(recorded: Recorded): Recorded {
  return JSON.parse(
    JSON.stringify(recorded).replaceAll(/<(secondary_)?test_aws_account_id>/g, '111111111111'),
  );
}
