/*
 * The last line of `pnpm test`: sums the reports that every package's test run left behind, and what failed beside
 * the tests. A failure is never lost: a suite that could not be loaded and a task without a report count as one each.
 */

/** What is read of a vitest JSON report. */
export interface TestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** What is read of Nx's record of a run. */
export interface TaskRecord {
  readonly taskId: string;
  readonly projectName: string;
  readonly target: string;
  /** 0 is success. */
  readonly status: number;
}

export interface Totals {
  readonly passed: number;
  readonly failed: number;
}

/** Failed tests, and suites that failed without a failed test (they could not be loaded). */
function totalsOf(report: TestReport): Totals {
  const unloadable = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloadable.length };
}

/**
 * The sum of a run. `reports` maps a project's name to its report; `exitCode` is that of the whole run. A failed task
 * counts as one failure unless it is a `test` task whose report already counts some.
 */
export function summarize(
  reports: ReadonlyMap<string, TestReport>,
  tasks: readonly TaskRecord[],
  exitCode: number,
): Totals {
  const totals = [...reports.values()].map(totalsOf);
  const passed = totals.reduce((sum, report) => sum + report.passed, 0);
  const failedTests = totals.reduce((sum, report) => sum + report.failed, 0);
  const failedTasks = tasks.filter(({ status, target, projectName }) => {
    const report = target === 'test' ? reports.get(projectName) : undefined;
    return status !== 0 && (report === undefined || totalsOf(report).failed === 0);
  });
  const failed = failedTests + failedTasks.length;
  return { passed, failed: exitCode !== 0 && failed === 0 ? 1 : failed };
}
