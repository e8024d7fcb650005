import { expect, test } from 'vitest';
import { filesystemOf, machineDirectives } from './machine.ts';

const FILES: Readonly<Record<string, string>> = {
  '/proc/sys/kernel/osrelease': '6.18.44\n',
  '/proc/sys/kernel/arch': 'x86_64\n',
  '/proc/sys/kernel/version': '#1 SMP PREEMPT_DYNAMIC\n',
  '/proc/self/smaps': '00400000-00401000 r--p 0\nSize: 4 kB\nKernelPageSize:        4 kB\n',
  '/sys/kernel/mm/transparent_hugepage/enabled': 'always [madvise] never\n',
  '/proc/sys/vm/max_map_count': '65530\n',
  '/proc/meminfo': 'MemTotal:       24684096 kB\nSwapTotal:             0 kB\n',
  '/proc/self/personality': '00040000\n',
  '/proc/self/status': 'CapEff:\t000001fffeffffff\n',
  '/proc/sys/kernel/cap_last_cap': '40\n',
  '/proc/config.gz': 'CONFIG_PT_RECLAIM=y\n# CONFIG_ANON_VMA_NAME is not set\n',
};

const realPath = (path: string): string => path;

test('the machine is described by what can be read of it', () => {
  const source = { read: (path: string) => FILES[path] ?? null, realPath };
  expect(machineDirectives(source, '/')).toBe(
    '#@ system kernel=6.18.44 arch=x86_64 page_size=4096 thp=madvise max_map_count=65530 mem_total_kb=24684096 ' +
      'swap_total_kb=0 personality=ADDR_NO_RANDOMIZE caps=000001fffeffffff pt_reclaim=1 anon_vma_name=0 ' +
      'memory_failure=0\n' +
      '#@ build #1 SMP PREEMPT_DYNAMIC\n',
  );
});

test('a mount that forbids programs is told, and what an arm64 processor has', () => {
  const directives = (more: Readonly<Record<string, string>>): string => {
    const all = new Map(Object.entries({ ...FILES, ...more }));
    return machineDirectives({ read: (path) => all.get(path) ?? null, realPath }, '/');
  };
  const mounted = (options: string): string =>
    directives({ '/proc/self/mountinfo': `1 0 8:1 / / ${options} shared:1 - tmpfs tmpfs rw` });
  expect(mounted('rw,nosuid,noexec')).toContain(' fs=tmpfs noexec=1 ');
  expect(mounted('rw,nosuid')).not.toContain('noexec');
  expect(directives({ '/proc/cpuinfo': 'Features\t: fp asimd bti\n' })).toContain(' bti=1 mte=0 ');
});

test('every capability is told as all', () => {
  const all = { ...FILES, '/proc/self/status': 'CapEff:\t000001ffffffffff\n' };
  expect(machineDirectives({ read: (path) => all[path as keyof typeof all] ?? null, realPath }, '/')).toContain(
    ' caps=all ',
  );
});

test('the lowest address is the higher one of the sysctl and of the security modules', () => {
  const minimum = (sysctl: string, config: string): string | undefined => {
    const files = new Map([
      ...Object.entries(FILES),
      ['/proc/sys/vm/mmap_min_addr', sysctl],
      ['/proc/config.gz', config],
    ]);
    return /mmap_min_addr=(\d+)/.exec(
      machineDirectives({ read: (path) => files.get(path) ?? null, realPath }, '/'),
    )?.[1];
  };
  expect(minimum('4096\n', 'CONFIG_LSM_MMAP_MIN_ADDR=65536\n')).toBe('65536');
  expect(minimum('131072\n', 'CONFIG_LSM_MMAP_MIN_ADDR=65536\n')).toBe('131072');
  expect(minimum('4096\n', '# CONFIG_SECURITY is not set\n')).toBe('4096');
});

test('the filesystem of a path is that of the deepest mount above it, the last of several', () => {
  const mountinfo = [
    '1 0 8:1 / / rw - ext4 /dev/sda1 rw',
    '2 1 0:5 / /no-such rw shared:1 - tmpfs tmpfs rw',
    '3 2 0:6 / /no-such/a\\040b rw - btrfs none rw',
    '4 2 0:7 / /no-such rw - xfs none rw',
  ].join('\n');
  expect(filesystemOf('/no-such-file', mountinfo)).toBe('ext4');
  expect(filesystemOf('/no-such/file', mountinfo)).toBe('xfs');
  expect(filesystemOf('/no-such/a b/file', mountinfo)).toBe('btrfs');
});
