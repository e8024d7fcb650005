/**
 * The order of steps of the running kernel, as a recording. As root:
 *
 *     node --conditions=@mm-playground/source packages/oracle/src/order/main.ts > packages/oracle/captures/order/calls.strace
 */
import { runNative } from '../native/run-native.ts';
import { inMountNamespace, tracing, tracingObstacle } from '../maple/tracefs.ts';
import { ORDER_EVENTS, readOrder } from './order-events.ts';
import { orderScript } from './order-script.ts';

/** Calls and accesses; those that are no system call have no lines of their own. */
const ORDERED = /^(mmap|munmap|mprotect|mremap)\(/;

/** Performs the script and writes what was traced behind each call. */
async function recordOrder(): Promise<string> {
  const { trace, pid, result } = await tracing(ORDER_EVENTS, (started) =>
    runNative(orderScript, { checkpoints: 'none', started }),
  );
  const calls = result.split('\n').filter((line) => ORDERED.test(line)).length;
  // The runner maps nothing by itself once it is traced, but for what it does before the first call of the script.
  const orders = readOrder(trace, pid).slice(-calls);
  return result
    .split('\n')
    .flatMap((line) => (ORDERED.test(line) ? [line, ...(orders.shift() ?? []).map((each) => `# ${each}`)] : [line]))
    .join('\n');
}

const obstacle = tracingObstacle();
if (obstacle !== null) {
  console.error(`cannot trace here: ${obstacle}`);
  process.exitCode = 1;
} else if (process.argv.includes('--inside')) process.stdout.write(await recordOrder());
else {
  const { output, status } = await inMountNamespace(import.meta.filename, ['--inside']);
  process.stdout.write(output);
  process.exitCode = status;
}
