/** Runs `read` with the machine at the position that the view is of. */
export type AtPosition = <T>(read: () => T) => T;
