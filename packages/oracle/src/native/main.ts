/**
 * Random scripts on this machine's kernel or on a booted one, as captures: one on standard output, or many in a folder, each
 * called PROFILE-SEED.strace, the seeds counted up from `--seed`.
 * `node --conditions=@mm-playground/source packages/oracle/src/native/main.ts --seed 1 --profile vma --count 60`
 * `node ... main.ts --boot 6.12 --profile all --runs 10 --count 160 --output captures`
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bootKernel } from '../boot/boot.ts';
import { findKernel } from '../boot/kernel-cache.ts';
import { generate } from './generate.ts';
import { nativeTarget } from './native-target.ts';
import { type Profile, PROFILES } from './profiles.ts';
import { runScript } from './run-script.ts';
import type { Target } from './target.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    profile: { type: 'string', default: 'vma' },
    count: { type: 'string', default: '60' },
    runs: { type: 'string', default: '1' },
    output: { type: 'string' },
    boot: { type: 'string' },
    directory: { type: 'string', default: '/var/tmp' },
  },
});

const { directory, boot, output } = values;
if (boot === undefined) await record(nativeTarget({ directory }));
else {
  const kernel = await bootKernel(findKernel(boot), { directory });
  await record(kernel);
  await kernel.close();
}

async function record(target: Target): Promise<void> {
  if (output !== undefined) mkdirSync(output, { recursive: true });
  for (const profile of chosenProfiles()) {
    for (let run = 0; run < Number(values.runs); run++) {
      const seed = Number(values.seed) + run;
      const { capture } = await runScript(generate(seed, profile, Number(values.count), target), target);
      if (output === undefined) process.stdout.write(capture);
      else writeFileSync(join(output, `${profile}-${seed}.strace`), capture);
    }
  }
}

function chosenProfiles(): readonly Profile[] {
  if (values.profile === 'all') return PROFILES;
  const profile = PROFILES.find((name) => name === values.profile);
  if (profile === undefined) throw new RangeError(`--profile: expected all or one of ${PROFILES.join(' ')}`);
  return [profile];
}
