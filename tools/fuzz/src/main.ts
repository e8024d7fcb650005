/*
 * `pnpm fuzz TARGET [--seconds N]`: builds a target, and runs it in Jazzer.js, guided by coverage. What it finds lies in `found/`, and
 * `pnpm fuzz TARGET --replay FILE` runs it once more. `pnpm fuzz --build FOLDER` writes all targets, for a machine that fuzzes.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { buildTarget } from './build.ts';
import { TARGETS, type TargetName } from './targets.ts';

const ROOT = join(import.meta.dirname, '..');
/** Not below node_modules: what lies there is not instrumented. */
const BUILT = join(ROOT, 'dist');
const FOUND = join(ROOT, 'found');
/** Where its native part is found from. */
const JAZZER = realpathSync(join(ROOT, 'node_modules', '@jazzer.js', 'core'));
const NAMES = Object.keys(TARGETS) as TargetName[];

interface Options {
  readonly seconds: string;
  readonly replay?: string;
  readonly build?: string;
}

await new Command('fuzz')
  .argument('[target]', `one of ${NAMES.join(', ')}`)
  .addOption(new Option('--seconds <n>', 'how long').default('60'))
  .option('--replay <file>', 'run what was found once more')
  .option('--build <folder>', 'write all targets and their seeds')
  .action(run)
  .parseAsync();

async function run(target: string | undefined, { seconds, replay, build }: Options): Promise<void> {
  if (build !== undefined) return void (await Promise.all(NAMES.map((each) => buildTarget(each, build))));
  const name = NAMES.find((each) => each === target);
  if (name === undefined) throw new Error(`there is no target ${target ?? ''}; there are: ${NAMES.join(', ')}`);
  if (replay !== undefined) return TARGETS[name](readFileSync(replay));
  const { file, seeds } = await buildTarget(name, BUILT);
  mkdirSync(FOUND, { recursive: true });
  const jazzer = join(ROOT, 'node_modules', '.bin', 'jazzer');
  const limits = [`-max_total_time=${seconds}`, `-artifact_prefix=${FOUND}/${name}-`, '-max_len=4096'];
  demandJazzer();
  const { status } = spawnSync(jazzer, [file, seeds, '--', ...limits], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}

/** Its native part is built for newer systems than some are. @throws Error with what to do */
function demandJazzer(): void {
  const { stderr } = spawnSync(process.execPath, ['-e', "require('@jazzer.js/fuzzer')"], {
    cwd: JAZZER,
    encoding: 'utf8',
  });
  const [missing] = /version `\S+' not found/.exec(stderr) ?? [];
  if (missing !== undefined)
    throw new Error(`Jazzer.js cannot run here (${missing}): it needs glibc 2.38, as Debian 13 and Ubuntu 24.04 have`);
}
