import { describe, expect, test } from 'vitest';
import { LogFollower } from './log-follower.ts';

const EXECVE = '7 execve("/bin/a", ["a"], 0x1 /* 0 vars */) = 0\n';

/** A follower that has read `text`, in two pieces to meet lines that are cut. */
function following(text: string): LogFollower {
  const follower = new LogFollower();
  const middle = Math.floor(text.length / 2);
  follower.push(Buffer.from(text.slice(0, middle)));
  follower.push(Buffer.from(text.slice(middle)));
  return follower;
}

describe('LogFollower', () => {
  test('sees a program that was just loaded', () => {
    const follower = following(EXECVE);
    expect(follower.holds()).toMatchObject([{ task: 7, kind: 'start', call: 'execve', offset: EXECVE.length }]);
    expect(follower.loadedAt(7)).toBe(EXECVE.length);
  });

  test('sees the first brk by the head of its line', () => {
    expect(following(`${EXECVE}7 brk(NULL`).holds()).toMatchObject([{ kind: 'start', call: 'brk', untouched: true }]);
  });

  test('sees it too when another task wrote meanwhile', () => {
    const follower = following(`${EXECVE}7 brk(NULL <unfinished ...>\n8 mmap(NULL, 1) = 0x1\n`);
    expect(follower.holds()).toMatchObject([{ task: 7, call: 'brk' }]);
  });

  test('takes no start snapshot after a call that changed memory', () => {
    expect(following(`${EXECVE}7 mmap(NULL, 1) = 0x1\n7 brk(NULL`).holds()).toEqual([]);
  });

  test('begins anew with the next execve', () => {
    const follower = following(`${EXECVE}7 mmap(NULL, 1) = 0x1\n${EXECVE}7 brk(NULL`);
    expect(follower.holds()).toMatchObject([{ kind: 'start', call: 'brk', untouched: true }]);
  });

  test('does not take a failed execve for a loaded program', () => {
    expect(following('7 execve("/no", ["no"], 0x1) = -1 ENOENT (No such file or directory)\n').holds()).toEqual([]);
  });

  test('sees the end, and whether it is the first call at all', () => {
    expect(following(`${EXECVE}7 exit_group(0`).holds()).toMatchObject([{ kind: 'end', untouched: true }]);
    const later = following(`${EXECVE}7 munmap(0x1, 1) = 0\n7 exit_group(0`);
    expect(later.holds()).toMatchObject([{ kind: 'end', untouched: false }]);
  });

  test('counts calls that say nothing about memory as nothing', () => {
    const follower = following(`${EXECVE}7 arch_prctl(ARCH_SET_FS, 0x1) = 0\n7 exit_group(0`);
    expect(follower.holds()).toMatchObject([{ kind: 'end', untouched: true }]);
  });

  test('forgets a task that ended', () => {
    const follower = following(`${EXECVE}7 exit_group(0) = ?\n7 +++ exited with 0 +++\n`);
    expect(follower.holds()).toEqual([]);
    expect(follower.livingTasks()).toEqual([]);
    expect(follower.tasks).toEqual([7]);
  });

  test('knows which threads can be at work in the kernel', () => {
    const follower = following(`${EXECVE}7 exit_group(0 <unfinished ...>\n8 mmap(NULL, 1) = 0x1\n9 munmap(0x1, 1`);
    expect([7, 8, 9].map((task) => follower.isIdle(task))).toEqual([true, true, false]);
  });

  test('knows when a task waits for a vfork child', () => {
    expect(following('7 vfork( <unfinished ...>\n8 close(3) = 0\n').inVfork).toBe(true);
    expect(following('7 clone(child_stack=NULL, flags=SIGCHLD) = 8\n').inVfork).toBe(false);
  });
});
