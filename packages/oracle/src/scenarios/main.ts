/**
 * Proves scenarios on the running kernel: `node --conditions=@mm-playground/source packages/oracle/src/scenarios/main.ts FILE...`.
 * Prints what the kernel refutes; the last line sums up as `mm check` does. Exit 1 where anything was refuted, 2 where a file
 * cannot be read or proven.
 */
import { readFileSync } from 'node:fs';
import { formatDiagnostic } from '@mm-playground/api';
import { loadProgram } from '@mm-playground/script';
import { formatRefutation, prove, type Proof } from './prove.ts';

const proofs: Proof[] = [];
for (const file of process.argv.slice(2)) {
  try {
    const { program, diagnostics } = loadProgram(readFileSync(file), { file });
    for (const diagnostic of diagnostics) console.error(formatDiagnostic(diagnostic));
    if (program === undefined) throw new Error(`${file}: not readable`);
    const proof = await prove(program);
    for (const refutation of proof.refutations) console.log(formatRefutation(refutation));
    proofs.push(proof);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}
const sum = (count: (proof: Proof) => number): number => proofs.reduce((total, proof) => total + count(proof), 0);
const divergences = sum(({ refutations }) => refutations.length);
console.log(
  `${proofs.length} files, ${sum(({ calls }) => calls)} calls, ${sum(({ checkpoints }) => checkpoints)} checkpoints, ${divergences} divergences, 0 inferences`,
);
if (divergences > 0) process.exitCode ??= 1;
