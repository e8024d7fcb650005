#@ title The charge that changed hands
#@ question The new mapping takes over the charge of the old one, and then it fails. Who pays?
#@ system kernel=6.18 arch=x86_64
#@ expect 6.10 no-leak holds
#@ expect 6.12 no-leak violated
#@ expect 6.18 no-leak violated
#@ explain
#| Two megabytes of private memory, charged.
mmap(0x10000000, 2*M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
#@ explain
#| So that nothing is charged twice, `vms.nr_accounted` is set to 0 as soon as the new mapping is accountable: its pages are paid for already.
#| This call fails after the old pages were cleared. The old mapping goes for good, complete() gives back `nr_accounted`, which is 0,
#| and the error path gives back `charged`, which was only the difference. Nobody gives back the rest: `Committed_AS` stays too high until
#| the machine is started again.
#|
#| The model showed it first. On 6.18.44 a private writable mapping of a socket over 8 GiB of anonymous memory says ENODEV, and
#| leaves `Committed_AS` 8 GiB higher.
mmap(0x10000000, 2*M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_FIXED, 4<UDP:[1]>, 0) = -1 ENODEV (No such device)
