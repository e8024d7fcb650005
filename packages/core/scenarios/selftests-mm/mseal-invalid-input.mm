#@ title mseal_test seal_invalid_input: unknown flags and a misaligned start are EINVAL, a range that is not all mapped ENOMEM
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mseal(0x10000000, 4*PAGE, 0x20) = -1 EINVAL (Invalid argument)
mseal(0x10000001, 2*PAGE, 0) = -1 EINVAL (Invalid argument)
mseal(0x10000000, 5*PAGE, 0) = -1 ENOMEM (Cannot allocate memory)
mseal(0x10000000, 0xfffffffffffff, 0) = -1 ENOMEM (Cannot allocate memory)
mseal(0xffff000, 5*PAGE, 0) = -1 ENOMEM (Cannot allocate memory)
