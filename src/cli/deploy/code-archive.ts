import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { type ArchiveFile, zipFiles } from '../zip.ts';
import { Fault, type Path } from './fault.ts';

/** Lambda's own bound for a package that is unpacked. */
const PACKAGE_BYTES_MAX = 262_144_000;
const PACKAGE_FILES_MAX = 20_000;

/** A file or folder of a template: below its folder, links followed. @throws Fault for what leads out of it */
export function insideOf(folder: string, path: string, place: Path): string {
  const root = realpathSync(folder);
  let target: string;
  try {
    target = realpathSync(resolve(root, path));
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw new Fault(place, `${path} is not there`);
    throw error;
  }
  if (target !== root && !target.startsWith(root + sep)) {
    throw new Fault(place, `${path} leads out of the template's folder; it must lie in it`);
  }
  return target;
}

/** A zip of the folder, or the file itself when it is one. Same files, same bytes. @throws Fault */
export function archiveOf(path: string, place: Path): Buffer {
  if (!statSync(path).isDirectory()) {
    if (path.endsWith('.zip') || path.endsWith('.jar')) return readFileSync(path);
    const name = path.slice(path.lastIndexOf(sep) + 1);
    return zipFiles([{ name, content: readFileSync(path), isExecutable: false }]);
  }
  const files: ArchiveFile[] = [];
  const room = { bytes: PACKAGE_BYTES_MAX };
  gather({ folder: path, prefix: '', depth: 0 }, { root: path, files, room, place });
  return zipFiles(files);
}

interface Gathering {
  readonly root: string;
  readonly files: ArchiveFile[];
  readonly room: { bytes: number };
  readonly place: Path;
}

const DEPTH_MAX = 64;

function gather(
  { folder, prefix, depth }: { readonly folder: string; readonly prefix: string; readonly depth: number },
  gathering: Gathering,
): void {
  const { root, files, room, place } = gathering;
  if (depth > DEPTH_MAX)
    throw new Fault(place, `folders are nested deeper than ${DEPTH_MAX} levels, or lead in a circle`);
  for (const name of readdirSync(folder).sort()) {
    // Our own data: with the record of the stack in it the code would change with every deployment.
    if (name === '.stepwell') continue;
    const target = realpathSync(join(folder, name));
    if (!target.startsWith(root + sep))
      throw new Fault(place, `${prefix}${name} is a link that leads out of the code's folder`);
    const facts = statSync(target);
    if (facts.isDirectory())
      gather({ folder: target, prefix: `${prefix}${name}/`, depth: depth + 1 }, gathering);
    if (!facts.isFile()) continue;
    room.bytes -= facts.size;
    if (room.bytes < 0) throw new Fault(place, `the code has more than ${PACKAGE_BYTES_MAX} bytes`);
    if (files.length >= PACKAGE_FILES_MAX)
      throw new Fault(place, `the code has more than ${PACKAGE_FILES_MAX} files`);
    files.push({
      name: prefix + name,
      content: readFileSync(target),
      isExecutable: (facts.mode & 0o111) !== 0,
    });
  }
}
