#@ title process_vm_readv() and process_vm_writev() between two places of one process
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20008000
me = getpid()
mmap(0x20000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x20000000
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
process_vm_readv(me, [{iov_base=0x20000000, iov_len=4*PAGE}], 1, [{iov_base=0x10000064, iov_len=4*PAGE}], 1, 0) = 8092
#@ pagemap 0x10000000 4
#| aa..
#@ pagemap 0x20000000 4
#| AA..
process_vm_writev(me, [{iov_base=0x20000000, iov_len=PAGE}], 1, [{iov_base=0x10001000, iov_len=PAGE}], 1, 0) = 4096
#@ pagemap 0x10000000 4
#| aA..
process_vm_readv(me, [{iov_base=0x20000000, iov_len=PAGE}], 1, [{iov_base=0x10002000, iov_len=PAGE}], 1, 0) = -1 EFAULT (Bad address)
process_vm_readv(4194305, [{iov_base=0x20000000, iov_len=PAGE}], 1, [{iov_base=0x10002000, iov_len=PAGE}], 1, 0) = -1 ESRCH (No such process)
fork() = 0
child = getpid()
process_vm_readv(child, [{iov_base=0x20000000, iov_len=PAGE}], 1, [{iov_base=0x10001000, iov_len=PAGE}], 1, 0) = 4096
#@ pagemap 0x10000000 4
#| aA..
