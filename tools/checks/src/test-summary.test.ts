import { expect, it } from 'vitest';
import { summarize, type TaskRecord, type TestReport } from './test-summary.ts';

const report = (passed: number, failed: number, suites: TestReport['testResults'] = []): TestReport => ({
  numPassedTests: passed,
  numFailedTests: failed,
  testResults: suites,
});

const task = (projectName: string, target: string, status: number): TaskRecord => ({
  taskId: `${projectName}:${target}`,
  projectName,
  target,
  status,
});

it('sums the reports of all packages', () => {
  const reports = new Map([
    ['api', report(3, 0)],
    ['core', report(4, 2, [{ status: 'failed', assertionResults: [{ status: 'failed' }] }])],
  ]);
  expect(summarize(reports, [task('api', 'test', 0), task('core', 'test', 1)], 1)).toEqual({ passed: 7, failed: 2 });
});

it('counts a suite that could not be loaded', () => {
  const reports = new Map([['api', report(3, 0, [{ status: 'failed', assertionResults: [] }])]]);
  expect(summarize(reports, [task('api', 'test', 1)], 1)).toEqual({ passed: 3, failed: 1 });
});

it('counts a failed task that no test report explains', () => {
  const reports = new Map([['api', report(3, 0)]]);
  const tasks = [task('api', 'test', 1), task('api', 'typecheck', 2), task('core', 'test', 1)];
  expect(summarize(reports, tasks, 1)).toEqual({ passed: 3, failed: 3 });
});

it('never says that a failed run had no failures', () => {
  expect(summarize(new Map(), [], 1)).toEqual({ passed: 0, failed: 1 });
});
