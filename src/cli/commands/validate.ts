import { validate } from '../../asl/validate.ts';
import { type DefinitionFile, InvalidYaml, readDefinition } from '../definition-file.ts';
import { EXIT, type ExitCode, exitCodeOf } from '../exit-code.ts';
import { type Colors, printable, type Terminal } from '../terminal.ts';
import type { Position } from '../yaml-definition.ts';

/** Prints what is wrong with each definition as `file:line:column: error CODE message`, the form editors know. */
export async function validateFiles(files: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  let problems = 0;
  for (const file of files) {
    const result = await inspect(file, terminal);
    problems += result.problems;
    // A file that could not be read says more about the call than a definition with errors.
    if (result.exitCode !== EXIT.ok && exitCode !== EXIT.io) exitCode = result.exitCode;
  }
  const count = `${files.length} ${files.length === 1 ? 'definition' : 'definitions'}`;
  const { green, red } = terminal.colors;
  if (exitCode === EXIT.ok) terminal.say(green(`${count} checked, no errors`));
  else terminal.say(red(`${count} checked, ${problems} ${problems === 1 ? 'error' : 'errors'}`));
  return exitCode;
}

type Diagnostic = ReturnType<typeof validate>[number];

interface Inspection {
  readonly problems: number;
  readonly exitCode: ExitCode;
}

async function inspect(file: string, terminal: Terminal): Promise<Inspection> {
  try {
    return { ...printDiagnostics(file, await readDefinition(file), terminal) };
  } catch (error) {
    const exitCode = exitCodeOf(error);
    if (exitCode === undefined || !(error instanceof Error)) throw error;
    if (error instanceof InvalidYaml) {
      terminal.out(line(terminal.outColors, { file, position: error.position }, yamlError(error.problem)));
    } else terminal.say(`${terminal.colors.red('error:')} ${printable(error.message)}`);
    return { problems: 1, exitCode };
  }
}

/** Prints the diagnostics of one definition. @returns how many of them are errors. */
export function printDiagnostics(
  file: string,
  { text, positionOf }: DefinitionFile,
  terminal: Terminal,
): Inspection {
  const diagnostics = validate(text, { type: 'STANDARD' });
  for (const diagnostic of diagnostics) {
    const { position } = diagnostic;
    const place = position === undefined ? { file } : { file, position: positionOf(position) };
    terminal.out(line(terminal.outColors, place, diagnostic));
  }
  const problems = diagnostics.filter(({ severity }) => severity === 'ERROR').length;
  return { problems, exitCode: problems > 0 ? EXIT.failed : EXIT.ok };
}

function yamlError(message: string): Diagnostic {
  return { severity: 'ERROR', code: 'INVALID_YAML', message };
}

interface Place {
  readonly file: string;
  readonly position?: Position;
}

function line(
  colors: Colors,
  { file, position }: Place,
  { severity, code, message, location }: Diagnostic,
): string {
  const place = position === undefined ? file : `${file}:${position.line}:${position.column}`;
  const kind = severity === 'ERROR' ? colors.red('error') : colors.yellow('warning');
  // Most messages name their place already, as AWS's do.
  const where =
    location === undefined || message.includes(location) ? '' : colors.dim(` at ${printable(location)}`);
  return `${printable(place)}: ${kind} ${code} ${printable(message)}${where}`;
}
