/**
 * The machines that kernels are booted on: which QEMU, and how the serial line to the guest is called in it. Everything is
 * emulated (TCG): what a kernel does to address spaces is the same, and no machine needs nested virtualisation for it.
 */
import type { KernelImage } from './kernel-cache.ts';

/** A machine of QEMU's. */
export interface Machine {
  readonly program: string;
  /** The Debian package that brings it. */
  readonly debianPackage: string;
  readonly args: readonly string[];
  /** What else the kernel is told. */
  readonly parameters: readonly string[];
  /** The kernel's console. */
  readonly console: string;
  /** The serial line of the channel: how QEMU is told of it, and its device in the guest. */
  readonly channel: { readonly args: readonly string[]; readonly device: string };
}

const MACHINES: Readonly<Record<KernelImage['arch'], Machine>> = {
  x64: {
    program: 'qemu-system-x86_64',
    debianPackage: 'qemu-system-x86',
    args: ['-machine', 'pc', '-cpu', 'max'],
    // Address spaces of 47 bits, as on most machines. A busy host emulates no timer that is as regular as the kernel demands.
    parameters: ['no5lvl', 'no_timer_check'],
    console: 'ttyS0',
    channel: { args: ['-serial', 'chardev:channel'], device: '/dev/ttyS1' },
  },
  arm64: {
    program: 'qemu-system-aarch64',
    debianPackage: 'qemu-system-arm',
    // Pointer authentication as architected costs half the speed. Without LPA2 there are 48 bits, as on most machines.
    args: ['-machine', 'virt', '-cpu', 'max,pauth-impdef=on,lpa2=off'],
    parameters: [],
    console: 'ttyAMA0',
    channel: { args: ['-device', 'pci-serial,chardev=channel'], device: '/dev/ttyS0' },
  },
  riscv64: {
    program: 'qemu-system-riscv64',
    debianPackage: 'qemu-system-misc',
    args: ['-machine', 'virt', '-cpu', 'rv64,svnapot=on,svpbmt=on'],
    // The emulated processor has Sv57, few real ones do.
    parameters: ['no5lvl'],
    console: 'ttyS0',
    channel: { args: ['-device', 'pci-serial,chardev=channel'], device: '/dev/ttyS1' },
  },
};

/** The machine for a kernel of this architecture. */
export const machineFor = (arch: KernelImage['arch']): Machine => MACHINES[arch];

/** The megabytes of the guest. Overcommit looks at them, so they are part of what a seed means there. */
const MEMORY_MIB = 4096;

/** How QEMU is started; the channel is its standard input and output. */
export function qemuArgs(
  machine: Machine,
  files: { readonly kernel: string; readonly initrd: string; readonly console: string },
): string[] {
  const parameters = [
    `console=${machine.console}`,
    'quiet',
    'panic=-1',
    'rdinit=/init',
    // What they guard against is not here, and emulated they cost a third of the time.
    'mitigations=off',
    // Debian's default differs from release to release.
    'transparent_hugepage=madvise',
    ...machine.parameters,
    `mm_channel=${machine.channel.device}`,
  ];
  return [
    ...[
      ...machine.args,
      '-accel',
      'tcg',
      '-m',
      String(MEMORY_MIB),
      '-display',
      'none',
      '-monitor',
      'none',
      '-no-reboot',
    ],
    ...['-nodefaults', '-serial', `file:${files.console}`, '-chardev', 'stdio,id=channel,signal=off'],
    ...machine.channel.args,
    ...['-kernel', files.kernel, '-initrd', files.initrd, '-append', parameters.join(' ')],
  ];
}
