import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Finding, Report } from './finding.ts';

/**
 * The reports as a SARIF 2.1.0 log, which code hosts and editors show at the lines it names.
 *
 * @param version Of stepwell.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function reportsAsSarif(reports: readonly Report[], version: string): string {
  const codes = new Set(reports.flatMap(({ findings }) => findings.map(({ code }) => code)));
  const run = {
    tool: { driver: { name: 'stepwell', version, rules: [...codes].sort().map((id) => ({ id })) } },
    invocations: [{ executionSuccessful: reports.every(({ isUnread }) => !isUnread) }],
    columnKind: 'utf16CodeUnits',
    results: reports.flatMap(({ file, findings }) => findings.map((finding) => resultOf(file, finding))),
  };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return JSON.stringify(log, undefined, 2);
}

function resultOf(file: string, { severity, code, message, location, position }: Finding) {
  const region =
    position === undefined ? {} : { region: { startLine: position.line, startColumn: position.column } };
  return {
    ruleId: code,
    level: severity === 'ERROR' ? 'error' : 'warning',
    message: { text: message },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: uriOf(file) }, ...region },
        ...(location === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: location }] }),
      },
    ],
  };
}

/** Relative paths stay relative: the reader resolves them against the root of its checkout. */
function uriOf(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href;
  return file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
}
