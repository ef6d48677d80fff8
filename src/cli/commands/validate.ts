import { diagnose } from '../../asl/diagnose.ts';
import { type DefinitionFile, InvalidYaml, readDefinition } from '../definition-file.ts';
import { EXIT, type ExitCode, exitCodeOf } from '../exit-code.ts';
import { errorsOf, type Finding, type Report, reportsAsJson } from '../finding.ts';
import { reportsAsSarif } from '../sarif.ts';
import { printable, type Terminal } from '../terminal.ts';
import { version } from './version.ts';

export interface ValidateOptions {
  /** `text` prints `file:line:column: error CODE message`, the form editors know. */
  readonly format: 'text' | 'json' | 'sarif';
}

/** Prints what is wrong with each definition, and what is merely doubtful; only the former is a failure. */
export async function validateFiles(
  files: readonly string[],
  { format }: ValidateOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const reports: Report[] = [];
  for (const file of files) {
    const { report, exitCode: own } = await inspect(file, terminal);
    reports.push(report);
    if (format === 'text') printFindings(report, terminal);
    // A file that could not be read says more about the call than a definition with errors.
    if (own !== EXIT.ok && exitCode !== EXIT.io) exitCode = own;
  }
  if (format === 'json') terminal.out(reportsAsJson(reports));
  if (format === 'sarif') terminal.out(reportsAsSarif(reports, version()));
  sayWhatWasFound(reports, terminal);
  return exitCode;
}

interface Inspection {
  readonly report: Report;
  readonly exitCode: ExitCode;
}

async function inspect(file: string, terminal: Terminal): Promise<Inspection> {
  try {
    const findings = await findingsOf(await readDefinition(file));
    return {
      report: { file, findings, isUnread: false },
      exitCode: errorsOf(findings) > 0 ? EXIT.failed : EXIT.ok,
    };
  } catch (error) {
    const exitCode = exitCodeOf(error);
    if (exitCode === undefined || !(error instanceof Error)) throw error;
    if (error instanceof InvalidYaml) {
      return { report: { file, findings: [yamlFinding(error)], isUnread: false }, exitCode };
    }
    terminal.say(`${terminal.colors.red('error:')} ${printable(error.message)}`);
    return { report: { file, findings: [], isUnread: true }, exitCode };
  }
}

/** As CreateStateMachine: what stepwell cannot run yet is an error, too. */
async function findingsOf({ text, positionOf }: DefinitionFile): Promise<readonly Finding[]> {
  const diagnostics = diagnose({ of: 'machine', definition: text, type: 'STANDARD' });
  return diagnostics.map(({ position, ...diagnostic }) =>
    position === undefined ? diagnostic : { ...diagnostic, position: positionOf(position) },
  );
}

function yamlFinding({ position, problem }: InvalidYaml): Finding {
  return { severity: 'ERROR', code: 'INVALID_YAML', message: problem, position };
}

function sayWhatWasFound(reports: readonly Report[], terminal: Terminal): void {
  const findings = reports.flatMap((report) => report.findings);
  const errors = errorsOf(findings) + reports.filter(({ isUnread }) => isUnread).length;
  const warnings = findings.length - errorsOf(findings);
  const counts = [
    `${counted(reports.length, 'definition')} checked`,
    errors === 0 ? 'no errors' : counted(errors, 'error'),
    ...(warnings === 0 ? [] : [counted(warnings, 'warning')]),
  ];
  const { green, red } = terminal.colors;
  terminal.say((errors === 0 ? green : red)(counts.join(', ')));
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** Prints what is to be said about one definition. @returns whether it has no errors. */
export async function printDiagnostics(
  file: string,
  definition: DefinitionFile,
  terminal: Terminal,
): Promise<boolean> {
  const findings = await findingsOf(definition);
  printFindings({ file, findings, isUnread: false }, terminal);
  return errorsOf(findings) === 0;
}

function printFindings({ file, findings }: Report, terminal: Terminal): void {
  for (const finding of findings) terminal.out(line(file, finding, terminal));
}

function line(
  file: string,
  { severity, code, message, location, position }: Finding,
  { outColors }: Terminal,
): string {
  const place = position === undefined ? file : `${file}:${position.line}:${position.column}`;
  const kind = severity === 'ERROR' ? outColors.red('error') : outColors.yellow('warning');
  // Most messages name their place already, as AWS's do.
  const where =
    location === undefined || message.includes(location) ? '' : outColors.dim(` at ${printable(location)}`);
  return `${printable(place)}: ${kind} ${code} ${printable(message)}${where}`;
}
