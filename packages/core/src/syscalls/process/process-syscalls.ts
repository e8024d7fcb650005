/**
 * clone, fork, execve, exit: tasks by the names that the log gives them. What an exec'd program's address space looks like is
 * not in a log of calls: until a snapshot shows it, it is unknown and followed.
 */

import {
  CLONE,
  NotModelled,
  PERSONALITY,
  isErrno,
  type CallPoint,
  type ModelCall,
  type RunningCall,
} from '@mm-playground/api';
import { emptyMm } from '../../mm/small-program.ts';
import type { Args } from '../../machine/args.ts';
import { linkerImage, loadElfBinary, prepareExec, type Program } from './binfmt-elf.ts';
import { credentialsAfterExec } from '../../machine/credentials.ts';
import { locked } from '../../mm/mmap-lock.ts';
import { inheritMmFlags, type MmStruct } from '../../mm/mm-struct.ts';
import { copyProcess, exitMmap } from './process.ts';
import { failure, recordedFailure, value, type SyscallFamily } from '../syscall-result.ts';
import type { System } from '../../machine/system.ts';
import { INITIAL_PKRU, type Task } from '../../machine/task.ts';
import { assumeWrittenEverywhere } from '../../recording/written.ts';

const { CLONE_VM } = CLONE.values;

function* copy(task: Task, call: ModelCall, flags: bigint): RunningCall {
  const failed = recordedFailure(call);
  if (failed !== null) return failed;
  const { mm } = task;
  const { sys } = mm;
  const pid = call.recorded?.kind === 'value' ? call.recorded.value : BigInt(sys.nextId('pid'));
  if ((flags & CLONE_VM) === 0n) assumeWrittenEverywhere(mm);
  const child = yield* locked(mm, 'write', () => copyProcess(task, { flags, name: String(pid) }));
  if (isErrno(child)) return failure(child);
  sys.journal.touch(sys.tasks).add(child);
  return value(pid);
}

/** `fork() = 0` of a script: the file goes on in the child; the parent keeps its address space and does nothing else. */
function* forkIntoChild(task: Task): RunningCall {
  const { mm } = task;
  const { sys } = mm;
  const { tasks } = sys;
  assumeWrittenEverywhere(mm);
  const child = yield* locked(mm, 'write', () => copyProcess(task, { flags: 0n, name: task.name }));
  if (isErrno(child)) return failure(child);
  const parent = `parent ${sys.nextId('pid')}`;
  // The child has the name from here on, and with it the group: its end is not that of its parent.
  for (const thread of tasks.inGroup(task.group)) sys.journal.touch(thread).group = parent;
  sys.journal.touch(tasks).remove(task);
  sys.journal.touch(task).name = parent;
  tasks.add(task);
  tasks.add(child);
  return value(0);
}

const cloneFlags = (args: Args): bigint => args.named('flags') ?? args.word(0);

/**
 * The new image's address space. Its layout only a snapshot can tell, or the program itself where that is known. Any number that was recorded is a success:
 * `strace --seccomp-bpf` takes the number of the next call for the result, where not the first thread replaced the program.
 */
function* execve(task: Task, args: Args, call: ModelCall, path: number): RunningCall {
  const failed = recordedFailure(call);
  if (failed !== null) return failed;
  const { sys } = task.mm;
  const { tasks } = sys;
  const old = task.mm;
  const program = call.recorded === undefined ? programOf(sys, args, path) : null;
  for (const thread of tasks.inGroup(task.group)) if (thread !== task) sys.journal.touch(tasks).remove(thread);
  sys.journal.touch(task).pkru = INITIAL_PKRU;
  task.credentials = credentialsAfterExec(task.credentials);
  // A 64-bit program has to ask for it anew.
  if (task.personality !== null) task.personality &= ~PERSONALITY.values.READ_IMPLIES_EXEC;
  const mm = emptyMm(sys, task);
  inheritMmFlags(mm, old);
  if (program === null) mm.touch('unknown').unknown = true;
  const bprm = program === null ? null : yield* prepareExec(mm, program);
  sys.trace?.enter('begin_new_exec');
  sys.journal.touch(task).mm = mm;
  sys.journal.touch(tasks).add(task);
  yield* releaseMm(old);
  sys.trace?.exit('begin_new_exec');
  if (bprm !== null && program !== null) yield* loadElfBinary(bprm, task, program);
  return value(call.recorded?.kind === 'value' ? call.recorded.value : 0);
}

/** The program that a script executes. @throws NotModelled where its file is not known */
function programOf(sys: System, args: Args, path: number): Program {
  const name = args.text(path);
  const image = sys.programs.get(name);
  if (image === undefined) throw new NotModelled('execve', `of ${name}: neither a snapshot nor the program is known`);
  if (image.interpreter !== undefined) linkerImage(sys, image.interpreter);
  return { path: name, image, argv: stringsOf(args, path + 1), envp: stringsOf(args, path + 2) };
}

/** `["ls", "-l"]`, or NULL. */
function stringsOf(args: Args, index: number): readonly string[] {
  const list = args.at(index);
  if (list.kind === 'int' && list.value === 0n) return [];
  const strings = list.kind === 'array' && !list.abbreviated ? list.items : [];
  if (list.kind !== 'array' || list.abbreviated || strings.some(({ kind }) => kind !== 'string'))
    throw new NotModelled('execve', 'whose arguments or environment are not all there');
  return strings.map((each) => (each.kind === 'string' ? each.value : ''));
}

/** Lets an address space go, if nobody uses it any more. */
function* releaseMm(mm: MmStruct): Generator<CallPoint, void, void> {
  if (mm.sys.tasks.uses(mm)) return;
  yield point(mm);
  exitMmap(mm);
}

const point = (mm: MmStruct): CallPoint => ({ step: 'exit_mmap', mm: mm.id });

function* exit(task: Task, whole: boolean): RunningCall {
  const { mm } = task;
  const { journal, tasks } = mm.sys;
  const ending = whole ? tasks.inGroup(task.group) : [task];
  for (const thread of ending) journal.touch(tasks).remove(thread);
  yield* releaseMm(mm);
  return { kind: 'none' };
}

/** Calls on tasks. */
export const processFamily: SyscallFamily = {
  locking: {
    fork: (task, _args, call) => (goesOnInChild(call) ? forkIntoChild(task) : copy(task, call, 0n)),
    vfork: (task, _args, call) => copy(task, call, CLONE_VM),
    clone: (task, args, call) => copy(task, call, cloneFlags(args)),
    clone3: (task, args, call) => copy(task, call, cloneFlags(args)),
    execve: (task, args, call) => execve(task, args, call, 0),
    execveat: (task, args, call) => execve(task, args, call, 1),
    exit: (task) => exit(task, false),
    exit_group: (task) => exit(task, true),
  },
};

/** In a log the child has a number; in a script `fork() = 0` means that what follows is the child. */
const goesOnInChild = ({ recorded }: ModelCall): boolean =>
  recorded === undefined || (recorded.kind === 'value' && recorded.value === 0n);
