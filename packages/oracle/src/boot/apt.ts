/**
 * Debian packages of other suites and architectures than this machine's own: apt with lists and a configuration in a folder of
 * ours, so that nothing of the machine's is touched. The mirror is the one that the machine itself uses.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BootError } from './boot-error.ts';

/** One suite of a Debian archive for one architecture. */
export interface Archive {
  /** The address of the archive. */
  readonly mirror: string;
  readonly suite: string;
  readonly debianArch: string;
  /** Where its lists are kept. */
  readonly folder: string;
}

/** The Debian archive that this machine's apt uses. @throws BootError `no-apt` or `no-mirror`. */
export function localMirror(): string {
  const targets = run('apt-get', ['indextargets', '--format', '$(LABEL)|$(REPO_URI)', 'Identifier: Packages']);
  const mirror = mirrorAmong(targets);
  if (mirror !== null) return mirror;
  throw new BootError('no-mirror', 'apt knows no Debian archive: run apt-get update first, or name one with --mirror');
}

/** The first archive with the label of Debian's main one, in lines `LABEL|ADDRESS`. */
export function mirrorAmong(targets: string): string | null {
  return /^Debian\|(.+)$/m.exec(targets)?.[1] ?? null;
}

/** Fetches the lists of the archive. @throws BootError `no-apt` or `apt-failed`. */
export function update(archive: Archive): void {
  for (const part of ['lists/partial', 'cache/archives/partial'])
    mkdirSync(join(archive.folder, part), { recursive: true });
  writeFileSync(sourcesOf(archive), `deb ${archive.mirror} ${archive.suite} main\n`);
  run('apt-get', ['update', ...optionsOf(archive)]);
}

/** The packages that one depends on, without versions and alternatives. */
export function dependenciesOf(archive: Archive, name: string): string[] {
  const shown = run('apt-cache', ['show', '--no-all-versions', ...optionsOf(archive), name]);
  return dependenciesIn(shown);
}

/** The first alternative of each dependency in a package's record. */
export function dependenciesIn(record: string): string[] {
  const line = /^Depends: (.*)$/m.exec(record)?.[1] ?? '';
  return line.split(',').flatMap((each) => /^\s*([^\s|(:]+)/.exec(each)?.[1] ?? []);
}

/** Downloads a package and unpacks it below `target`. @throws BootError `no-apt` or `apt-failed`. */
export function unpack(archive: Archive, name: string, target: string): void {
  const downloads = join(archive.folder, 'downloads', name);
  mkdirSync(downloads, { recursive: true });
  run('apt-get', ['download', ...optionsOf(archive), name], downloads);
  const [file] = run('find', [downloads, '-name', '*.deb']).split('\n');
  run('dpkg-deb', ['-x', file ?? '', target]);
}

const sourcesOf = ({ folder }: Archive): string => join(folder, 'sources.list');

/** What makes apt use our folder; the keys stay the machine's. */
function optionsOf(archive: Archive): string[] {
  const { debianArch, folder } = archive;
  const settings = {
    'Dir::Etc::sourcelist': sourcesOf(archive),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::Cache': join(folder, 'cache'),
    'APT::Architecture': debianArch,
    'APT::Architectures': debianArch,
    'APT::Sandbox::User': 'root',
    'APT::Get::List-Cleanup': 'false',
  };
  return ['-qq', ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])];
}

function run(program: string, args: readonly string[], cwd?: string): string {
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
    ...(cwd !== undefined && { cwd }),
  });
  if (error !== undefined)
    throw new BootError('no-apt', `kernels are fetched with Debian's apt and dpkg: ${program}: ${error.message}`);
  if (status !== 0) throw new BootError('apt-failed', `${program} ${args[0]}: ${stderr.trim()}`);
  return stdout;
}
