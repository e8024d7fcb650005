#@ title mdwe prctl_flags: unknown bits and arguments of PR_SET_MDWE and PR_GET_MDWE are refused
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
prctl(PR_SET_MDWE, 7, 0, 0, 0) = -1 EINVAL (Invalid argument)
prctl(PR_SET_MDWE, 0, 7, 0, 0) = -1 EINVAL (Invalid argument)
prctl(PR_SET_MDWE, 0, 0, 7, 0) = -1 EINVAL (Invalid argument)
prctl(PR_SET_MDWE, 0, 0, 0, 7) = -1 EINVAL (Invalid argument)
prctl(PR_GET_MDWE, 7, 0, 0, 0) = -1 EINVAL (Invalid argument)
prctl(PR_GET_MDWE, 0, 7, 0, 0) = -1 EINVAL (Invalid argument)
