/*
 * `pnpm test`: everything that CI asks for, in one command: lint, format, types, unit and browser tests, build, and
 * the checks of the repository itself, each cached by Nx. Its last line is `N passed, N failed`; the exit code is 0
 * only when nothing failed. Arguments go to Nx: `pnpm test --projects=@mm-playground/api`. With `--affected` only what a change since
 * `--base` touches is asked.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { RESULT_FILE } from '@mm-playground/vitest-preset';
import { summarize, type TaskRecord, type TestReport } from './test-summary.ts';
import { packagesIn, ROOT } from './workspace.ts';

const TARGETS = ['lint', 'format:check', 'typecheck', 'build', 'test'];
const AFFECTED = '--affected';
const NX_FOLDER = join(ROOT, '.nx', 'cache');
const RUN_RECORD = join(NX_FOLDER, 'run.json');

const packages = packagesIn('packages', 'apps', 'tools', 'examples');
// What an earlier run left must not be counted; Nx puts the reports of cached tasks back.
for (const { folder } of packages) rmSync(join(folder, RESULT_FILE), { force: true });
rmSync(RUN_RECORD, { force: true });

const args = process.argv.slice(2).filter((arg) => arg !== AFFECTED);
const which = process.argv.includes(AFFECTED) ? 'affected' : 'run-many';
const nx = spawnSync('nx', [which, '--outputStyle=static', '--targets', TARGETS.join(','), ...args], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', NX_CACHE_DIRECTORY: NX_FOLDER },
});
if (nx.error !== undefined) throw nx.error;
const exitCode = nx.status ?? 1;

const reports = new Map<string, TestReport>();
for (const { folder, manifest } of packages) {
  const file = join(folder, RESULT_FILE);
  if (existsSync(file)) reports.set(manifest.name, JSON.parse(readFileSync(file, 'utf8')) as TestReport);
}
const record = existsSync(RUN_RECORD) ? readFileSync(RUN_RECORD, 'utf8') : '{"tasks":[]}';
const { tasks } = JSON.parse(record) as { readonly tasks: readonly TaskRecord[] };

const failedTasks = tasks.filter(({ status }) => status !== 0).map(({ taskId }) => taskId);
if (failedTasks.length > 0) process.stdout.write(`\nFailed: ${failedTasks.join(', ')}\n`);
const { passed, failed } = summarize(reports, tasks, exitCode);
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = exitCode === 0 && failed > 0 ? 1 : exitCode;
