/*
 * What is mutated, and who judges. A target's judges are the conformance kits and tests that reach its code, in the order in which they
 * run: the first failure ends a mutant, so the ones that fail soonest come first. Those that take seconds and say nothing that a
 * quick one does not say are left out, so that a mutant takes about a second.
 */
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root folder of the repository. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** A part of the project whose tests are tested. */
export interface Target {
  /** The package's folder, from the root. */
  readonly package: string;
  /** Globs of the files that are mutated, from the package. */
  readonly mutate: readonly string[];
  /** The tests that judge, from the package, in their order. */
  readonly tests: readonly string[];
  /** A file that would belong here and is not mutated. */
  readonly leftOut?: { readonly file: string; readonly why: string };
}

const SUPPORT = { file: 'src/support.ts', why: 'a table of prose for people' };

/** Core's tests that reach merging and regions, the narrow ones first. */
const CORE_TESTS: readonly string[] = [
  'src/vma/{vma-merge,vma-merge-struct,vma-munmap,maple-tracing}.test.ts',
  'src/mm/{merge-effects,step-arguments,mid-call}.test.ts',
  'src/mmap-region/*.test.ts',
  'src/syscalls/mmap.test.ts',
  'src/vma/munmap.test.ts',
  'src/mm/accounting.test.ts',
  'src/machine/failure-points.test.ts',
  'src/kernels/{generations,notes}.test.ts',
  'src/syscalls/{,*/}m{advise,bind,lock,protect,remap,seal}.test.ts',
  'src/vma/mremap-anon-vma.test.ts',
  'src/syscalls/prctl/anon-vma-name.test.ts',
  'src/syscalls/{,*/}{aio,brk,io-uring,memfd,pkeys,shm,userfaultfd}.test.ts',
  'src/{machine/devices,files/driver,files/hugetlb,mm/stack,mm/under-way}.test.ts',
  'src/{syscalls/process/exec-stack,machine/trace}.test.ts',
];

/** By the name that `pnpm mutate` takes. */
export const TARGETS: Readonly<Record<string, Target>> = {
  'arch-riscv64': {
    package: 'packages/arch-riscv64',
    mutate: ['src/*.ts'],
    tests: ['src/conformance.test.ts', 'src/*.test.ts'],
    leftOut: SUPPORT,
  },
  'arch-x86-64': {
    package: 'packages/arch-x86-64',
    mutate: ['src/*.ts'],
    tests: ['src/conformance.test.ts', 'src/{fault,layout,mmu}.test.ts'],
    leftOut: SUPPORT,
  },
  merge: {
    package: 'packages/core',
    mutate: ['src/vma/vma-{merge,merge-struct,modify,expand,split}.ts'],
    tests: CORE_TESTS,
  },
  region: {
    package: 'packages/core',
    mutate: ['src/mmap-region/*.ts', 'src/vma/{vma-munmap,munmap,munmap-in-one}.ts'],
    tests: CORE_TESTS,
  },
  'maple-tree': {
    package: 'packages/maple-tree',
    mutate: ['src/*.ts'],
    tests: [
      'src/{store-kind,shape,big-node,path,tree-state,store-record,node-types,maple-tree,vma-index-tree,ma-state,ma-state-model,rcu,validate,dump,inspect,lookups}.test.ts',
      'src/{erase,told,model,spanning-store,spanning-store-defect}.test.ts',
      'src/vma-index.test.ts',
    ],
  },
};

/** How the runner's processes are told which target they judge. */
export const TARGET_VARIABLE = 'MUTATION_TARGET';

/** The target with this name. */
export function targetNamed(name: string | undefined): Target {
  const target = name === undefined ? undefined : TARGETS[name];
  if (target === undefined)
    throw new RangeError(`no target ${name ?? ''}; there are ${Object.keys(TARGETS).join(', ')}`);
  return target;
}

/** The files of a target, from its package: all, or those with one of these names, such as `vma-merge.ts`. */
export function filesOf(target: Target, names: readonly string[]): string[] {
  const exclude = ['src/**/*.test.ts', ...(target.leftOut === undefined ? [] : [target.leftOut.file])];
  const files = globSync(target.mutate, { cwd: join(ROOT, target.package), exclude }).toSorted();
  return names.length === 0 ? files : files.filter((file) => names.includes(basename(file)));
}
