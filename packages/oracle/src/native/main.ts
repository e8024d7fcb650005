/**
 * A random script on this machine's kernel, as a capture on standard output:
 * `node --conditions=@mm-playground/source packages/oracle/src/native/main.ts --seed 1 --profile vma --count 60`
 */
import { parseArgs } from 'node:util';
import { generate } from './generate.ts';
import { PROFILES } from './profiles.ts';
import { runNative } from './run-native.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    profile: { type: 'string', default: 'vma' },
    count: { type: 'string', default: '60' },
    directory: { type: 'string', default: '/var/tmp' },
  },
});

const profile = PROFILES.find((name) => name === values.profile);
if (profile === undefined) throw new RangeError(`--profile: expected one of ${PROFILES.join(' ')}`);
const script = generate(Number(values.seed), profile, Number(values.count));
process.stdout.write(await runNative(script, { directory: values.directory }));
