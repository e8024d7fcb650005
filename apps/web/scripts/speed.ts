/*
 * How fast the built app is, as its README tells: the first picture, a step on a recorded program with threads, and going anywhere in a run
 * of a million steps, with what the page then takes of memory. Medians of several runs, each in a browser context of its own. It reports
 * and judges nothing.
 *
 *     node --conditions=@mm-playground/source scripts/speed.ts [first] [steps] [million]
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { argv, env } from 'node:process';
import type { CDPSession, Page } from 'playwright';
import { BUILT, startBuiltApp, type BuiltApp } from './built-app.ts';
import type { MmApp } from '../src/shell/app.ts';
import { manySteps } from './many-steps.ts';

const RUNS = Number(env['RUNS'] ?? 5);
const MILLION = 1_000_000;
const FILE = 'many-steps.strace';
const STEPS = 200;
const SEEKS = 100;
const LOADING_MS = 120_000;
const MB = 1e6;

const sorted = (times: readonly number[]): number[] => times.toSorted((a, b) => a - b);
const at = (times: readonly number[], share: number): number =>
  sorted(times)[Math.floor((times.length - 1) * share)] ?? Number.NaN;
const median = (times: readonly number[]): number => at(times, 0.5);
const ms = (time: number): string => `${time.toFixed(1)} ms`;

/** Runs `measure` a few times and gives the median of each number. */
async function medians<Key extends string>(
  measure: () => Promise<Readonly<Record<Key, number>>>,
): Promise<Readonly<Record<Key, number>>> {
  const runs: Readonly<Record<Key, number>>[] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await measure());
  const keys = Object.keys(runs[0] ?? {}) as Key[];
  return Object.fromEntries(keys.map((key) => [key, median(runs.map((run) => run[key]))])) as Record<Key, number>;
}

async function onPage<T>(app: BuiltApp, path: string, work: (page: Page) => Promise<T>): Promise<T> {
  const { page, problems } = await app.open(path);
  try {
    const result = await work(page);
    for (const problem of problems) console.error(problem);
    return result;
  } finally {
    await page.context().close();
  }
}

const firstPicture = async (app: BuiltApp): Promise<{ first: number }> =>
  onPage(app, '', async (page) => ({
    first: await page.evaluate(() => performance.getEntriesByName('mm-first-picture')[0]?.startTime ?? Number.NaN),
  }));

const settled = async (page: Page): Promise<void> => {
  await page.locator('mm-app[data-editor]').waitFor({ timeout: LOADING_MS });
  await page.waitForFunction(() => document.querySelector<MmApp>('mm-app')?.store?.state.stale === false, undefined, {
    timeout: LOADING_MS,
  });
  await page.waitForTimeout(1000);
};

/** What a picture took. */
interface Spent {
  /** From when it was asked for to when it was handed over, and nothing was left to do. */
  readonly wall: number;
  /** What the page's thread computed for it: the same on a machine that has other things to do. */
  readonly cpu: number;
}

/** Asks for one picture after the other. */
async function times(page: Page, asks: readonly Asked[]): Promise<readonly Spent[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
  };
  const found: Spent[] = [];
  for (const asked of asks) {
    const before = await busy();
    const wall = await page.evaluate(askFor, asked);
    found.push({ wall, cpu: (await busy()) - before });
  }
  await session.detach();
  return found;
}

/**
 * Milliseconds from the beginning of a frame in which something is asked of the app to when a task that is posted after it runs; and the same of the
 * frame after that, for what was handed on to it. The waiting between two frames does not count.
 */
async function askFor(asked: Asked): Promise<number> {
  const frame = (): Promise<number> => new Promise(requestAnimationFrame);
  const painted = (): Promise<void> =>
    new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => done());
      port1.start();
      port2.postMessage(null);
    });
  await frame();
  const began = performance.now();
  if ('key' in asked) document.body.dispatchEvent(new KeyboardEvent('keydown', { key: asked.key, bubbles: true }));
  else document.querySelector('mm-app')?.dispatchEvent(new CustomEvent('mm-seek', { detail: asked }));
  await painted();
  const first = performance.now() - began;
  await frame();
  const again = performance.now();
  await painted();
  return first + performance.now() - again;
}

/** Median, 95th percentile and longest of both. */
type Summary = Readonly<Record<'median' | 'p95' | 'longest' | 'cpu' | 'cpu95' | 'cpuLongest', number>>;

function summary(found: readonly Spent[]): Summary {
  const [wall, cpu] = [found.map((each) => each.wall), found.map((each) => each.cpu)];
  return {
    ...{ median: median(wall), p95: at(wall, 0.95), longest: at(wall, 1) },
    ...{ cpu: median(cpu), cpu95: at(cpu, 0.95), cpuLongest: at(cpu, 1) },
  };
}

const inWords = (found: Summary): string =>
  `median ${ms(found.median)}, 95 % within ${ms(found.p95)}, longest ${ms(found.longest)} ` +
  `(computing: ${ms(found.cpu)}, ${ms(found.cpu95)}, ${ms(found.cpuLongest)})`;

/** A key that is pressed, or a place that is asked for. */
type Asked = { readonly key: string } | { readonly call: number; readonly step: number };

const stepping = async (app: BuiltApp): Promise<Summary> =>
  onPage(app, '#sample=node-threads&call=150&step=3', async (page) => {
    await settled(page);
    return summary(await times(page, Array<Asked>(STEPS).fill({ key: 'l' })));
  });

/** Numbers that look like chance, the same every time. */
function* numbers(): Generator<number, never, void> {
  for (let state = 1; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** Bytes that the process of the page has in memory. */
async function residentOf(session: CDPSession, app: BuiltApp): Promise<number> {
  const browser = await app.browser.newBrowserCDPSession();
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  await session.send('HeapProfiler.collectGarbage');
  const sizes = await Promise.all(
    renderers.map(async (id) => Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0)),
  );
  return Math.max(...sizes) * 1024;
}

/** Milliseconds of the longest pause so far in which the page could not answer. */
const longestPause = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((done) => {
        const observer = new PerformanceObserver((list) => {
          observer.disconnect();
          done(Math.max(...list.getEntries().map(({ duration }) => duration)));
        });
        observer.observe({ type: 'longtask', buffered: true });
      }),
  );

async function million(
  app: BuiltApp,
): Promise<Readonly<Record<keyof Summary | 'load' | 'pause' | 'heap' | 'rss', number>>> {
  return onPage(app, `?file=${FILE}`, async (page) => {
    const load = await page.evaluate(
      () => performance.getEntriesByName('mm-first-picture')[0]?.startTime ?? Number.NaN,
    );
    await settled(page);
    const pause = await longestPause(page);
    const steps = await page.evaluate(
      () => document.querySelector<MmApp>('mm-app')?.store?.state.played?.calls.map((row) => row.steps) ?? [],
    );
    const chance = numbers();
    const asks = Array.from({ length: SEEKS }, (): Asked => {
      const call = Math.floor(chance.next().value * steps.length);
      return { call, step: Math.floor(chance.next().value * (steps[call] ?? 0)) };
    });
    const found = summary(await times(page, asks));
    const session = await page.context().newCDPSession(page);
    const rss = await residentOf(session, app);
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    return { ...found, load, pause, heap: usedSize / MB, rss: rss / MB };
  });
}

const asked = argv.slice(2);
const wants = (name: string): boolean => asked.length === 0 || asked.includes(name);
const app = await startBuiltApp();
try {
  console.log(`1440x900, Chromium ${app.browser.version()}, medians of ${RUNS}`);
  if (wants('first')) console.log(`first picture: ${ms((await medians(() => firstPicture(app))).first)}`);
  if (wants('steps')) {
    const found = await medians(() => stepping(app));
    console.log(`a step of node-threads: ${inWords(found)}`);
  }
  if (wants('million')) {
    await writeFile(join(BUILT, FILE), manySteps(MILLION));
    const found = await medians(() => million(app));
    console.log(
      `${MILLION} steps: shown after ${ms(found.load)}, longest pause ${ms(found.pause)}; seek: ${inWords(found)}; ` +
        `heap ${found.heap.toFixed(0)} MB, resident ${found.rss.toFixed(0)} MB`,
    );
  }
} finally {
  await app.close();
}
